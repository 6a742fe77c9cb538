"""Columns of a registry file: how a cell is read into a field and written back.

A column stands for one field of a row and takes one cell or, for a reference, several.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Protocol

from django.db.models import (
    BooleanField,
    DateField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    Model,
    TimeField,
)
from django.utils.translation import gettext as _

from otklik.registry.models.people import LoginField

YES, NO = "yes", "no"
Cells = Mapping[str, str]
# Nine digits fit into the columns of both databases.
_WHOLE_NUMBER = re.compile(r"-?\d{1,9}")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK_TIME = re.compile(r"\d\d:\d\d")


class KnownRows(Protocol):
    """The rows columns and checks may ask for: stored ones and those just read from files."""

    def rows(self, model: type[Model]) -> Mapping[tuple[str, ...], Model]:
        """Return all rows of the table by natural key."""
        ...

    def find(self, model: type[Model], key: tuple[str, ...]) -> Model | None:
        """Return the row with the natural key, if there is one."""
        ...

    def with_code(self, model: type[Model], code: str) -> list[Model]:
        """Return the rows whose key ends with the code."""
        ...

    def codes(self, model: type[Model]) -> set[str]:
        """Return the last parts of all keys of the table."""
        ...

    def was_refused(self, model: type[Model], key: tuple[str, ...]) -> bool:
        """Tell whether a row with the key was refused."""
        ...

    def was_code_refused(self, model: type[Model], code: str) -> bool:
        """Tell whether a row whose key ends with the code was refused."""
        ...


class CellRefused(Exception):
    """A cell cannot be read; the message says why in words. ``column`` is its header."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column
        self.message = message


