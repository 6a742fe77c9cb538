"""Which stored territory an object of the address register is, so that nothing is doubled."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from otklik.address_register.region import Part, Place
from otklik.registry.catalogue import normal_name
from otklik.registry.models import Territory
from otklik.registry.models.territory import TerritoryKind

_Name = tuple[int | None, str]
_DISTRICT_DIGITS, _COUNCIL_DIGITS = 5, 8
_SHORT_TYPES = {"улица": "ул", "переулок": "пер", "проспект": "пр-кт", "пр": "пр-кт"}


class Matching:
    """The territories of a municipality, each found at most once."""

    def __init__(self, rows: Iterable[Territory], part: Part) -> None:
        """Take the stored rows; those in force are found before ended ones of the same name."""
        self._part = part
        self._rows = sorted(rows, key=lambda row: (row.valid_until is not None, row.pk))
        self._by_key: dict[int, Territory] = {}
        for row in self._rows:
            if row.gar_id is not None:
                self._by_key.setdefault(row.gar_id, row)
        # A place that came into the register anew keeps its row under the new number.
        free = [row for row in self._rows if row.gar_id is None or _is_orphan(row, part)]
        self._settlements: dict[str, list[Territory]] = defaultdict(list)
        self._streets: dict[_Name, list[Territory]] = defaultdict(list)
        self._by_oktmo: dict[str, Territory | None] = {}
        for row in free:
            if row.kind == TerritoryKind.SETTLEMENT:
                self._settlements[normal_name(row.name)].append(row)
            elif row.kind == TerritoryKind.STREET:
                self._streets[(row.parent_id, normal_name(row.name))].append(row)
            if row.kind == TerritoryKind.SETTLEMENT and row.oktmo:
                # A code two rows have tells neither.
                self._by_oktmo[row.oktmo] = None if row.oktmo in self._by_oktmo else row
        self._names = Counter(normal_name(p.name) for p in part.settlements.values())
        self._codes = Counter(p.oktmo for p in part.settlements.values())
        self._councils = {p.oktmo[:_COUNCIL_DIGITS] for p in part.settlements.values()}
        self._parent_codes: Mapping[int, str] = {row.pk: row.oktmo for row in self._rows}

    def settlement(self, place: Place) -> Territory | None:
        """Return the row by number, by ОКТМО, or by name.

        A name counts inside the council of the place; elsewhere only if there is one row and one
        place of that name, for villages of two councils may be called the same.
        """
        row = self._by_key.get(place.gar_id)
        if row is not None:
            return row
        row = self._by_oktmo.get(place.oktmo) if self._codes[place.oktmo] == 1 else None
        if row is None:
            row = self._settlement_named(place)
        if row is not None:
            self._settlements[normal_name(row.name)].remove(row)
            self._by_oktmo[row.oktmo] = None
        return row

    def _settlement_named(self, place: Place) -> Territory | None:
        name = normal_name(place.name)
        # A row with the code of another place of the part is that one.
        named = [r for r in self._settlements[name] if r.oktmo not in self._codes]
        council = place.oktmo[:_COUNCIL_DIGITS]
        for row in named:
            if council and self._parent_codes.get(row.parent_id or 0) == council:
                return row
        if len(named) != 1 or self._names[name] != 1 or self._is_elsewhere(named[0]):
            return None
        return named[0]

    def _is_elsewhere(self, row: Territory) -> bool:
        """Tell whether the row lies in another council of the district.

        A code the register does not know tells nothing: reforms give the district new ones.
        """
        code, asked = self._parent_codes.get(row.parent_id or 0, ""), self._part.oktmo
        if len(code) < _COUNCIL_DIGITS or code[:_DISTRICT_DIGITS] != asked[:_DISTRICT_DIGITS]:
            return False
        return code in self._councils or not code.startswith(asked)

    def street(self, place: Place, settlement: Territory) -> Territory | None:
        """Return the row by number, or by name and type within the settlement."""
        row = self._by_key.get(place.gar_id)
        if row is not None:
            return row
        named = self._streets[(settlement.pk, normal_name(place.name))]
        label = _short_type(place.type_label)
        for row in named:
            if not row.type_label or _short_type(row.type_label) == label:
                named.remove(row)
                return row
        return None

    def council(self, place: Place) -> Territory | None:
        """Return the row a new settlement lies in: its council, else the district."""
        kinds = (TerritoryKind.VILLAGE_COUNCIL, TerritoryKind.INTER_SETTLEMENT_AREA)
        councils = [row for row in self._rows if row.kind in kinds]
        code, name = place.oktmo[:_COUNCIL_DIGITS], normal_name(place.council)
        districts = (row for row in self._rows if row.kind == TerritoryKind.DISTRICT)
        return (
            next((row for row in councils if row.oktmo and row.oktmo == code), None)
            or next((r for r in councils if name and _first(r.name) == _first(name)), None)
            or next(districts, None)
        )


def _is_orphan(row: Territory, part: Part) -> bool:
    is_there = row.gar_id in part.settlements or row.gar_id in part.streets
    return row.oktmo.startswith(part.oktmo) and not is_there


def _short_type(label: str) -> str:
    bare = label.strip(" .").lower()
    return _SHORT_TYPES.get(bare, bare)


def _first(name: str) -> str:
    return normal_name(name).partition(" ")[0]
