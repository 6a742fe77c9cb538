"""The checklist of an answer: what the machine proposes, what a person says, what holds back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.analytics.periods import Month
from otklik.analytics.quality import drawn, quality_figures
from otklik.cases import quality
from otklik.cases.current_answer import NewerAnswer, NoSuchAnswer
from otklik.cases.models import Answer, AnswerCheck, AnswerMark, Case, Event
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.check_quality import check_quality
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.queries.access import NotAllowed
from otklik.cases.queries.facts import AnswerFact
from otklik.cases.queries.similar import similar_answers
from otklik.cases.states import StepIncomplete
from otklik.registry.models import QualityItem
from tests.district import NOW, District, build_district
from tests.factories import make_case

GOOD = "Здравствуйте! Снег на улице Ленина бригада сельсовета уберёт до 15 декабря."
NEIGHBOUR = GOOD + " На вас пожаловалась Иванова Мария Степановна."
OCTOBER = Month(2026, 10)
Call = Callable[..., Case]


@pytest.fixture
def items(db: None) -> None:
    """Three items: a day, plain words, and one that holds back."""
    QualityItem.objects.create(code="date", name="Назван срок", check_name="date", weight=30)
    QualityItem.objects.create(code="substance", name="По существу", weight=60)
    QualityItem.objects.create(
        code="others",
        name="Нет чужих данных",
        check_name="others_data",
        weight=10,
        blocks=True,
    )


def waiting(case: Case, district: District, text: str = GOOD) -> Case:
    curator = district.grants("curator")
    draft_answer(case=case, grants=curator, at=NOW, text=text)
    return submit_answer(case=case, grants=curator, at=NOW)


def values(case: Case) -> dict[str, str]:
    marks = AnswerMark.objects.filter(answer__case=case).select_related("item")
    return {mark.item.code: mark.value for mark in marks}


def test_the_machine_marks_a_draft_when_it_is_kept(
    items: None, district: District, phone_call: Call
) -> None:
    case = waiting(phone_call(), district)
    assert values(case) == {"date": "yes", "substance": "unknown", "others": "yes"}
    assert AnswerCheck.objects.get().machine_score == 100
    assert AnswerCheck.objects.get().score is None


def test_a_person_corrects_the_machine_and_the_weights_make_the_score(
    items: None, district: District, phone_call: Call
) -> None:
    case = waiting(phone_call(), district)
    lead = district.grants("lead")
    marks = {"date": "no", "substance": "yes", "others": "not_applicable"}
    check_quality(case=case, grants=lead, at=NOW, marks=marks, seen_version=1, remark="срок не тот")
    check = AnswerCheck.objects.get()
    assert (check.score, check.checked_by, check.remark) == (67, lead.person, "срок не тот")
    data = Event.objects.get(name="case.check_quality").data
    assert '"score":67' in data and '"date":"no"' in data
    check_quality(case=case, grants=lead, at=NOW, marks={"substance": "yes"})
    assert AnswerCheck.objects.get().score == 100


def test_only_who_may_check_says_how_good_it_is(
    items: None, district: District, phone_call: Call
) -> None:
    case = waiting(phone_call(), district)
    given = {"substance": "yes"}
    for login in ("executor", "pos", "head", "teacher"):
        with pytest.raises(NotAllowed):
            check_quality(case=case, grants=district.grants(login), at=NOW, marks=given)
    stranger = build_district("stepnoe").grants("curator")
    with pytest.raises(NotAllowed):
        check_quality(case=case, grants=stranger, at=NOW, marks=given)
    assert AnswerCheck.objects.get().score is None


def test_odd_marks_change_nothing(items: None, district: District, phone_call: Call) -> None:
    curator = district.grants("curator")
    case = phone_call()
    with pytest.raises(NoSuchAnswer):
        check_quality(case=case, grants=curator, at=NOW, marks={"date": "yes"})
    case = waiting(case, district)
    for marks, refusal in (
        ({}, StepIncomplete),
        ({"date": "unknown"}, ValueError),
        ({"date": "yes", "nothing": "no"}, KeyError),
    ):
        with pytest.raises(refusal):
            check_quality(case=case, grants=curator, at=NOW, marks=marks)
    with pytest.raises(NewerAnswer):
        check_quality(case=case, grants=curator, at=NOW, marks={"date": "yes"}, seen_version=7)
    assert values(case)["date"] == "yes"
    assert AnswerMark.objects.exclude(given="").count() == 0


def test_other_peoples_data_hold_an_answer_back_until_there_is_a_reason(
    items: None, district: District, phone_call: Call
) -> None:
    curator = district.grants("curator")
    case = waiting(phone_call(), district, NEIGHBOUR)
    with pytest.raises(quality.HeldBack) as refusal:
        approve_answer(case=case, grants=curator, at=NOW)
    assert refusal.value.items == ("Нет чужих данных",)
    assert Answer.objects.get().state == "in_review"
    approve_answer(case=case, grants=curator, at=NOW, overrule="это глава сельсовета")
    assert AnswerCheck.objects.get().overruled_by == curator.person
    assert "это глава сельсовета" in Event.objects.get(name="case.approve_answer").data
    send_answer(case=case, grants=curator, at=NOW)
    assert Answer.objects.get().state == "sent"


def test_a_person_who_finds_no_fault_lets_the_answer_through(
    items: None, district: District, phone_call: Call
) -> None:
    curator = district.grants("curator")
    case = waiting(phone_call(), district, NEIGHBOUR)
    check_quality(case=case, grants=curator, at=NOW, marks={"others": "yes"})
    approve_answer(case=case, grants=curator, at=NOW)
    check_quality(case=case, grants=curator, at=NOW, marks={"others": "no"})
    with pytest.raises(quality.HeldBack):
        send_answer(case=case, grants=curator, at=NOW)


def test_an_answer_with_an_empty_field_is_not_put_to_approval(
    items: None, district: District, phone_call: Call
) -> None:
    curator = district.grants("curator")
    case = phone_call()
    draft_answer(case=case, grants=curator, at=NOW, text=GOOD + " [кто] [срок работ]")
    with pytest.raises(quality.FieldsUnfilled) as refusal:
        submit_answer(case=case, grants=curator, at=NOW)
    assert refusal.value.fields == ("кто", "срок работ")
    draft_answer(case=case, grants=curator, at=NOW, text=GOOD)
    submit_answer(case=case, grants=curator, at=NOW)


def test_a_text_of_another_matter_is_known_again(
    items: None, district: District, phone_call: Call
) -> None:
    text = GOOD + " Если снег останется, позвоните мастеру сельсовета в рабочие часы."
    QualityItem.objects.create(code="copied", name="Свой текст", check_name="copied", weight=5)
    case = phone_call()
    other = make_case(district, number="2025-7", topic=district.dogs, state="answered")
    Answer.objects.create(
        case=other, version=1, state="sent", text=text, created_at=NOW, sent_at=NOW
    )
    assert case.recipient == other.recipient
    assert values(waiting(case, district, text))["copied"] == "no"


def sent(district: District, text: str = GOOD, score: int | None = None, **traits: object) -> Case:
    case = make_case(district, state="answered", answered_at=NOW, **traits)  # type: ignore[arg-type]
    answer = Answer.objects.create(
        case=case, version=1, state="sent", text=text, created_at=NOW, sent_at=NOW
    )
    if score is not None:
        AnswerCheck.objects.create(answer=answer, score=score, machine_score=50)
    return case


def test_share_checked_and_mean_score_are_told_by_body(district: District) -> None:
    for score in (80, 60, None, None):
        sent(district, score=score)
    sent(district, score=10, recipient=district.school, block=district.other_block)
    figures = quality_figures(district.municipality, OCTOBER)
    council, school = figures.recipients
    assert (council.sent, council.checked, council.mean) == (4, 2, 70)
    assert (council.share_checked, council.is_few) == (0.5, False)
    assert (school.mean, school.is_few) == (10, True)
    assert [line.key for line in figures.blocks] == [district.block.pk, district.other_block.pk]
    assert quality_figures(district.municipality, Month(2026, 9)).total.sent == 0
    assert quality_figures(build_district("stepnoe").municipality, OCTOBER).total.sent == 0


@given(
    st.sets(st.integers(1, 10_000), min_size=1, max_size=60),
    st.integers(1, 99),
    st.randoms(use_true_random=False),
)
def test_anybody_draws_the_same_answers_and_of_every_body(
    numbers: set[int], percent: int, chance: object
) -> None:
    facts = [
        AnswerFact(n, f"2026-{n:05d}", n % 4, None, NOW, n % 7 if n % 3 else None, None)
        for n in numbers
    ]
    first = drawn(facts, OCTOBER, percent)
    chance.shuffle(facts)  # type: ignore[attr-defined]
    assert drawn(facts, OCTOBER, percent) == first
    assert {n % 4 for n in first} == {n % 4 for n in numbers}
    assert first <= drawn(facts, OCTOBER, percent + 1)
    assert drawn(facts, OCTOBER, 0) == frozenset()
    assert drawn(facts, OCTOBER, 100) == numbers


def test_answers_to_the_same_street_come_before_those_of_the_topic(district: District) -> None:
    far = sent(district, settlement=None)
    near = sent(district, text="Иначе")
    same = sent(district, street=district.street)
    sent(district, topic=district.dogs, topic_group=district.dogs.parent)
    make_case(district, state="in_progress", street=district.street)
    case = make_case(district, street=district.street)
    found = similar_answers(case, district.grants("curator"))
    assert [(one.case, one.nearness) for one in found] == [
        (same, "street"),
        (near, "settlement"),
        (far, "topic"),
    ]
    assert found[1].answer.text == "Иначе"


def test_the_words_decide_among_cases_equally_near(district: District) -> None:
    bridge = sent(district)
    Case.objects.filter(pk=bridge.pk).update(search_text="мост снег завал")
    yard = sent(district, received_at=NOW - timedelta(hours=1))
    Case.objects.filter(pk=yard.pk).update(search_text="двор сугроб")
    case = make_case(district)
    case.search_text = "снег мост"
    assert [one.case for one in similar_answers(case, district.grants("curator"))] == [bridge, yard]


def test_answers_of_cases_one_may_not_see_are_not_offered(district: District) -> None:
    sent(district, recipient=district.school, block=district.other_block)
    own = sent(district)
    sent(build_district("stepnoe"))
    case = make_case(district)
    for login in ("executor", "lead"):
        found = similar_answers(case, district.grants(login))
        assert [one.case for one in found] == [own], login
