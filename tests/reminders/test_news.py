"""What the log tells to whom: once, only what he may see, never his own deeds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.cases.models import Case, LogHead
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.ask_extension import ask_extension
from otklik.cases.operations.ask_information import ask_information
from otklik.cases.operations.assign import assign
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.give_information import give_information
from otklik.cases.operations.rate import rate
from otklik.cases.operations.reopen import reopen
from otklik.cases.operations.return_answer import return_answer
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.operations.write_note import write_note
from otklik.handing.deeds import hand_over
from otklik.registry.models import Substitution
from otklik.reminders import facts, news, telling
from otklik.reminders.models import Cursor, Notice
from otklik.reminders.telling import tell_news
from tests.district import NOW, TODAY, District, build_district

Call = Callable[..., Case]
Told = Callable[..., list[str]]
CAST = ("curator", "im", "pos", "lead", "executor", "teacher", "head", "observer", "auditor")


def everybody(told: Told, district: District) -> dict[str, list[str]]:
    """Return who was told what, those told nothing left out."""
    found = {login: told(login) for login in CAST}
    return {login: kinds for login, kinds in found.items() if kinds}


def test_the_life_of_a_case_is_told_to_those_it_concerns(
    district: District, phone_call: Call, told: Told
) -> None:
    curator, executor = district.grants("curator"), district.grants("executor")
    case = phone_call()
    assert everybody(told, district) == {"executor": ["new_in_organisation"]}
    case = assign(
        case=case,
        grants=curator,
        at=NOW,
        recipient=district.council,
        executor=district.people["executor"],
    )
    assert everybody(told, district) == {"executor": ["assigned"]}
    ask_extension(case=case, grants=executor, at=NOW, reason="Метель", days=3)
    assert everybody(told, district) == {"pos": ["extension_asked"]}
    draft_answer(case=case, grants=executor, at=NOW, text="Уберём.")
    submit_answer(case=case, grants=executor, at=NOW)
    waits = {"curator": ["waits_approval"], "lead": ["waits_approval"]}
    assert everybody(told, district) == waits
    return_answer(case=case, grants=district.grants("lead"), at=NOW, remark="Когда?")
    assert everybody(told, district) == {"executor": ["returned"]}
    draft_answer(case=case, grants=executor, at=NOW, text="Уберём завтра.")
    submit_answer(case=case, grants=executor, at=NOW)
    approve_answer(case=case, grants=curator, at=NOW)
    assert everybody(told, district) == {"pos": ["approved"]}
    send_answer(case=case, grants=curator, at=NOW)
    rate(case=case, grants=curator, at=NOW, value=2)
    low = {"executor": ["returned_by_citizen"], "lead": ["returned_by_citizen"]}
    assert everybody(told, district) == low
    reopen(case=case, grants=curator, at=NOW, reason="Не убрано")
    assert everybody(told, district) == {"executor": ["returned_by_citizen"]}


def test_a_good_rating_is_no_news(district: District, phone_call: Call, told: Told) -> None:
    case, grants = phone_call(), district.grants("curator")
    everybody(told, district)
    draft_answer(case=case, grants=grants, at=NOW, text="Уберём.")
    submit_answer(case=case, grants=grants, at=NOW)
    approve_answer(case=case, grants=grants, at=NOW)
    send_answer(case=case, grants=grants, at=NOW)
    rate(case=case, grants=grants, at=NOW, value=5)
    assert everybody(told, district) == {}


def test_a_call_in_a_note(district: District, phone_call: Call, told: Told) -> None:
    case = phone_call()
    everybody(told, district)
    text = "Проверьте, @lugovsk-executor и @lugovsk-curator."
    write_note(case=case, grants=district.grants("curator"), at=NOW, text=text)
    # Nobody is told that he has called himself.
    assert everybody(told, district) == {"executor": ["called"]}


def test_information_is_asked_of_those_who_do_not_see_the_case(
    district: District, phone_call: Call, told: Told
) -> None:
    case = phone_call()
    everybody(told, district)
    grants = district.grants("executor")
    ask_information(
        case=case, grants=grants, at=NOW, question="Чья дорога?", organisation=district.school
    )
    assert everybody(told, district) == {"teacher": ["information_asked"]}
    notice = Notice.objects.get(kind="information_asked")
    assert (notice.case, notice.data) == (None, {})
    give_information(
        request=case.information_requests.get(),
        grants=district.grants("teacher"),
        at=NOW,
        reply="Наша.",
    )
    assert everybody(told, district) == {"executor": ["information_given"]}


def test_a_red_flag_is_told_to_the_lead_once(
    district: District, one_call: Call, told: Told
) -> None:
    case = one_call("Во дворе сильно пахнет газом", NOW)
    assert case.flag_waits_since is not None
    assign(case=case, grants=district.grants("pos"), at=NOW, recipient=district.council)
    assert "red_flag" in told("lead")
    write_note(case=case, grants=district.grants("pos"), at=NOW, text="Звоню в газовую службу")
    assert told("lead") == []


def test_substitutes_are_told_what_the_absent_are(
    district: District, phone_call: Call, told: Told
) -> None:
    Substitution.objects.create(
        absent=district.people["lead"],
        substitute=district.people["teacher"],
        from_date=TODAY,
        until_date=TODAY,
    )
    case, grants = phone_call(), district.grants("executor")
    everybody(told, district)
    draft_answer(case=case, grants=grants, at=NOW, text="Уберём.")
    submit_answer(case=case, grants=grants, at=NOW)
    assert set(everybody(told, district)) == {"curator", "lead", "teacher"}


def test_what_is_handed_over_is_told_as_one(
    district: District, phone_call: Call, told: Told
) -> None:
    Substitution.objects.create(
        absent=district.people["executor"],
        substitute=district.people["teacher"],
        from_date=TODAY,
        until_date=TODAY,
    )
    owner, grants = district.people["executor"], district.grants("curator")
    cases = [
        assign(case=phone_call(), grants=grants, at=NOW, recipient=district.council, executor=owner)
        for _n in range(8)
    ]
    everybody(told, district)
    teacher = district.people["teacher"]
    hand_over(cases=cases, from_person=owner, to_person=teacher, grants=grants, at=NOW)
    assert everybody(told, district) == {"teacher": ["handed_over 8"]}


def test_a_flood_is_one_notice_that_grows(
    district: District, phone_call: Call, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otklik.reminders.telling.EVENTS_AT_ONCE", 30)
    for _n in range(40):
        phone_call()
    tell_news(at=NOW)
    rows = Notice.objects.filter(person=district.people["executor"])
    assert sum(row.data.get("count", 1) for row in rows) == 40
    assert rows.count() <= 1 + facts.MOST_APART


def test_another_municipality_hears_nothing(
    district: District, phone_call: Call, told: Told
) -> None:
    abroad = build_district("stepnoe")
    phone_call()
    tell_news(at=NOW)
    assert not Notice.objects.filter(person__in=[p.pk for p in abroad.people.values()]).exists()


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("place", ["facts.store", "StepMade.objects.bulk_create", "news.facts_of"])
def test_after_a_crash_everything_is_told_once(
    district: District,
    phone_call: Call,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
) -> None:
    def kill(*args: object, **kwargs: object) -> None:
        raise Killed

    phone_call()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(f"otklik.reminders.telling.{place}", kill)
        tell_news(at=NOW)
    assert not Notice.objects.exists()
    assert told("executor") == ["new_in_organisation"]
    assert told("executor") == []


def test_of_two_who_look_at_once_one_tells(
    district: District, phone_call: Call, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _n in range(8):
        phone_call()
    real = news.facts_of

    def meanwhile(*args: object) -> object:
        found = real(*args)  # type: ignore[arg-type]
        monkeypatch.setattr(telling.news, "facts_of", real)
        tell_news(at=NOW)
        return found

    monkeypatch.setattr(telling.news, "facts_of", meanwhile)
    tell_news(at=NOW)
    assert told("executor") == ["new_in_organisation 8"]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=st.lists(st.sampled_from(["call", "look", "again"]), max_size=12))
def test_however_it_is_read_everything_is_told_once(
    district: District, phone_call: Call, told: Told, deeds: list[str]
) -> None:
    Notice.objects.all().delete()
    Case.objects.all().delete()
    begun = LogHead.objects.filter(municipality=district.municipality).first()
    seq = begun.last_seq if begun else 0
    Cursor.objects.update(seq=seq)
    calls = 0
    for deed in deeds:
        if deed == "call":
            phone_call()
            calls += 1
        if deed == "again":
            # A cursor that was set back, as by a restored copy of its table.
            Cursor.objects.update(seq=seq)
        tell_news(at=NOW)
    rows = Notice.objects.filter(
        person=district.people["executor"], kind="new_in_organisation", case__isnull=False
    )
    keys = list(rows.values_list("case_id", flat=True))
    assert len(keys) == len(set(keys))
    assert len(keys) >= calls
    assert not Notice.objects.filter(case=None).exists()


def test_what_lies_more_than_a_day_back_is_no_news(district: District, phone_call: Call) -> None:
    phone_call(NOW - timedelta(days=3))
    assert tell_news(at=NOW) == 0
    phone_call()
    assert tell_news(at=NOW) == 1
