"""The questions of an appeal: codes, results, bodies, and what they make of the whole."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.appeals.question_deeds import (
    NoSuchQuestion,
    NotAQuestion,
    NotAQuestionCode,
    NotAResult,
    add_question,
    edit_question,
    remove_question,
    set_question_result,
    split_question,
    transfer_question,
)
from otklik.appeals.standing import standing_of
from otklik.cases import questions
from otklik.cases.models import Case, Event, Question, QuestionTransfer
from otklik.cases.models.choices import OPEN_STATES, QuestionResult, State
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.extend import ExtensionBeyondLaw, TermHasPassed, extend
from otklik.cases.operations.leave_without_answer import (
    leave_without_answer,
)
from otklik.cases.operations.reopen import reopen
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.transfer import transfer
from otklik.cases.queries.access import NotAllowed
from otklik.cases.states import StepNotAllowed
from otklik.registry.models import Organisation, Topic, TopicEdition
from tests.district import NOW, District, build_district
from tests.web.cases_at_hand import add_answer, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return build_district()


def an_appeal(district: District, *texts: str, **fields: Any) -> Case:
    case = make_case(
        district,
        **({"kind": "appeal", "appeal_kind": "application", "channel": "paper"} | fields),
    )
    for number, text in enumerate(texts or ("",), start=1):
        Question.objects.create(case=case, number=number, text=text)
    return case


def another_body(district: District, code: str = "roads-of-region") -> Organisation:
    return Organisation.objects.create(
        municipality=district.municipality,
        code=code,
        name="Управление автомобильных дорог",
        kind="state_body",
        is_recipient=False,
    )


def sstu_topics() -> tuple[Topic, Topic]:
    edition = TopicEdition.objects.create(classifier="sstu", edition="2017", name="ССТУ")
    section = Topic.objects.create(edition=edition, code="0005.0000.0000.0000", name="ЖКХ")
    inside = Topic.objects.create(
        edition=edition, code="0005.0005.0000.0000", name="Коммунальное хозяйство", parent=section
    )
    return section, inside


def doing(district: District, login: str = "curator") -> dict[str, Any]:
    return {"grants": district.grants(login), "at": NOW}


def results(case: Case) -> list[str]:
    return list(case.questions.order_by("number").values_list("result", flat=True))


def test_it_works(district: District) -> None:
    case = an_appeal(district, "Когда починят мост?")
    _section, code = sstu_topics()
    add_question(case=case, text="Кто возит мусор?", code=code, **doing(district))
    set_question_result(
        case=case, number=1, result="supported", actions_taken=True, **doing(district)
    )
    set_question_result(case=case, number=2, result="explained", **doing(district))
    case.state = State.APPROVED
    case.save()
    add_answer(case, "approved", kind="final")
    sent = send_answer(case=case, **doing(district))
    assert (sent.state, sent.resolution) == (State.ANSWERED, "supported")
    standings = [standing_of(one, sent) for one in case.questions.order_by("number")]
    assert [(one.status, one.actions_taken) for one in standings] == [
        ("Supported", True),
        ("Explained", False),
    ]
    assert {one.platform_words for one in standings} == {"Отправлен ответ заявителю"}


def test_a_final_answer_waits_for_the_results_and_says_which_are_missing(
    district: District,
) -> None:
    case = an_appeal(district, "Мост?", "Мусор?", "Свет?", state=State.APPROVED)
    add_answer(case, "approved", kind="final")
    set_question_result(case=case, number=2, result="explained", **doing(district))
    with pytest.raises(questions.OpenQuestions) as refusal:
        send_answer(case=case, resolution="explained", **doing(district))
    assert refusal.value.numbers == [1, 3]
    case.refresh_from_db()
    assert case.state == State.APPROVED


@pytest.mark.parametrize(
    ("given", "result", "actions_taken"),
    [
        ("", "answered", False),
        ("solved", "supported", True),
        ("refused", "not_supported", False),
        ("explained", "explained", False),
    ],
)
def test_a_lone_question_takes_the_outcome_of_the_answer(
    district: District, given: str, result: str, actions_taken: bool
) -> None:
    case = an_appeal(district, state=State.APPROVED)
    add_answer(case, "approved", kind="final")
    send_answer(case=case, resolution=given, **doing(district))
    question = case.questions.get()
    assert (question.result, question.actions_taken) == (result, actions_taken)
    assert question.result_at == NOW


def test_a_message_is_not_asked_for_results(district: District) -> None:
    case = make_case(district, state=State.APPROVED, kind="message")
    add_answer(case, "approved", kind="final")
    assert send_answer(case=case, **doing(district)).state == State.ANSWERED


def test_one_question_goes_to_two_bodies_and_the_others_stay(district: District) -> None:
    case = an_appeal(district, "Мост?", "Свет?")
    bodies = [district.network, another_body(district)]
    transfer_question(
        case=case,
        number=2,
        organisations=bodies,
        reason="Мост на дороге региона",
        notice="письмо",
        **doing(district),
    )
    case.refresh_from_db()
    assert case.state in OPEN_STATES
    assert results(case) == ["", "transferred"]
    assert QuestionTransfer.objects.count() == 2
    question = case.questions.get(number=2)
    assert standing_of(question, case).status == "Transferred"
    with pytest.raises(NoSuchQuestion):
        set_question_result(case=case, number=2, result="explained", **doing(district))


def test_the_last_transferred_question_transfers_the_appeal(district: District) -> None:
    case = an_appeal(district, "Мост?", "Свет?")
    for number in (1, 2):
        transfer_question(
            case=case,
            number=number,
            organisations=[district.network],
            reason="не наше",
            notice="письмо",
            **doing(district),
        )
    case.refresh_from_db()
    assert (case.state, case.recipient) == (State.TRANSFERRED, district.network)
    assert not [clock for clock in case.clocks.all() if clock.is_running]
    assert Event.objects.filter(case_id=case.pk, name="case.transfer").count() == 1


def test_a_complaint_goes_to_nobody_who_may_be_complained_of(district: District) -> None:
    case = an_appeal(district, "Мост?", appeal_kind="complaint")
    told = {"reason": "не наше", "notice": "письмо", **doing(district)}
    with pytest.raises(questions.MayBeComplainedOf):
        transfer(case=case, organisation=district.network, **told)
    with pytest.raises(questions.MayBeComplainedOf):
        transfer_question(case=case, number=1, organisations=[district.network], **told)
    done = transfer(case=case, organisation=district.network, is_not_complained_of=True, **told)
    assert done.state == State.TRANSFERRED
    assert results(case) == ["transferred"]


def test_a_body_of_another_district_gets_nothing(district: District) -> None:
    case = an_appeal(district, "Мост?")
    other = build_district("gorsk")
    for body in (other.network, district.council):
        with pytest.raises(questions.NotAnotherBody):
            transfer_question(
                case=case,
                number=1,
                organisations=[body],
                reason="не наше",
                notice="письмо",
                **doing(district),
            )


def test_who_was_looked_into_gets_an_answer(district: District) -> None:
    case = an_appeal(district, "Мост?", "Свет?")
    set_question_result(case=case, number=1, result="explained", **doing(district))
    with pytest.raises(questions.AnswerOwed):
        transfer(
            case=case, organisation=district.network, reason="р", notice="п", **doing(district)
        )
    with pytest.raises(questions.AnswerOwed):
        leave_without_answer(case=case, ground="insulting", **doing(district))


def test_a_question_is_split_and_taken_out(district: District) -> None:
    _section, code = sstu_topics()
    case = an_appeal(district, "Мост, свет и мусор?")
    edit_question(case=case, number=1, text="Мост, свет и мусор?", code=code, **doing(district))
    split_question(case=case, number=1, texts=["Мост?", "Свет?", "Мусор?"], **doing(district))
    remove_question(case=case, number=2, **doing(district))
    found = case.questions.order_by("number").values_list("number", "text", "sstu_topic__code")
    assert list(found) == [(1, "Мост?", code.code), (3, "Мусор?", code.code)]


def test_no_double_no_blank_and_no_section_is_taken(district: District) -> None:
    section, code = sstu_topics()
    case = an_appeal(district, "Мост?")
    with pytest.raises(NotAQuestion):
        add_question(case=case, text=" Мост? ", **doing(district))
    for wrong in (section, district.snow):
        with pytest.raises(NotAQuestionCode):
            edit_question(case=case, number=1, text="Мост?", code=wrong, **doing(district))
    with pytest.raises(NotAQuestion):
        remove_question(case=case, number=1, **doing(district))
    with pytest.raises(NotAQuestion):
        split_question(case=case, number=1, texts=["Мост?", "  "], **doing(district))
    assert case.questions.get().text == "Мост?"
    assert code.code


def test_a_code_is_set_after_the_result_and_the_words_stay(district: District) -> None:
    _section, code = sstu_topics()
    case = an_appeal(district, "Мост?", state=State.APPROVED)
    add_answer(case, "approved", kind="final")
    send_answer(case=case, **doing(district))
    edit_question(case=case, number=1, text="Мост?", code=code, **doing(district))
    assert case.questions.get().sstu_topic == code
    with pytest.raises(NoSuchQuestion):
        edit_question(case=case, number=1, text="Другое?", code=code, **doing(district))


def test_a_question_left_without_answer_needs_a_ground(district: District) -> None:
    case = an_appeal(district, "Мост?", "Свет?")
    for result, ground in (("left_without_answer", ""), ("transferred", ""), ("deferred", "")):
        with pytest.raises(NotAResult):
            set_question_result(
                case=case, number=1, result=result, ground=ground, **doing(district)
            )


def test_an_executor_gives_results_and_neither_codes_nor_transfers(district: District) -> None:
    case = an_appeal(district, "Мост?", recipient=district.council, state=State.ASSIGNED)
    set_question_result(case=case, number=1, result="explained", **doing(district, "executor"))
    with pytest.raises(NotAllowed):
        add_question(case=case, text="Свет?", **doing(district, "executor"))
    with pytest.raises(NotAllowed):
        set_question_result(case=case, number=1, result="", **doing(district, "teacher"))


def test_opening_again_puts_the_questions_back_into_work(district: District) -> None:
    case = an_appeal(district, state=State.APPROVED, recipient=district.council)
    add_answer(case, "approved", kind="final")
    send_answer(case=case, **doing(district))
    reopen(case=case, reason="не сделано", **doing(district))
    assert results(case) == [""]
    case.refresh_from_db()
    assert standing_of(case.questions.get(), case).status == "InWork"


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "add",
                "result",
                "clear",
                "transfer",
                "body",
                "leave",
                "draft",
                "send",
                "reopen",
                "extend",
            ]
        ),
        st.integers(1, 4),
        st.sampled_from([*QuestionResult.values]),
    ),
    max_size=14,
)
REFUSALS = (
    StepNotAllowed,
    NoSuchQuestion,
    questions.OpenQuestions,
    questions.AnswerOwed,
    NotAQuestion,
    NotAResult,
    ExtensionBeyondLaw,
    TermHasPassed,
)


@given(steps=DEEDS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_an_appeal_never_ends_with_an_open_question(
    district: District, steps: list[tuple[str, int, str]]
) -> None:
    number = f"h-{Case.objects.count()}"
    case = an_appeal(district, "Мост?", "Свет?", number=number, recipient=district.council)
    for place, (deed, which, result) in enumerate(steps):
        at = NOW + timedelta(minutes=place)
        with suppress(REFUSALS):
            _make(district, Case.objects.get(pk=case.pk), deed, which, result, at)
        case.refresh_from_db()
        if case.state not in OPEN_STATES:
            assert "" not in results(case)
        clock = case.clocks.filter(kind="final_reply").order_by("pk").last()
        assert clock is not None
        assert clock.amount <= 60


def _make(district: District, case: Case, deed: str, which: int, result: str, at: datetime) -> None:
    acting: dict[str, Any] = {"case": case, "grants": district.grants("curator"), "at": at}
    told = {"reason": "не наше", "notice": "письмо"}
    if deed == "add":
        add_question(text=f"Вопрос {which}?", **acting)
    elif deed in ("result", "clear"):
        value = result if deed == "result" else ""
        set_question_result(number=which, result=value, ground="insulting", **acting)
    elif deed == "transfer":
        transfer(organisation=district.network, **told, **acting)
    elif deed == "body":
        transfer_question(number=which, organisations=[district.network], **told, **acting)
    else:
        _end_or_wait(district, case, deed, which, acting | {"told": told})


def _end_or_wait(
    district: District, case: Case, deed: str, which: int, acting: dict[str, Any]
) -> None:
    told = acting.pop("told")
    if deed == "leave":
        leave_without_answer(ground="insulting", **acting)
    elif deed == "draft":
        draft_answer(text="Ответ", kind="final", **acting)
    elif deed == "reopen":
        reopen(reason="не сделано", **acting)
    elif deed == "extend":
        extend(days=10 * which, **told, **acting)
    elif case.answers.exists():
        case.answers.update(state="approved")
        Case.objects.filter(pk=case.pk, state="in_progress").update(state=State.APPROVED)
        case.refresh_from_db()
        send_answer(**acting)