class RowAlreadyRefused(Exception):
    """A cell names a row that was refused itself: telling it again would only be noise."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How values of one kind of field are read from a text and written to one.

    ``read`` raises ``ValueError`` with a message in words.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str]


def _number(text: str) -> int:
    if not _WHOLE_NUMBER.fullmatch(text):
        raise ValueError(_("“%(value)s” is not a whole number.") % {"value": text})
    return int(text)


def _decimal(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(_("“%(value)s” is not a number.") % {"value": text})
    return number


def _day(text: str) -> date:
    if _ISO_DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(_("“%(value)s” is not a day such as 2026-10-31.") % {"value": text})


def _time(text: str) -> time:
    if _CLOCK_TIME.fullmatch(text):
        try:
            return time.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(_("“%(value)s” is not a time such as 08:00.") % {"value": text})


def _yes_no(text: str) -> bool:
    if text not in (YES, NO):
        raise ValueError(_("“%(value)s” stands where yes or no must be.") % {"value": text})
    return text == YES


TEXT = Kind(str, str)
LOGIN = Kind(str.lower, str)
KINDS: "tuple[tuple[type[Field[Any, Any]], Kind], ...]" = (
    (LoginField, LOGIN),
    (BooleanField, Kind(_yes_no, lambda value: YES if value else NO)),
    (IntegerField, Kind(_number, str)),
    (FloatField, Kind(_decimal, repr)),
    (DateField, Kind(_day, date.isoformat)),
    (TimeField, Kind(_time, lambda value: f"{value:%H:%M}")),
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A column that holds a value of its own: text, number, day, time, yes or no.

    An ``is_optional`` one may be missing, and is written only when some row fills it.
    """

    field: str
    header: str = ""
    is_optional: bool = False

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of the cells of this column."""
        return (self.header or self.field,)

    def read(self, cells: Cells, model: type[Model], known: KnownRows) -> Any:
        """Return the value of the cell. Raises ``CellRefused``."""
        header = self.headers[0]
        field: Any = model._meta.get_field(self.field)
        text = cells[header]
        if not text:
            return self._empty(field, header)
        try:
            return kind_of(field).read(text)
        except ValueError as error:
            raise CellRefused(header, str(error)) from error

    def _empty(self, field: Any, header: str) -> Any:
        if field.null:
            return None
        if field.has_default():
            return field.get_default()
        if field.empty_strings_allowed:
            return ""
        raise CellRefused(header, _("This cell must not be empty."))

    def write(self, row: Model) -> tuple[str, ...]:
        """Return the text of the cell."""
        value = getattr(row, self.field)
        if value is None or value == "":
            return ("",)
        field: Any = row._meta.get_field(self.field)
        if self.is_optional and value is False and not field.get_default():
            return ("",)
        return (kind_of(field).write(value),)

    def label(self, model: type[Model]) -> str:
        """Return the name of the column in words."""
        return str(getattr(model._meta.get_field(self.field), "verbose_name", self.field))


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a row of a table by its natural key.

    ``headers`` are its own cells, ``context`` headers of other columns the key begins with;
    ``paths`` lead from the named row to the texts of its own cells. One that ``waits`` names a
    row of the same file, which may stand further down.
    """

    field: str
    to: type[Model]
    headers: tuple[str, ...]
    paths: tuple[str, ...] = ("code",)
    context: tuple[str, ...] = ()
    waits: bool = False
    is_optional: bool = False

    def read(self, cells: Cells, model: type[Model], known: KnownRows) -> Any:
        """Return the named row, or ``None`` for empty cells.

        Raises ``CellRefused`` when there is no such row or it must be named,
        ``RowAlreadyRefused`` when the named row was refused itself.
        """
        own = tuple(cells[header] for header in self.headers)
        if not any(own):
            field: Any = model._meta.get_field(self.field)
            if field.null:
                return None
            raise CellRefused(self.headers[-1], _("This cell must not be empty."))
        key = tuple(cells[header] for header in self.context) + own
        return self.find(key, known)

    def find(self, key: tuple[str, ...], known: KnownRows) -> Model:
        """Return the row with the natural key. Raises as ``read`` does."""
        row = known.find(self.to, key)
        if row is not None:
            return row
        if known.was_refused(self.to, key):
            raise RowAlreadyRefused
        raise CellRefused(self.headers[-1], _absent(self.to, "/".join(key)))

    def write(self, row: Model) -> tuple[str, ...]:
        """Return the texts of the own cells."""
        named = getattr(row, self.field)
        if named is None:
            return ("",) * len(self.headers)
        return tuple(_follow(named, path) for path in self.paths)

    def label(self, model: type[Model]) -> str:
        """Return the name of the column in words."""
        field: Any = model._meta.get_field(self.field)
        return str(field.verbose_name)


class LoneReference(Reference):
    """A reference by code alone: enough while one municipality has the code.

    Otherwise the cell says ``municipality:code``.
    """

    __slots__ = ()

    def find(self, key: tuple[str, ...], known: KnownRows) -> Model:
        """Return the row with the code. Raises as ``read`` does."""
        text = key[-1]
        municipality, _colon, code = text.rpartition(":")
        if municipality:
            return Reference.find(self, (municipality, code), known)
        found = known.with_code(self.to, code)
        if len(found) == 1:
            return found[0]
        if not found and known.was_code_refused(self.to, code):
            raise RowAlreadyRefused
        if not found:
            raise CellRefused(self.headers[-1], _absent(self.to, code))
        words = _("Several municipalities have “%(code)s”; write it as municipality:code.")
        raise CellRefused(self.headers[-1], words % {"code": code})


Column = Plain | Reference


def kind_of(field: Any) -> Kind:
    """Return how values of the field are read and written."""
    for field_class, kind in KINDS:
        if isinstance(field, field_class) and not isinstance(field, ForeignKey):
            return kind
    return TEXT


def _follow(row: Any, path: str) -> str:
    for name in path.split("."):
        row = getattr(row, name)
    return str(row)


def _absent(model: type[Model], key: str) -> str:
    words = _("There is no “%(key)s” among: %(table)s.")
    return words % {"key": key, "table": model._meta.verbose_name_plural}
