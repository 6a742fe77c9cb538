"""Templates and the checklist: which are for an answer, and the fields in a text."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.cases.models.choices import Resolution
from otklik.registry.files import BASE_FOLDER, DEMO_FOLDER, checks, load_folder
from otklik.registry.for_answers import Asked, items_for, templates_for
from otklik.registry.models import Municipality, QualityItem, ReplyTemplate
from otklik.registry.models.answers import AutomaticCheck
from otklik.registry.reply_fields import FIELDS, filled, unfilled, unknown_fields
from otklik.wording import CHECKS, Matter, Verdict, judge
from tests.district import NOW, District, build_district

DAY = date(2026, 10, 12)


@pytest.fixture
def district(db: None) -> District:
    """A district without templates of its own."""
    return build_district()


def template(code: str, municipality: Municipality | None = None, **traits: object) -> None:
    ReplyTemplate.objects.create(
        municipality=municipality, code=code, name=code, text="Здравствуйте!", **traits
    )


def codes(district: District, **asked: str) -> list[str]:
    known = {"kind": "message", "channel": "im"} | asked
    return [one.code for one in templates_for(district.municipality, Asked(**known), DAY)]


def test_the_nearest_template_comes_first_and_the_others_topics_are_left_out(
    district: District,
) -> None:
    template("any")
    template("roads", topics="im-04")
    template("snow", topics="im-04-12; im-04-11")
    template("dogs", topics="im-01-09")
    template("snow-appeal", topics="im-04-12", kinds="appeal")
    assert codes(district, topic_code="im-04-12", group_code="im-04") == ["snow", "roads", "any"]
    assert codes(district) == ["any"]


def test_own_rows_stand_instead_of_common_ones_and_others_are_not_seen(district: District) -> None:
    other = build_district("stepnoe").municipality
    template("any")
    template("any", district.municipality, answer_kind="interim")
    template("secret", other)
    assert codes(district) == []
    assert codes(district, answer_kind="interim") == ["any"]


def test_rows_hold_from_day_to_day(district: District) -> None:
    template("old", valid_until=DAY)
    template("new", valid_from=DAY + timedelta(days=1))
    template("now", valid_from=DAY, valid_until=DAY + timedelta(days=1))
    assert codes(district) == ["now"]


def test_an_item_may_be_for_one_outcome_only(district: District) -> None:
    QualityItem.objects.create(code="photo", name="Фото", resolutions="solved", weight=5)
    QualityItem.objects.create(code="date", name="Срок", weight=15)
    asked = Asked("message", "im", resolution="explained")
    assert [one.code for one in items_for(district.municipality, asked, DAY)] == ["date"]


def test_what_comes_with_the_product_is_loaded_without_a_fault(db: None) -> None:
    for folder in (BASE_FOLDER, DEMO_FOLDER):
        report = load_folder(folder, at=NOW)
        assert not report.is_refused
    assert QualityItem.objects.filter(blocks=True).values_list("code", flat=True).get()
    assert ReplyTemplate.objects.count() >= 15


def test_templates_of_the_demonstration_are_written_as_the_checklist_wants(db: None) -> None:
    for folder in (BASE_FOLDER, DEMO_FOLDER):
        load_folder(folder, at=NOW)
    for one in ReplyTemplate.objects.all():
        found = judge(Matter("", one.text), ["greeting", "formulas", "plain_words", "acts"])
        assert {name for name, f in found.items() if f.verdict is Verdict.NO} == set(), one.code
        assert unknown_fields(one.text) == []
        assert unfilled(one.text), one.code


def test_symbols_are_those_of_the_rooms_that_use_them() -> None:
    assert set(AutomaticCheck.values) == set(CHECKS)
    assert set(checks.RESOLUTIONS) <= set(Resolution.values)


def test_fields_are_filled_and_the_rest_is_asked_of_the_writer() -> None:
    text = "Дело {number}: {promised_date}, [кто], {number}. [1] и [id1|Имя]"
    made = filled(text, {"number": "7"})
    assert made == "Дело 7: [срок работ], [кто], 7. [1] и [id1|Имя]"
    assert unfilled(made) == ["срок работ", "кто"]
    assert unfilled("{number} {nonsense}") == ["номер", "nonsense"]
    assert unknown_fields("{number} {nonsense}") == ["nonsense"]


@given(st.sampled_from(sorted(FIELDS)), st.text(max_size=50), st.text(max_size=50))
def test_no_value_brings_a_field_of_its_own(name: str, before: str, value: str) -> None:
    plain = before.replace("[", "").replace("{", "").replace("]", "").replace("}", "")
    made = filled(plain + "{" + name + "}", {name: value})
    assert unfilled(made) in ([], [FIELDS[name]])
