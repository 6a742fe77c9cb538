"""Rows of other tables that belong to a row, shown under it."""

from dataclasses import dataclass

from django.db.models import Model

from otklik.registry.models import Municipality
from otklik.web.desk.registry import rows
from otklik.web.desk.registry.scope import rows_of
from otklik.web.desk.registry.sheets import SHEETS, Sheet

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Related:
    """The first rows of a table that lead here by ``field``, and whether there are more."""

    sheet: Sheet
    field: str
    columns: list[rows.Column]
    lines: list[rows.Line]
    has_more: bool


def related_of(sheet: Sheet, row: Model, municipality: Municipality) -> list[Related]:
    """Return what belongs to the row, table by table."""
    return [_one(SHEETS[slug], field, row, municipality) for slug, field in sheet.related]


def _one(sheet: Sheet, field: str, row: Model, municipality: Municipality) -> Related:
    found = rows_of(sheet.model, municipality).filter(**{field: row})
    few = list(found.order_by(*sheet.order, "pk")[: SHOWN + 1])
    columns = [column for column in rows.columns_of(sheet) if column.name != field]
    lines = [rows.Line(one, rows.cells_of(one, columns)) for one in few[:SHOWN]]
    return Related(sheet, field, columns, lines, len(few) > SHOWN)
