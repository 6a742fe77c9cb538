"""What people do with the questions of an appeal; each deed is one transaction."""

from collections.abc import Sequence
from datetime import datetime

from otklik.cases import moves, questions
from otklik.cases.models import Case, Question, QuestionTransfer
from otklik.cases.models.choices import LeaveGround, QuestionResult, Resolution
from otklik.registry.grants import Grants
from otklik.registry.models import Organisation, Topic
from otklik.registry.models.topics import Classifier

MOST_QUESTIONS = 50
# A transfer names a body: it is a deed of its own.
RESULTS = tuple(result for result in QuestionResult if result != QuestionResult.TRANSFERRED)


class NoSuchQuestion(Exception):
    """The appeal has no question with the number, or it has a result already."""


class NotAQuestion(Exception):
    """The words are blank or those of another question, or there are too many questions."""


class NotAQuestionCode(Exception):
    """The position is not of the federal classifier of questions, or is one of its sections."""


class NotAResult(Exception):
    """The question cannot have this result, or it needs a ground of the law."""


def add_question(
    *, case: Case, grants: Grants, at: datetime, text: str, code: Topic | None = None
) -> Case:
    """Write down one more question with its federal code, if known, and return the case.

    A first question nobody has put into words takes these. Raises ``NotAQuestion``,
    ``NotAQuestionCode`` and what ``moves.move`` raises.
    """
    given: dict[str, object] = {"text": text}
    with moves.move("add_question", case=case, grants=grants, at=at, given=given) as current:
        blank = current.case.questions.filter(text="", result="").first()
        if blank is not None:
            added = _describe(blank, text, code or blank.sstu_topic)
        else:
            added = _add(current.case, text, code)
        current.note(question_number=added.number, question_text=added.text, code=_code(code))
    return current.case


def _code(code: Topic | None) -> str:
    return code.code if code else ""


def edit_question(
    *, case: Case, grants: Grants, at: datetime, number: int, text: str, code: Topic | None
) -> Case:
    """Give the question other words and another code and return the case.

    The code is wanted for one that has its result too, whose words stay. Raises ``NotAQuestion``,
    ``NotAQuestionCode``, ``NoSuchQuestion`` and what ``moves.move`` raises.
    """
    with moves.move("edit_question", case=case, grants=grants, at=at) as current:
        question = _changeable(current.case, number, text)
        current.note(question_number=number, text_before=question.text, question_text=text.strip())
        if question.sstu_topic != code:
            current.note(code=code.code if code else "—")
        _describe(question, text, code)
    return current.case


def split_question(
    *, case: Case, grants: Grants, at: datetime, number: int, texts: list[str]
) -> Case:
    """Let the question keep the first of the texts, the others become questions of their own.

    All have the code of the one that was split. Returns the case. Raises ``NotAQuestion`` for
    fewer than two texts or a double, ``NoSuchQuestion`` and what ``moves.move`` raises.
    """
    with moves.move("split_question", case=case, grants=grants, at=at) as current:
        question = _open_question(current.case, number)
        if len(texts) < 2:
            raise NotAQuestion(str(number))
        current.note(question_number=number, text_before=question.text)
        first, *others = texts
        _describe(question, first, question.sstu_topic)
        added = [_add(current.case, text, question.sstu_topic) for text in others]
        current.note(question_text=first.strip(), added=", ".join(str(one.number) for one in added))
    return current.case


def remove_question(*, case: Case, grants: Grants, at: datetime, number: int) -> Case:
    """Take out an open question and return the case; its words stay in the log.

    The last question stays: an appeal without one asks nothing (``NotAQuestion``).
    Raises ``NoSuchQuestion`` and what ``moves.move`` raises.
    """
    with moves.move("remove_question", case=case, grants=grants, at=at) as current:
        question = _open_question(current.case, number)
        if current.case.questions.count() == 1:
            raise NotAQuestion(str(number))
        current.note(question_number=number, question_text=question.text)
        question.delete()
    return current.case


