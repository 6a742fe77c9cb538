"""What a region's files say of one municipality: its places and houses in force, in few bytes.

Only the tree of municipal division is read (AS_MUN_HIERARCHY): it carries the ОКТМО by which the
part of one municipality is told from the rest of the region.
"""

import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, NamedTuple

from otklik.address_register.refusal import GarError
from otklik.address_register.source import HOUSES, PLACE_CODES, PLACES, TREE, Source
from otklik.address_register.stream import Row, rows
from otklik.registry.house_numbers import house_of

Progress = Callable[[int, int], None]
# AS_OBJECT_LEVELS: 4 council, 5 city, 6 settlement, 7 part of a plan (garden society, micro
# district), 8 street.
COUNCIL = "4"
SETTLEMENTS = frozenset("56")
STREETS = frozenset("78")
# AS_PARAM_TYPES: 7 is the ОКТМО.
_OKTMO, _OKTMO_DIGITS = "7", 11
_SPOOLED = 4 << 20
_HALF = 32
_LARGEST_ID = (1 << _HALF) - 1


class House(NamedTuple):
    """A house in force: its own number in the register, that of its street, and its number."""

    gar_id: int
    place_id: int
    number: str


@dataclass(frozen=True, slots=True)
class Place:
    """A settlement, or a street with the settlement it lies in (``settlement_id``)."""

    gar_id: int
    type_label: str
    name: str
    oktmo: str
    council: str = ""
    settlement_id: int | None = None


class _Object(NamedTuple):
    name: str
    type_label: str
    level: str


@dataclass(slots=True)
class _Tree:
    """The places of the whole region, and houses with the places they stand in."""

    objects: dict[int, _Object] = field(default_factory=dict)
    above: dict[int, int] = field(default_factory=dict)
    oktmo: dict[int, str] = field(default_factory=dict)
    # A house and its place in one number: eight bytes each, where a dict takes a hundred.
    pairs: "array[int]" = field(default_factory=lambda: array("Q"))

    def way_up(self, key: int) -> Iterator[int]:
        """Yield the object and all it lies in. A ring in damaged data ends it."""
        for _step in range(20):
            if key not in self.objects:
                return
            yield key
            key = self.above.get(key, 0)

    def oktmo_of(self, key: int) -> str:
        """Return the code of the object, or of the nearest it lies in that has one."""
        return next((self.oktmo[k] for k in self.way_up(key) if self.oktmo.get(k)), "")


class Part:
    """The places and houses of a municipality that are in force in the register."""

    def __init__(self, oktmo: str, day: str, tree: _Tree, file: IO[str]) -> None:
        """Take what begins with ``oktmo`` out of the tree; houses are put aside in ``file``."""
        self.oktmo, self.day = oktmo, day
        self.settlements: dict[int, Place] = {}
        self.streets: dict[int, Place] = {}
        for key, object_ in tree.objects.items():
            if key in tree.above and tree.oktmo_of(key).startswith(oktmo):
                self._place(key, object_, tree)
        inside = self.settlements
        self.streets = {k: p for k, p in self.streets.items() if p.settlement_id in inside}
        known = inside.keys() | self.streets.keys()
        self._pairs = array("Q", sorted(pair for pair in tree.pairs if pair & _LARGEST_ID in known))
        self._is_met = bytearray(len(self._pairs))
        self._file = file

    def _place(self, key: int, object_: _Object, tree: _Tree) -> None:
        label, name, code = object_.type_label, object_.name, tree.oktmo_of(key)
        above = [k for k in tree.way_up(key) if k != key]
        if object_.level in SETTLEMENTS:
            councils = (tree.objects[k].name for k in above if tree.objects[k].level == COUNCIL)
            self.settlements[key] = Place(key, label, name, code, council=next(councils, ""))
        elif object_.level in STREETS:
            homes = (k for k in above if tree.objects[k].level in SETTLEMENTS)
            home = next(homes, None)
            # A garden society outside of settlements has no place in our tree.
            if home is not None:
                self.streets[key] = Place(key, label, name, code, settlement_id=home)

    def keep_house(self, row: Row, gar_id: int) -> None:
        """Put a row of AS_HOUSES aside if it is a house of this part."""
        at = self._index(gar_id)
        number = house_of(row) if at is not None and not self._is_met[at] else ""
        if at is not None and number:
            self._is_met[at] = True
            self._file.write(f"{gar_id}\t{self._pairs[at] & _LARGEST_ID}\t{number}\n")

    def has_house(self, gar_id: int) -> bool:
        """Tell whether the house is in force in the register."""
        at = self._index(gar_id)
        return at is not None and bool(self._is_met[at])

    def houses(self) -> Iterator[House]:
        """Yield the houses; may be asked again."""
        self._file.seek(0)
        for line in self._file:
            gar_id, place_id, number = line.rstrip("\n").split("\t")
            yield House(int(gar_id), int(place_id), number)

    def _index(self, gar_id: int) -> int | None:
        at = bisect_left(self._pairs, gar_id << _HALF)
        found = at < len(self._pairs) and self._pairs[at] >> _HALF == gar_id
        return at if found else None


