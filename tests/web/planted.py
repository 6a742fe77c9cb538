"""A row of every table with a word in it that must not be read by who has no business there.

The tables are found, not listed: whatever is added to the house is planted too.
"""

from typing import Any

from django.apps import apps
from django.db import models

from otklik.cases.models import Case
from otklik.core.text import search_tokens
from otklik.registry.models import QualityItem
from tests.district import NOW, District
from tests.web.cases_at_hand import make_case

# What cannot be made up from the kind of the field. The rest of a row is.
VALUES: dict[str, dict[str, Any]] = {
    "cases.casesource": {"payload": '{"Номер": "1"}', "before": "{}"},
    "cases.importbatch": {"zone": "UTC", "state": "done", "channel": "pos"},
    "cases.quarantinedrow": {"payload": {"Номер": "1"}, "reasons": []},
    "cases.event": {"data": "{}", "seq": 1_000, "name": "case.write_note", "actor": "person"},
    "cases.rating": {"source": "phone"},
    "entrance.loginevent": {"ip": "10.0.0.1"},
    "entrance.loginsession": {"ip": "10.0.0.1"},
    "cases.savedview": {"query": "q=1"},
    # Asked of a body or of a person, never of both.
    "cases.informationrequest": {"person": None},
    "learning.learningrun": {"state": "done"},
    "letters.issuedletter": {"data": {"number": "1"}},
}
# The registry is the district's own; the case and what has no word in it is made elsewhere.
MADE_ELSEWHERE = {"cases.case", "cases.loghead", "cases.casecounter"}
# A reader with a second factor would have to show it first: tests/web/test_second_step.py.
MADE_ELSEWHERE |= {"entrance.authenticatorapp", "entrance.passkey"}


def tables() -> list[type[models.Model]]:
    """Return the tables that hold rows of cases or of a municipality beside its registry."""
    found = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("otklik.")
        and model._meta.app_label != "registry"
        and model._meta.label_lower not in MADE_ELSEWHERE
        and not isinstance(model._meta.pk, models.CompositePrimaryKey)
    ]
    return sorted(found, key=lambda model: (_depth(model), model._meta.label_lower))


def _depth(model: type[models.Model]) -> int:
    """Tell how many tables must be filled before this one."""
    above = [
        field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not field.null
    ]
    own = [one for one in above if one is not model and one._meta.app_label != "registry"]
    return 1 + max((_depth(one) for one in own), default=0)


def is_of_a_case(model: type[models.Model]) -> bool:
    """Tell whether every row of the table belongs to one case."""
    return any(
        field.related_model is not model
        and (field.related_model is Case or is_of_a_case(field.related_model))
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not field.null
        if field.related_model._meta.app_label != "registry"
    )


def plant(district: District, word: str, number: str, **fields: Any) -> Case:
    """Store a case and a row of every table with the word in every text; return the case.

    With ``fields`` the case is one of another body of the same district: then the word stands
    only in rows that belong to a case.
    """
    case = make_case(
        district,
        number=number,
        text=f"{word} просьба",
        applicant_name=f"{word} Иванович",
        applicant_address=word,
        place_text=word,
        source=word,
        search_text=search_tokens(f"{word} просьба"),
        search_personal=search_tokens(f"{word} Иванович"),
        **fields,
    )
    rows: dict[type[models.Model], models.Model] = {Case: case}
    for model in tables():
        said = word if is_of_a_case(model) or not fields else "общее"
        rows[model] = _store(model, said, district, rows)
    return case


def _store(
    model: type[models.Model],
    word: str,
    district: District,
    rows: dict[type[models.Model], models.Model],
) -> models.Model:
    values = dict(VALUES.get(model._meta.label_lower, {}))
    known = {**rows, **_registry_of(district)}
    for field in model._meta.concrete_fields:
        if field.name not in values and not field.primary_key | field.has_default():
            values[field.name] = _value(field, word, known)
            if values[field.name] is None and isinstance(field, models.ForeignKey):
                values[field.name] = None if field.null else _of_the_registry(field, district)
    if isinstance(model._meta.pk, models.OneToOneField):
        values[model._meta.pk.name] = known[model._meta.pk.related_model]
    if isinstance(model._meta.pk, models.CharField):
        values[model._meta.pk.name] = f"{model._base_manager.count() + 1:064x}"
    values = {name: value for name, value in values.items() if value is not None}
    made: models.Model = model._base_manager.create(**values)
    return made


def _value(field: Any, word: str, known: dict[type[models.Model], models.Model]) -> Any:
    if isinstance(field, models.ForeignKey):
        return known.get(field.related_model)
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.BooleanField | models.JSONField):
        return False if isinstance(field, models.BooleanField) else None
    if isinstance(field, models.DateField):
        return NOW if isinstance(field, models.DateTimeField) else NOW.date()
    if field.name.endswith("_id"):
        return known[Case].pk
    if isinstance(field, models.IntegerField | models.FloatField):
        return 1
    if isinstance(field, models.SlugField) or field.name.endswith("digest"):
        # Codes and digests are in Latin letters: no name of a person stands in one.
        return "c0de"
    return word[: field.max_length]


def _of_the_registry(field: Any, district: District) -> models.Model:
    """Return a row of a table of the registry that the district has none of yet."""
    model = field.related_model
    return model._base_manager.first() or _store(model, "общее", district, {})


def _registry_of(district: District) -> dict[type[models.Model], models.Model]:
    known = (district.municipality, district.council, district.block, district.snow)
    places = (district.settlement, district.people["curator"])
    item, _made = QualityItem.objects.get_or_create(code="planted", defaults={"name": "Пункт"})
    return {type(row): row for row in (*known, *places, item)}
