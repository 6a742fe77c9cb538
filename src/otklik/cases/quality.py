"""Marking an answer by the checklist: the machine proposes, a person says, weights make a score."""

from collections.abc import Iterable
from datetime import datetime

from otklik.cases.models import Answer, AnswerCheck, AnswerMark, Case
from otklik.cases.models.choices import AnswerState, Channel, Resolution
from otklik.cases.models.quality import MarkValue
from otklik.registry.for_answers import Asked, items_for
from otklik.registry.models import Organisation, Person, QualityItem
from otklik.registry.reply_fields import unfilled
from otklik.wording import Matter, judge

REFUSALS = (Resolution.REFUSED, Resolution.NOT_SUPPORTED, Resolution.NOT_SOLVED)
PUBLIC_CHANNELS = (Channel.IM, Channel.OFFICIAL_PAGE)
# Of a region there may be thousands; what stands in answers are those of the recipient's kind.
MOST_KNOWN = 500
# How many answers of the recipient to other matters a text is compared with.
OTHERS = 20


class HeldBack(Exception):
    """Items of the checklist hold the answer back; ``items`` are their names."""

    def __init__(self, items: Iterable[str]) -> None:
        self.items = tuple(items)
        super().__init__("; ".join(self.items))


class FieldsUnfilled(Exception):
    """Fields of a template are not filled yet; ``fields`` are their names."""

    def __init__(self, fields: Iterable[str]) -> None:
        self.fields = tuple(fields)
        super().__init__("; ".join(self.fields))


def require_filled(text: str) -> None:
    """Raise ``FieldsUnfilled`` when a field of a template is left in the text."""
    left = unfilled(text)
    if left:
        raise FieldsUnfilled(left)


def proposed_marks(case: Case, answer: Answer, at: datetime) -> list[AnswerMark]:
    """Return the marks the machine proposes for the answer, not stored.

    An item without an automatic check is left to a person: «cannot tell».
    """
    asked = Asked(
        kind=case.kind,
        channel=case.channel,
        topic_code=case.topic.code if case.topic else "",
        group_code=case.topic_group.code if case.topic_group else "",
        answer_kind=answer.kind,
        resolution=case.resolution,
    )
    items = items_for(case.municipality, asked, case.municipality.local(at).date())
    found = judge(_matter(case, answer.text), {item.check_name for item in items})
    marks = []
    for item in items:
        mark = AnswerMark(answer=answer, item=item, proposed=MarkValue.UNKNOWN)
        if item.check_name in found:
            finding = found[item.check_name]
            mark.proposed = finding.verdict.value
            mark.reasons = [one.as_json() for one in finding.reasons]
            mark.places = [[one.start, one.end, one.instead] for one in finding.places]
        marks.append(mark)
    return marks


def mark_by_machine(case: Case, answer: Answer, at: datetime) -> AnswerCheck:
    """Keep the machine's marks of an answer that has none yet, and return its check."""
    check, is_new = AnswerCheck.objects.get_or_create(answer=answer)
    if is_new:
        marks = proposed_marks(case, answer, at)
        AnswerMark.objects.bulk_create(marks)
        check.machine_score = score_of(marks)
        check.save(update_fields=["machine_score"])
    return check


def marks_of(answer: Answer) -> list[AnswerMark]:
    """Return the marks of an answer that are kept, the heaviest item first."""
    marks = answer.marks.select_related("item")
    return sorted(marks, key=lambda mark: (-mark.item.weight, mark.item.code))


def score_of(marks: Iterable[AnswerMark]) -> int | None:
    """Return the share of weight with the mark yes among yes and no, 0-100; ``None`` of none."""
    good = bad = 0
    for mark in marks:
        good += mark.item.weight * (mark.value == MarkValue.YES)
        bad += mark.item.weight * (mark.value == MarkValue.NO)
    return round(100 * good / (good + bad)) if good + bad else None


def require_unblocked(
    case: Case, answer: Answer, *, person: Person, at: datetime, reason: str = ""
) -> dict[str, str]:
    """Raise ``HeldBack`` while an item that blocks has the mark no, unless there is a reason.

    A ``reason`` given is kept with who gave it and lets the answer through from then on; what
    the log should say of it is returned.
    """
    check = mark_by_machine(case, answer, at)
    bad = _holding(marks_of(answer))
    if not bad or check.overruled_by_id is not None:
        return {}
    if not reason.strip():
        raise HeldBack(item.name for item in bad)
    check.overruled_by, check.overruled_at, check.overrule_reason = person, at, reason.strip()
    check.save(update_fields=["overruled_by", "overruled_at", "overrule_reason"])
    return {"overruled": "; ".join(item.code for item in bad), "reason": reason.strip()}


def held_back(case: Case, at: datetime) -> list[QualityItem]:
    """Return the items that hold the last answer of the case back, as it is marked now."""
    answer = case.answers.order_by("version").last()
    if answer is None or AnswerCheck.objects.filter(answer=answer, overruled_by__isnull=False):
        return []
    return _holding(marks_of(answer) or proposed_marks(case, answer, at))


def _holding(marks: Iterable[AnswerMark]) -> list[QualityItem]:
    return [one.item for one in marks if one.item.blocks and one.value == MarkValue.NO]


def _matter(case: Case, text: str) -> Matter:
    body = case.recipient
    return Matter(
        message=case.text,
        answer=text,
        applicant=(
            case.applicant_name,
            case.applicant_phone,
            case.applicant_email,
            case.applicant_address,
            case.applicant_url,
        ),
        known=tuple(_known(case)),
        bodies=(body.name, body.short_name) if body else (),
        others=tuple(_answers_to_others(case)),
        is_refusal=case.resolution in REFUSALS if case.resolution else None,
        is_public=case.channel in PUBLIC_CHANNELS,
    )


def _known(case: Case) -> Iterable[str]:
    """Yield names and contacts of officials and bodies, which may stand in any answer."""
    bodies = Organisation.objects.filter(municipality=case.municipality_id)
    for row in bodies.values_list("name", "phone", "email")[:MOST_KNOWN]:
        yield " ".join(row)
    people = Person.objects.filter(organisation__municipality=case.municipality_id)
    names = ("last_name", "first_name", "patronymic", "phone", "email")
    for row in people.values_list(*names)[:MOST_KNOWN]:
        yield " ".join(row)


def _answers_to_others(case: Case) -> Iterable[str]:
    """Return the recipient's last answers to cases of other topics, never of the same problem."""
    if case.recipient_id is None or case.topic_id is None:
        return ()
    near = Case.objects.filter(municipality=case.municipality_id, recipient=case.recipient_id)
    last = near.order_by("-received_at", "-pk").values_list("pk", "topic_id", "problem_id")
    others = [
        pk
        for pk, topic, problem in last[: 2 * OTHERS]
        if topic not in (None, case.topic_id) and (problem is None or problem != case.problem_id)
    ]
    sent = Answer.objects.filter(case__in=others[:OTHERS], state=AnswerState.SENT)
    return sent.values_list("text", flat=True)
