"""Where words about a case lie: every table that hangs on it, found and not listed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from otklik.cases.models import Case

# Shorter fields hold symbols, numbers and names of the registry.
SHORTEST_WORDS = 60
# Rows that are the item as it came: nothing of them is needed once names are gone.
EMPTIED: dict[str, dict[str, Any]] = {
    "cases.casesource": {"payload": "{}", "before": "{}"},
    "cases.quarantinedrow": {"payload": {}, "reasons": []},
    # Who wrote together with the applicant goes with him, and so does what a letter said.
    "appeals.coauthor": {"name": "", "address": "", "phone": "", "email": ""},
    "letters.issuedletter": {"addressee": "", "number": "", "data": {}, "data_digest": ""},
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table and how its rows are found from a case."""

    model: type[models.Model]
    lookup: str


def tables_of_a_case() -> list[Table]:
    """Return every table whose rows belong to a case, near ones first; none twice."""
    found: list[Table] = []
    _collect(Case, "", found)
    return found


def _collect(model: type[models.Model], lookup: str, found: list[Table]) -> None:
    near = []
    for relation in model._meta.related_objects:
        table = relation.related_model
        name = relation.field.name
        is_known = table is Case or any(one.model is table for one in found)
        if relation.many_to_many or is_known or not table.__module__.startswith("otklik."):
            continue
        near.append(Table(table, f"{name}__{lookup}" if lookup else name))
        found.append(near[-1])
    for one in near:
        _collect(one.model, one.lookup, found)


def cover_rows(case: Case, cover: Callable[[str], str]) -> None:
    """Cover the words of every row that belongs to the case."""
    for table in tables_of_a_case():
        emptied = EMPTIED.get(table.model._meta.label_lower)
        names = [*emptied] if emptied else [field.name for field in words_of(table.model)]
        if not names:
            continue
        for row in table.model._base_manager.filter(**{table.lookup: case}):
            for name in names:
                value = emptied[name] if emptied else covered(getattr(row, name), cover)
                setattr(row, name, value)
            row.save(update_fields=names)


def words_of(model: type[models.Model]) -> "Iterator[models.Field[Any, Any]]":
    """Yield the fields of a table in which somebody may have written a name."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.TextField | models.JSONField)
        is_line = isinstance(field, models.CharField) and not field.choices
        if is_text or (is_line and (field.max_length or 0) >= SHORTEST_WORDS):
            yield field


def covered(value: Any, cover: Callable[[str], str]) -> Any:
    """Return the value with every text in it covered."""
    if isinstance(value, str):
        return cover(value)
    if isinstance(value, dict):
        return {key: covered(part, cover) for key, part in value.items()}
    if isinstance(value, list):
        return [covered(part, cover) for part in value]
    return value
