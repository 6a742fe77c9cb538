"""A registry file as an object: its table, columns, key, checks and order of rows."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q

from otklik.registry.files.columns import Cells, Column, KnownRows, Reference
from otklik.registry.models import Municipality

Key = tuple[str, ...]
Fault = tuple[str, str]  # header of the column, message in words
Check = Callable[[Any, KnownRows], Iterator[Fault]]
_NUMBER = re.compile(r"(\d+)")


def _nothing(row: Any) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The one description of a registry file, for loading and for writing.

    ``key``: headers of the natural key. ``within``: lookups by one of which a row belongs to a
    municipality, none for a common table; ``owner``: path to that municipality. ``order``:
    headers rows are sorted by; with ``tree`` the rows inside a row follow it. ``scope``: headers
    that say what part of the table a file speaks about (to count the rows it does not name).
    ``complete`` finishes a new row before it is stored.
    """

    file: str
    model: type[Model]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    owner: str = ""
    within: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    tree: str = ""
    checks: tuple[Check, ...] = ()
    complete: Callable[[Any], None] = _nothing
    ignores_case: bool = False
    relations: tuple[str, ...] = field(default=())

    @property
    def headers(self) -> tuple[str, ...]:
        """All headers in their order, optional ones included."""
        return tuple(header for column in self.columns for header in column.headers)

    @property
    def optional_headers(self) -> frozenset[str]:
        """Headers a file may lack."""
        return frozenset(h for column in self.columns if column.is_optional for h in column.headers)

    @property
    def waiting(self) -> list[Reference]:
        """The references to rows of the same file."""
        return [c for c in self.columns if isinstance(c, Reference) and c.waits]

    @property
    def plain_fields(self) -> list[str]:
        """The fields that hold values of their own."""
        return [c.field for c in self.columns if not isinstance(c, Reference)]

    def label(self, header: str) -> str:
        """Return the name of a column in words, as the browser shows it."""
        for column in self.columns:
            if header in column.headers:
                return column.label(self.model)
        return header

    def header_of(self, field_name: str) -> str:
        """Return the header of the column that fills the field."""
        return next((c.headers[-1] for c in self.columns if c.field == field_name), field_name)

    def faults_of(self, row: Model, known: KnownRows) -> Iterator[Fault]:
        """Yield what no single cell could tell, each with the header it is told at."""
        for check in self.checks:
            yield from check(row, known)

    def field_at(self, header: str) -> str:
        """Return the field that is told under the header."""
        return next((c.field for c in self.columns if header in c.headers), header)

    def stored(self) -> Iterable[Model]:
        """Return the stored rows with all they refer to, in one query."""
        rows = self.model._default_manager.order_by("pk")
        return rows.select_related(*self.relations) if self.relations else rows

    def stored_of(self, municipality: Municipality | None) -> Iterable[Model]:
        """Return the rows that belong to the municipality; ``None`` means all there are."""
        if municipality is None:
            return self.stored()
        if not self.within:
            return ()
        condition = Q()
        for lookup in self.within:
            condition |= Q(**{lookup: municipality.pk})
        own = self.model._default_manager.filter(condition).values("pk")
        rows = self.model._default_manager.filter(pk__in=own).order_by("pk")
        return rows.select_related(*self.relations) if self.relations else rows

    def cells_of(self, row: Model) -> dict[str, str]:
        """Return the row as a file writes it."""
        cells: dict[str, str] = {}
        for column in self.columns:
            cells.update(zip(column.headers, column.write(row), strict=True))
        return cells

    def key_in(self, cells: Cells) -> Key:
        """Return the natural key written in the cells."""
        return self.folded(tuple(cells[header] for header in self.key))

    def key_of(self, row: Model) -> Key:
        """Return the natural key of a row."""
        return self.key_in(self.cells_of(row))

    def folded(self, key: Key) -> Key:
        """Return the key as it is compared."""
        return tuple(part.lower() for part in key) if self.ignores_case else key

    def owner_code(self, row: Model) -> str:
        """Return the code of the municipality the row belongs to, empty for a common row."""
        value: Any = row
        for name in self.owner.split(".") if self.owner else ():
            value = getattr(value, name, None)
        return str(value.code) if isinstance(value, Municipality) else ""

    def in_order(self, rows: Iterable[Cells]) -> list[Cells]:
        """Return rows of cells in the one order of the file."""
        ranks = self._ranks()
        ordered = sorted(
            rows,
            key=lambda cells: [
                ranks[h].get(cells[h], natural(cells[h])) if h in ranks else natural(cells[h])
                for h in self.order
            ],
        )
        return self._by_tree(ordered) if self.tree else ordered

    def _ranks(self) -> dict[str, dict[str, list[tuple[int, int, str]]]]:
        """Where a column holds one of a few symbols, rows follow their order in the table."""
        ranks = {}
        for column in self.columns:
            choices = getattr(self.model._meta.get_field(column.field), "choices", None)
            if choices and column.headers[0] in self.order:
                symbols = [str(symbol) for symbol, _label in choices]
                ranks[column.headers[0]] = {
                    symbol: [(0, number, "")] for number, symbol in enumerate(symbols)
                }
        return ranks

    def _by_tree(self, ordered: list[Cells]) -> list[Cells]:
        children: dict[Key, list[Cells]] = {}
        keys = {self.key_in(cells) for cells in ordered}
        roots = []
        for cells in ordered:
            above = (*self.key_in(cells)[:-1], cells[self.tree])
            if above in keys and above != self.key_in(cells):
                children.setdefault(above, []).append(cells)
            else:
                roots.append(cells)
        placed: list[Cells] = []
        waiting = list(reversed(roots))
        while waiting:
            cells = waiting.pop()
            placed.append(cells)
            waiting.extend(reversed(children.get(self.key_in(cells), [])))
        return placed


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return what sorts texts as people do: ``im-2`` before ``im-10``, empty first."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in _NUMBER.split(text)
        if part
    ]
