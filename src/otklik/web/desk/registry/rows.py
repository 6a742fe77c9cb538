"""Lists of the registry: found, filtered, walked down as a tree, shown as words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import Count, Field, Model, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from otklik.registry.models import Municipality
from otklik.web.desk.registry.scope import rows_of
from otklik.web.desk.registry.sheets import SHEETS, Sheet

PAGE_SIZE = 100
DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its name in the model and in words."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row as pairs of label and words; ``inside``: how many rows lie in it in a tree."""

    row: Model
    cells: tuple[tuple[str, str], ...]
    inside: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter above a list with what it offers."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a table; ``path`` leads from the root of a tree to the rows shown."""

    lines: list[Line]
    page: "Page[Any]"
    path: list[Model]


def find(sheet: Sheet, municipality: Municipality, asked: Mapping[str, str]) -> Listing:
    """Return the page asked for: words in ``find``, filters by name, ``parent``, ``page``."""
    rows = rows_of(sheet.model, municipality).order_by(*sheet.order, "pk")
    if relations := _relations(sheet):
        # Without names it would join every relation there is.
        rows = rows.select_related(*relations)
    filters = {name: asked[name] for name in filter_names(sheet) if asked.get(name)}
    words = asked.get("find", "").strip()[:100]
    path: list[Model] = []
    for name, value in filters.items():
        rows = rows.filter(**{name: value}) if _is_value(sheet, name, value) else rows.none()
    for word in words.split():
        rows = rows.filter(_any_of(sheet, word))
    if sheet.parent and not words and not (filters.keys() - {"edition"}):
        path = _path(sheet, municipality, asked.get("parent", ""))
        rows = rows.filter(**{sheet.parent: path[-1] if path else None})
    page = Paginator(rows, PAGE_SIZE).get_page(asked.get("page"))
    found = list(page.object_list)
    inside = _inside(sheet, found)
    columns = columns_of(sheet)
    lines = [Line(row, cells_of(row, columns), inside.get(row.pk, 0)) for row in found]
    return Listing(lines, page, path)


def columns_of(sheet: Sheet) -> list[Column]:
    """Return the columns of the list."""
    return [Column(name, label_of(sheet, name)) for name in sheet.columns]


def choices_of(sheet: Sheet, municipality: Municipality, asked: Mapping[str, str]) -> list[Choice]:
    """Return the filters offered above the list."""
    found = []
    for name in sheet.filters:
        field = sheet.model._meta.get_field(name)
        options: list[tuple[str, str]]
        if isinstance(field, Field) and field.choices:
            options = [(str(key), capfirst(str(label))) for key, label in field.flatchoices]
        else:
            rows = rows_of(_related(field), municipality)
            options = sorted(((str(row.pk), str(row)) for row in rows), key=lambda one: one[1])
        found.append(Choice(name, label_of(sheet, name), options, asked.get(name, "")))
    return found


def filter_names(sheet: Sheet) -> set[str]:
    """Return the fields an address may filter the table by: those offered, those that lead here."""
    leading = {
        field for other in SHEETS.values() for slug, field in other.related if slug == sheet.slug
    }
    return {*sheet.filters, *leading}


def label_of(sheet: Sheet, name: str) -> str:
    """Return the name of a field in words."""
    try:
        field = sheet.model._meta.get_field(name)
    except FieldDoesNotExist:
        return _("full name") if name == "full_name" else name
    return str(getattr(field, "verbose_name", name))


def shown(row: Model, name: str) -> str:
    """Return a value of the row in words; nothing for an empty one."""
    told = getattr(row, f"get_{name}_display", None)
    value = told() if told is not None else getattr(row, name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def cells_of(row: Model, columns: Sequence[Column]) -> tuple[tuple[str, str], ...]:
    """Return what the row holds in the columns, each with its label."""
    return tuple((column.label, shown(row, column.name)) for column in columns)


def _relations(sheet: Sheet) -> list[str]:
    names = [*sheet.columns, *([sheet.parent] if sheet.parent else [])]
    fields = {field.name: field for field in sheet.model._meta.fields}
    return [name for name in names if name in fields and fields[name].is_relation]


def _any_of(sheet: Sheet, word: str) -> Q:
    # SQLite compares only Latin letters without regard to case; so three spellings are tried.
    condition = Q()
    for spelling in {word, word.lower(), word.capitalize(), word.upper()}:
        for name in sheet.search:
            condition |= Q(**{f"{name}__icontains": spelling})
    return condition


def _is_value(sheet: Sheet, name: str, value: str) -> bool:
    """Tell whether the value of the address can be compared with the field at all."""
    field = sheet.model._meta.get_field(name)
    return (value.isdecimal() and len(value) < 19) if field.is_relation else True


def _path(sheet: Sheet, municipality: Municipality, key: str) -> list[Model]:
    """Return the rows from the root to the one asked for; a lone root opens by itself."""
    rows = rows_of(sheet.model, municipality)
    if key.isdecimal() and len(key) < 19:
        row = rows.filter(pk=int(key)).first()
    else:
        roots = list(rows.filter(**{sheet.parent: None})[:2])
        row = roots[0] if len(roots) == 1 else None
    path: list[Model] = []
    while row is not None and len(path) < DEEPEST:
        path.insert(0, row)
        row = getattr(row, sheet.parent)
    return path


def _inside(sheet: Sheet, rows: Sequence[Model]) -> dict[int, int]:
    if not sheet.parent:
        return {}
    children: QuerySet[Any] = sheet.model._default_manager.filter(
        **{f"{sheet.parent}__in": [row.pk for row in rows]}
    )
    counted = children.order_by().values_list(sheet.parent).annotate(number=Count("pk"))
    return dict(counted)


def _related(field: Any) -> type[Model]:
    model: type[Model] = field.related_model
    return model