@contextmanager
def read_part(path: Path, oktmo: str, on: date, progress: Progress | None = None) -> Iterator[Part]:
    """Read the part of a region's folder or zip whose ОКТМО begins with ``oktmo``.

    ``on`` is the day codes of places must hold on; ``progress`` is told the bytes read of all.
    The database is not asked. Raises ``GarError`` with a reason for a folder that is none of a
    region, damaged or hostile files, and an ОКТМО the region does not have.
    """
    reader = _Reader(Source(path), progress)
    with tempfile.SpooledTemporaryFile(_SPOOLED, "w+", encoding="utf-8", newline="\n") as file:
        part = Part(oktmo, reader.source.day, reader.tree(on), file)
        if not part.settlements:
            raise GarError("gar_nothing_there", oktmo=oktmo, folder=path)
        reader.put_houses(part)
        yield part


class _Reader:
    """Goes through the files in the order in which each tells what to keep of the next."""

    def __init__(self, source: Source, progress: Progress | None) -> None:
        self.source = source
        self._progress = progress or (lambda done, total: None)
        self._done = 0

    def tree(self, on: date) -> _Tree:
        tree = _Tree()
        for gar_id, row in self._rows(PLACES, "OBJECT"):
            label = " ".join(row.get("TYPENAME", "").split()).rstrip(".")
            name = " ".join(row.get("NAME", "").split())
            tree.objects[gar_id] = _Object(name, label, row.get("LEVEL", ""))
        homes = {k for k, o in tree.objects.items() if o.level in SETTLEMENTS | STREETS}
        for gar_id, row in self._rows(TREE, "ITEM"):
            parent = _number(row.get("PARENTOBJID") or "0", TREE)
            if gar_id in tree.objects:
                tree.above[gar_id] = parent
                tree.oktmo[gar_id] = row.get("OKTMO", "")[:_OKTMO_DIGITS]
            elif parent in homes:
                tree.pairs.append(gar_id << _HALF | parent)
        if not all(tree.oktmo.get(key) for key in homes):
            self._add_codes(tree, on)
        return tree

    def _add_codes(self, tree: _Tree, on: date) -> None:
        """Take the codes the tree lacks from the parameters of places, where there are such."""
        day = on.isoformat()
        for gar_id, row in self._rows(PLACE_CODES, "PARAM"):
            holds = row.get("STARTDATE", "") <= day < row.get("ENDDATE", "9999")
            is_code = row.get("TYPEID") == _OKTMO and gar_id in tree.objects
            if is_code and holds and not tree.oktmo.get(gar_id):
                tree.oktmo[gar_id] = row.get("VALUE", "")[:_OKTMO_DIGITS]

    def put_houses(self, part: Part) -> None:
        for gar_id, row in self._rows(HOUSES, "HOUSE"):
            part.keep_house(row, gar_id)
        self._progress(self.source.size, self.source.size)

    def _rows(self, kind: str, tag: str) -> Iterator[tuple[int, Row]]:
        member = self.source.member(kind)
        if member is None:
            return
        with self.source.open(member) as file:
            for row in rows(file, member.name, tag, self._moved):
                yield _number(row.get("OBJECTID", ""), member.name), row

    def _moved(self, count: int) -> None:
        self._done += count
        self._progress(self._done, self.source.size)


def _number(text: str, file: str) -> int:
    if text.isdecimal() and len(text) <= 10 and (number := int(text)) <= _LARGEST_ID:
        return number
    raise GarError("gar_row_unreadable", file=file, value=text[:40])