def set_question_result(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    number: int,
    result: str,
    actions_taken: bool = False,
    ground: str = "",
) -> Case:
    """Give the question its result, or a blank one to take it back; return the case.

    It goes to the applicant with the answer to the whole. ``ground`` is needed for a question
    left without answer (59-FZ art. 11). Raises ``NotAResult``, ``NoSuchQuestion`` for
    one that is not there or was transferred, and what ``moves.move`` raises.
    """
    is_left = result == QuestionResult.LEFT_WITHOUT_ANSWER
    if (result and result not in RESULTS) or (is_left and ground not in LeaveGround.values):
        raise NotAResult(result)
    with moves.move("set_question_result", case=case, grants=grants, at=at) as current:
        found = current.case.questions.exclude(result=QuestionResult.TRANSFERRED)
        question = found.filter(number=number).first()
        if question is None:
            raise NoSuchQuestion(str(number))
        current.note(question_number=number, result_before=question.result, result=result)
        questions.end(question, result, at, actions_taken=actions_taken)
        if question.actions_taken:
            current.note(actions_taken=True)
        if is_left:
            current.note(ground=ground)
    return current.case


def transfer_question(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    number: int,
    organisations: Sequence[Organisation],
    reason: str,
    notice: str,
    is_not_complained_of: bool = False,
) -> Case:
    """Send copies of the appeal to the bodies and return the case (59-FZ art. 8 parts 3, 4, 6).

    When no question is left here the whole appeal is transferred. Raises what
    ``questions.check_body`` raises, ``NoSuchQuestion`` and what ``moves.move`` raises.
    """
    for body in organisations:
        questions.check_body(case, body, is_not_complained_of=is_not_complained_of)
    given: dict[str, object] = {
        "organisations": list(organisations) or None,
        "reason": reason,
        "notice": notice,
    }
    with moves.move("transfer_question", case=case, grants=grants, at=at, given=given) as current:
        question = _open_question(current.case, number)
        questions.end(question, QuestionResult.TRANSFERRED, at)
        QuestionTransfer.objects.bulk_create(
            QuestionTransfer(
                question=question, organisation=body, reason=reason, at=at, by=grants.person
            )
            for body in dict.fromkeys(organisations)
        )
        current.note(
            question_number=number,
            bodies="; ".join(body.name for body in organisations),
            reason=reason.strip(),
            notice=notice.strip(),
        )
        _end_if_last(current, organisations[0])
    return current.case


def _end_if_last(current: moves.Move, body: Organisation) -> None:
    """End the appeal with the transfer of its last question, unless an answer is owed."""
    stays = current.case.questions.exclude(result=QuestionResult.TRANSFERRED)
    if not stays.exists():
        current.become("transfer")
        current.set(recipient=body, executor=None, resolution=Resolution.TRANSFERRED)
        current.set(jurisdiction_level=body.jurisdiction_level)
        current.decide("recipient", body.code)
        current.case.closed_at = current.at


def _open_question(case: Case, number: int) -> Question:
    """Return the question without a result. Raises ``NoSuchQuestion``."""
    question = case.questions.filter(number=number, result="").first()
    if question is None:
        raise NoSuchQuestion(str(number))
    return question


def _changeable(case: Case, number: int, words: str) -> Question:
    """Return the question if it may have these words. Raises ``NoSuchQuestion``.

    One with a result keeps its words, if anybody has put it into any.
    """
    question = case.questions.filter(number=number).first()
    if question is None or (question.result and question.text not in ("", words.strip())):
        raise NoSuchQuestion(str(number))
    return question


def _add(case: Case, words: str, code: Topic | None) -> Question:
    """Store one more question of the appeal. Raises ``NotAQuestion``, ``NotAQuestionCode``."""
    last = case.questions.order_by("-number").values_list("number", flat=True).first() or 0
    if case.questions.count() >= MOST_QUESTIONS:
        raise NotAQuestion(str(MOST_QUESTIONS))
    question = Question(case=case, number=last + 1)
    return _describe(question, words, code)


def _describe(question: Question, words: str, code: Topic | None) -> Question:
    """Give the question its words and code and store it. Raises as ``add`` does."""
    others = question.case.questions.exclude(pk=question.pk)
    text = words.strip()
    if not text or others.filter(text=text).exists():
        raise NotAQuestion(text)
    if code is not None and (code.edition.classifier != Classifier.SSTU or code.parent_id is None):
        raise NotAQuestionCode(code.code)
    question.text, question.sstu_topic = text, code
    question.save()
    return question
