"""After its term a case loses its names or goes, by an act two people have signed."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from otklik.cases import log
from otklik.cases.models import Answer, Case, CaseSource, Event, ImportBatch
from otklik.cases.queries.access import NotAllowed
from otklik.enclosures.store import Store
from otklik.privacy import acts
from otklik.privacy.act_document import act_document
from otklik.privacy.carrying_out import carry_out_next
from otklik.privacy.models import ActState, RetentionAct, RetentionRule
from tests.district import NOW, ZONE, District, build_district
from tests.web.cases_at_hand import APPLICANT, add_answer, make_case
from tests.web.planted import is_of_a_case, plant, tables

LATER = NOW + timedelta(days=1)
OLD = datetime(2020, 5, 4, 10, 0, tzinfo=ZONE)
# What may not be left anywhere of the applicant and his text.
NAMES = ("Лугов", "Вера", "913 000", "vera@example.org", "Садовая")


@pytest.fixture
def district(db: None) -> District:
    return build_district()


def carry_on() -> bool:
    return carry_out_next(at=LATER, store=Store(Path(settings.FILES_FOLDER)))


def rule_of(district: District, **fields: object) -> RetentionRule:
    values = {"name": "Дела", "years": 5, "ground": "ст. 154"} | fields
    return RetentionRule.objects.create(municipality=district.municipality, **values)


def old_case(district: District, number: str = "2020-00001", **fields: object) -> Case:
    values: dict[str, object] = {
        "received_at": OLD,
        "closed_at": OLD,
        "state_at": OLD,
        "state": "closed",
        "applicant_email": "vera@example.org",
        "text": "Не чистят снег. Вера Луговая, 8 913 000-00-00, пришлите Луговой ответ.",
    }
    return make_case(district, number, **(values | fields))


def carried_out(district: District, **rule: object) -> RetentionAct:
    act = acts.draw_act(rule=rule_of(district, **rule), grants=district.grants("pos"), at=NOW)
    acts.approve_act(act=act, grants=district.grants("curator"), at=NOW)
    while carry_on():
        pass
    act.refresh_from_db()
    return act


def everything_of(case: Case) -> str:
    """Return all words that lie about the case in the database."""
    rows = [*Case.objects.filter(pk=case.pk).values(), *Answer.objects.filter(case=case).values()]
    rows += CaseSource.objects.filter(case_id=case.pk).values()
    rows += Event.objects.filter(case_id=case.pk).values("data")
    return str(rows)


@pytest.mark.parametrize(
    ("ended", "on", "is_due"),
    [
        # The term begins with the year after the one the case ended in.
        (date(2020, 12, 31), date(2025, 12, 31), False),
        (date(2020, 12, 31), date(2026, 1, 1), True),
        (date(2020, 1, 1), date(2025, 12, 31), False),
        (date(2021, 1, 1), date(2026, 12, 31), False),
    ],
)
def test_the_term_is_counted_in_whole_years(ended: date, on: date, is_due: bool) -> None:
    assert (ended < RetentionRule(years=5).ended_before(on)) is is_due


@given(years=st.integers(1, 100), on=st.dates(date(1, 1, 2)), ended=st.dates())
def test_no_case_goes_before_its_whole_years_are_over(years: int, on: date, ended: date) -> None:
    if ended < RetentionRule(years=years).ended_before(on):
        assert on.year - ended.year > years


def test_names_go_and_figures_stay(district: District) -> None:
    case = old_case(district)
    add_answer(case, "sent", text="Уважаемая Вера Ильинична! Снег у дома 5 убран.")
    batch = ImportBatch.objects.create(
        municipality=district.municipality, channel="pos", file_name="a", zone="UTC", created_at=OLD
    )
    CaseSource.objects.create(case=case, batch=batch, row_number=1, payload='{"ФИО": "Луговая"}')
    act = carried_out(district)
    assert act.state == ActState.DONE
    left = everything_of(case)
    assert [name for name in NAMES if name in left] == []
    case.refresh_from_db()
    assert "Не чистят снег" in case.text
    assert "убран" in case.answers.get().text
    assert (case.state, case.received_at) == ("closed", OLD)


def test_the_chain_of_the_log_still_holds_and_notices_other_changes(district: District) -> None:
    case = old_case(district)
    carried_out(district)
    assert list(log.flaws(district.municipality)) == []
    touched = Event.objects.filter(case_id=case.pk, name="case.received").get()
    touched.data = '{"covered_by_act":2}'
    touched.save()
    assert [flaw.seq for flaw in log.flaws(district.municipality)] == [touched.seq]


def test_an_entry_no_act_names_may_not_be_covered(district: District) -> None:
    case = old_case(district)
    entry = Event.objects.filter(case_id=case.pk).order_by("seq").first()
    assert entry is not None
    entry.data = log.covered_data(1)
    entry.save()
    assert [flaw.kind for flaw in log.flaws(district.municipality)] == ["changed"]


def test_a_case_is_destroyed_and_its_number_stays_in_the_act(district: District) -> None:
    case = old_case(district)
    newer = make_case(district, "2026-00001", repeat_of=case)
    act = carried_out(district, action="destroy")
    assert not Case.objects.filter(pk=case.pk).exists()
    newer.refresh_from_db()
    assert newer.repeat_of is None
    assert act.items.get().case_number == "2020-00001"
    assert list(log.flaws(district.municipality)) == []


def test_only_what_is_over_is_listed(district: District) -> None:
    old_case(district, "2020-00001")
    old_case(district, "2020-00002", state="in_progress", closed_at=None)
    old_case(district, "2020-00003", on_control=True)
    old_case(district, "2020-00004", closed_at=NOW)
    old_case(district, "2020-00005", kind="appeal")
    make_case(district, "2026-00001", state="closed", closed_at=NOW)
    abroad = build_district("stepnoe")
    old_case(abroad, "2020-00006")
    rule = rule_of(district, kind="message")
    assert [case.number for case in acts.due_cases(rule, NOW)] == ["2020-00001"]


def test_who_draws_an_act_does_not_approve_it(district: District) -> None:
    old_case(district)
    curator = district.grants("curator")
    act = acts.draw_act(rule=rule_of(district), grants=curator, at=NOW)
    with pytest.raises(acts.OwnAct):
        acts.approve_act(act=act, grants=curator, at=NOW)
    assert not carry_on()


@pytest.mark.parametrize("login", ["im", "lead", "executor", "head", "auditor"])
def test_others_draw_no_acts(district: District, login: str) -> None:
    old_case(district)
    with pytest.raises(NotAllowed):
        acts.draw_act(rule=rule_of(district), grants=district.grants(login), at=NOW)


def test_a_case_kept_on_keeps_its_names_and_is_due_again(district: District) -> None:
    case = old_case(district)
    rule = rule_of(district)
    act = acts.draw_act(rule=rule, grants=district.grants("pos"), at=NOW)
    curator = district.grants("curator")
    with pytest.raises(acts.NoReason):
        acts.leave_out(act=act, grants=curator, at=NOW, item_ids=[act.items.get().pk], reason=" ")
    keys = [act.items.get().pk]
    acts.leave_out(act=act, grants=curator, at=NOW, item_ids=keys, reason="Идёт суд")
    acts.approve_act(act=act, grants=curator, at=NOW)
    while carry_on():
        pass
    case.refresh_from_db()
    assert case.applicant_name == APPLICANT
    assert acts.due_cases(rule, NOW).count() == 1


def test_a_cancelled_act_changes_nothing_and_its_cases_are_due_again(district: District) -> None:
    old_case(district)
    rule = rule_of(district)
    act = acts.draw_act(rule=rule, grants=district.grants("pos"), at=NOW)
    assert acts.due_cases(rule, NOW).count() == 0
    with pytest.raises(acts.NothingDue):
        acts.draw_act(rule=rule, grants=district.grants("pos"), at=NOW)
    acts.cancel_act(act=act, grants=district.grants("pos"), at=NOW)
    assert acts.due_cases(rule, NOW).count() == 1
    with pytest.raises(acts.NotInThisState):
        acts.approve_act(act=act, grants=district.grants("curator"), at=NOW)


def test_after_a_crash_it_goes_on_where_it_stopped(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [old_case(district, f"2020-0000{n}") for n in range(4)]
    act = acts.draw_act(rule=rule_of(district), grants=district.grants("pos"), at=NOW)
    acts.approve_act(act=act, grants=district.grants("curator"), at=NOW)
    # The power fails at the third case, in the middle of its transaction.
    real, calls = Case.save, []

    def failing(self: Case, *args: object, **kwargs: object) -> None:
        calls.append(self.number)
        if len(calls) == 3:
            raise RuntimeError("power failure")
        real(self, *args, **kwargs)  # type: ignore[arg-type]

    with monkeypatch.context() as patch, pytest.raises(RuntimeError), transaction.atomic():
        patch.setattr(Case, "save", failing)
        with transaction.atomic():
            carry_on()
    while carry_on():
        pass
    names = Case.objects.filter(pk__in=[case.pk for case in cases]).values_list("applicant_name")
    assert set(names) == {("",)}
    assert Event.objects.filter(name="case.anonymised").count() == 4


def test_a_file_that_comes_again_brings_no_name_back(district: District) -> None:
    case = old_case(district)
    carried_out(district)
    case.refresh_from_db()
    assert {"applicant_name", "text", "applicant_phone"} <= set(case.set_by_person)


def test_the_document_names_no_applicant(district: District) -> None:
    old_case(district)
    act = acts.draw_act(rule=rule_of(district), grants=district.grants("pos"), at=NOW)
    from_word = act_document(act)
    assert from_word.startswith(b"PK")
    assert "Лугов".encode() not in from_word


def test_no_table_keeps_a_word_of_the_applicant(district: District) -> None:
    # Whatever hangs on a case is found by its foreign keys, so new tables are covered too.
    case = plant(district, "Луговая", "2020-00001", received_at=OLD, closed_at=OLD)
    Case.objects.filter(pk=case.pk).update(
        state="closed", state_at=OLD, applicant_name="Луговая Вера Ильинична"
    )
    act = carried_out(district)
    assert act.items.exclude(done_at=None).count() == 1
    left = {
        model._meta.label: str(list(model._base_manager.values()))
        for model in tables()
        if is_of_a_case(model) or model is Event
    }
    assert [label for label, rows in left.items() if "Лугова" in rows] == []
