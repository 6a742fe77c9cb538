"""Settlements and streets of the address register as rows of the territory tree.

What people edited stays. ``Territory.gar_name`` keeps what the register called the place when it
was last loaded: while the row is called the same, nobody has changed its name, and it follows
the register; a row called otherwise keeps its name. Of a row that was there before, nothing but
an empty ОКТМО is filled in; its place in the tree stays. A place the register no longer has ends
(``valid_until``) and loses its ``gar_name``, by which it is known should it come back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from otklik.address_register.codes import place_code
from otklik.address_register.matching import Matching
from otklik.address_register.refusal import GarError
from otklik.address_register.region import Part, Place
from otklik.registry.models import Municipality, Territory
from otklik.registry.models.territory import TerritoryKind

BATCH_SIZE = 500
# More ends than this at once is no change of the district but a wrong or partial export.
_FEW, _SHARE = 20, 0.5
_FIELDS = ("gar_id", "gar_name", "type_label", "name", "oktmo", "valid_until")
_NAME, _LABEL, _GAR_NAME = 150, 20, 180

Cells = dict[str, object]


@dataclass(slots=True)
class Outcome:
    """What became of the territories. ``keys``: the row of each object of the register."""

    keys: dict[int, int] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    before: dict[str, Cells] = field(default_factory=dict)
    after: dict[str, Cells] = field(default_factory=dict)
    unchanged: int = 0


def store_places(municipality: Municipality, part: Part, on: date) -> Outcome:
    """Bring the settlements and streets of the part into the tree and tell what was done.

    ``on`` is the day vanished places end. Must run inside a transaction. Raises ``GarError``
    when more than half of the places loaded earlier would end.
    """
    rows = list(Territory.objects.filter(municipality=municipality).order_by("pk"))
    storing = _Storing(municipality, rows, part, on)
    # Streets need the keys of their settlements.
    storing.take(part.settlements)
    storing.take(part.streets)
    storing.end_vanished(rows)
    Territory.objects.bulk_update(storing.changed, _FIELDS, batch_size=BATCH_SIZE)
    return storing.outcome


def too_many_vanish(vanished: int, known: int) -> bool:
    """Tell whether so many ends at once mean a wrong export rather than a change."""
    return vanished > max(_FEW, known * _SHARE)


class _Storing:
    def __init__(
        self, municipality: Municipality, rows: list[Territory], part: Part, on: date
    ) -> None:
        self.outcome = Outcome()
        self.changed: list[Territory] = []
        self._municipality, self._part, self._on = municipality, part, on
        self._matching = Matching(rows, part)
        self._rows: dict[int, Territory] = {}
        self._taken = {row.code for row in rows}

    def take(self, places: Mapping[int, Place]) -> None:
        new = []
        for _gar_id, place in sorted(places.items()):
            home = self._rows.get(place.settlement_id or 0)
            row = self._matching.street(place, home) if home else self._matching.settlement(place)
            if row is None:
                row = self._new_row(place)
                new.append(row)
            else:
                self._follow(row, place)
            self._rows[place.gar_id] = row
        Territory.objects.bulk_create(new, batch_size=BATCH_SIZE)
        self.outcome.new += [row.code for row in new]
        self.outcome.keys |= {gar_id: row.pk for gar_id, row in self._rows.items()}

    def _new_row(self, place: Place) -> Territory:
        home = self._rows.get(place.settlement_id or 0)
        above = home.code if home is not None else ""
        return Territory(
            municipality=self._municipality,
            code=place_code(place.name, place.type_label, above, place.gar_id, self._taken),
            parent=home or self._matching.council(place),
            kind=TerritoryKind.STREET if home else TerritoryKind.SETTLEMENT,
            type_label=place.type_label[:_LABEL],
            name=place.name[:_NAME],
            oktmo=place.oktmo,
            gar_id=place.gar_id,
            gar_name=_gar_name(place),
        )

    def _follow(self, row: Territory, place: Place) -> None:
        before = _cells(row)
        came_back = row.gar_id is not None and not row.gar_name
        if row.gar_name and row.gar_name == _called(row):
            row.type_label, row.name = place.type_label[:_LABEL], place.name[:_NAME]
        if came_back:
            row.valid_until = None
        row.gar_id, row.gar_name = place.gar_id, _gar_name(place)
        row.oktmo = row.oktmo or place.oktmo
        if _cells(row) == before:
            self.outcome.unchanged += 1
        else:
            self._note(row, before)

    def end_vanished(self, rows: Iterable[Territory]) -> None:
        known = [row for row in rows if row.gar_name and row.oktmo.startswith(self._part.oktmo)]
        vanished = [row for row in known if row.gar_id not in self._rows]
        if too_many_vanish(len(vanished), len(known)):
            raise GarError("gar_too_much_gone", gone=len(vanished), known=len(known))
        for row in vanished:
            before = _cells(row)
            row.gar_name = ""
            if row.valid_until is None:
                row.valid_until = _end(row, self._on)
            self._note(row, before)
            self.outcome.closed.append(row.code)

    def _note(self, row: Territory, before: Cells) -> None:
        after = _cells(row)
        differing = [name for name in after if before[name] != after[name]]
        self.outcome.before[row.code] = {name: before[name] for name in differing}
        self.outcome.after[row.code] = {name: after[name] for name in differing}
        self.changed.append(row)


def _cells(row: Territory) -> Cells:
    return {name: getattr(row, name) for name in _FIELDS}


def _called(row: Territory) -> str:
    return f"{row.type_label} {row.name}".strip()


def _gar_name(place: Place) -> str:
    return f"{place.type_label[:_LABEL]} {place.name[:_NAME]}".strip()[:_GAR_NAME]


def _end(row: Territory, on: date) -> date:
    """Return the day the row ends: never before it began, for the files refuse that."""
    if row.valid_from is not None and row.valid_from >= on:
        return row.valid_from + timedelta(days=1)
    return on
