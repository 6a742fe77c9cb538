"""Everything the card of a case shows, gathered for one page."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases.models import Answer, Case, CaseSource, Control, Rating
from otklik.cases.models.choices import AnswerState, CaseImportance, State
from otklik.cases.queries.access import may
from otklik.cases.queries.history import history_of
from otklik.cases.queries.related import Related, related_to
from otklik.cases.queries.turns import Holders, Turn, is_lone_author, turn_of
from otklik.intake.addresses import is_house_unknown
from otklik.linking.models import ProblemProposal
from otklik.linking.proposals import problem_proposed_for, repeats_proposed_for
from otklik.registry.grants import Grants
from otklik.registry.permissions import Permission
from otklik.understanding import coordinates_in
from otklik.web.desk.case.appeal_lines import AppealBlock, appeal_block, control_of
from otklik.web.desk.case.decisions import DecisionLine, decision_lines
from otklik.web.desk.case.history import HistoryLine, history_lines
from otklik.web.desk.case.marked_words import marked
from otklik.web.desk.case.offering import Offer, offer
from otklik.web.desk.case.promise_lines import Promises, promises_of
from otklik.web.desk.case.receipt_line import ReceiptLine, receipt_line
from otklik.web.desk.case.talk import CardRequest, Note, notes_of, requests_of
from otklik.web.desk.case.terms_in_words import TermLine, term_lines
from otklik.web.desk.files.lines import FilesPart, files_part
from otklik.web.desk.problems.lines import RepeatLine, repeat_line
from otklik.web.desk.steps import StepLine, step_lines
from otklik.web.desk.veil import Veil, veil_of


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A version of the answer; ``text`` and ``remark`` under the veil.

    ``is_alone``: its author approved it himself and nobody else has agreed it.
    """

    answer: Answer
    text: str
    remark: str
    is_latest: bool
    files: list[tuple[int | None, str]]
    steps: list[StepLine]
    is_alone: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach the applicant, or what the law wants to be known of him."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A case on one screen, for one person at one moment."""

    case: Case
    is_personal_shown: bool
    text: str
    applicant: str
    contacts: list[Contact]
    marks: list[str]
    terms: list[TermLine]
    flag: DecisionLine | None
    decisions: list[DecisionLine]
    answers: list[AnswerPart]
    ratings: list[tuple[Rating, str]]
    history: list[HistoryLine]
    promises: Promises
    notes: list[Note]
    requests: list[CardRequest]
    related: Related
    sources: list[CaseSource]
    offer: Offer
    waits_for: str
    repeats: list[RepeatLine]
    problem_proposal: ProblemProposal | None
    is_house_unknown: bool
    coordinates: str
    may_unmask: bool
    files: FilesPart
    receipt: ReceiptLine | None
    appeal: AppealBlock | None
    control: Control | None
    control_words: tuple[str, str]


def card_of(case: Case, grants: Grants, at: datetime) -> Card:
    """Return the card of the case as the person may see it at the moment ``at``."""
    veil = veil_of(case, grants)
    offered = offer(case, grants)
    happenings = history_of(case)
    control = control_of(case)
    flag, decisions = _flag_apart(case, decision_lines(case))
    answers = _answers(case, veil, grants)
    return Card(
        case=case,
        is_personal_shown=veil.is_open,
        text=marked(veil.text(case.text), case),
        applicant=veil.name(case.applicant_name),
        contacts=_contacts(case, veil),
        marks=_marks(case),
        terms=term_lines(case, at),
        flag=flag,
        decisions=decisions,
        answers=answers,
        ratings=[(rating, veil.text(rating.comment)) for rating in case.ratings.order_by("-at")],
        promises=promises_of(case, veil),
        history=history_lines(happenings, veil),
        notes=notes_of(happenings, veil, grants),
        requests=requests_of(case, veil, at),
        related=related_to(case, grants),
        # The row of the file names the applicant in columns nobody can foresee.
        sources=list(case.sources.select_related("batch").order_by("-pk")) if veil.is_open else [],
        offer=offered,
        repeats=[repeat_line(one, grants) for one in repeats_proposed_for(case, grants)],
        problem_proposal=problem_proposed_for(case, grants),
        waits_for="" if offered.main else _waits_for(case, answers),
        is_house_unknown=is_house_unknown(case),
        coordinates=_coordinates(case, veil),
        appeal=appeal_block(case, grants, veil),
        control=control,
        control_words=_control_words(control, veil),
        may_unmask=not veil.is_open and may(grants, Permission.UNMASK_PERSONAL, case),
        files=files_part(case, grants),
        receipt=receipt_line(case, grants),
    )


def _control_words(control: Control | None, veil: Veil) -> tuple[str, str]:
    return (veil.text(control.remark), veil.text(control.result)) if control else ("", "")


def _flag_apart(
    case: Case, lines: list[DecisionLine]
) -> tuple[DecisionLine | None, list[DecisionLine]]:
    """Return the line of the red flag the case bears, which stands above all, and the others."""
    flag = next((line for line in lines if line.aspect == "red_flag" and case.red_flag), None)
    return flag, [line for line in lines if line is not flag]


def _contacts(case: Case, veil: Veil) -> list[Contact]:
    rows = (
        (_("Telephone"), case.applicant_phone, ""),
        (_("E-mail"), case.applicant_email, ""),
        (_("Address"), case.applicant_address, ""),
        (_("Page"), case.applicant_url, case.applicant_url),
        (_("Post"), case.source_url, case.source_url),
    )
    return [
        Contact(label, veil.name(value), safe_url(url) if veil.is_open else "")
        for label, value, url in rows
        if value
    ]


def _coordinates(case: Case, veil: Veil) -> str:
    """Return latitude and longitude, those of the text or of the place, and whose they are."""
    point = coordinates_in(veil.text(case.text))
    if point is not None:
        return _point(*point, _("from the text"))
    for place in (case.street, case.settlement):
        if place is not None and place.lat is not None and place.lon is not None:
            return _point(place.lat, place.lon, str(place))
    return ""


def _point(lat: float, lon: float, whose: str) -> str:
    return f"{lat:.5f}, {lon:.5f} · {whose}"


def safe_url(url: str) -> str:
    """Return the address if it is one of the web: a file may bring anything."""
    return url if url.startswith(("https://", "http://")) else ""


def _marks(case: Case) -> list[str]:
    found = (
        (case.importance == CaseImportance.HEIGHTENED, _("heightened importance")),
        (case.fast_track, _("fast track")),
        (case.on_control, _("on control")),
        (bool(case.repeat_kind), str(case.get_repeat_kind_display())),
        (case.is_collective, _("collective")),
        (case.problem_id is not None, _("part of a problem")),
    )
    return [words for holds, words in found if holds]


def _answers(case: Case, veil: Veil, grants: Grants) -> list[AnswerPart]:
    rows = case.answers.select_related("author", "approved_by").order_by("-version")
    is_waiting = case.state == State.IN_REVIEW
    holders = Holders(case.municipality, grants.on) if is_waiting else None
    parts: list[AnswerPart] = []
    for answer in rows.prefetch_related("visas__person", "attachments"):
        visas = sorted(answer.visas.all(), key=lambda visa: visa.number)
        is_now = holders is not None and answer.state == AnswerState.IN_REVIEW
        turn = turn_of(case, visas, holders) if is_now and holders else Turn(None)
        approver = answer.approved_by
        parts.append(
            AnswerPart(
                answer,
                veil.text(answer.text),
                veil.text(answer.remark),
                not parts,
                _file_names(answer, veil),
                step_lines(visas, turn, veil),
                approver is not None and is_lone_author(answer, visas, approver),
            )
        )
    return parts


def _file_names(answer: Answer, veil: Veil) -> list[tuple[int | None, str]]:
    """Return the files of a version: the key only for who may open them."""
    return [
        (file.pk if veil.is_open else None, veil.name(file.name))
        for file in answer.attachments.all()
        if file.removed_at is None
    ]


def _waits_for(case: Case, answers: list[AnswerPart]) -> str:
    """Say what happens next by other hands; of an answer, by whose."""
    now = next((step for part in answers for step in part.steps if step.is_now), None)
    if now is not None:
        told = {"role": now.role, "people": now.people}
        return _("The answer waits for approval: %(role)s (%(people)s).") % told
    return str(WAITS_FOR.get(case.state, ""))


def answer_in_hand(case: Case) -> Answer | None:
    """Return the latest version of the answer that has not gone out yet."""
    return case.answers.exclude(state=AnswerState.SENT).order_by("version").last()


WAITS_FOR: dict[str, str | Promise] = {
    State.REGISTERED: gettext_lazy("The case waits to be assigned to a recipient."),
    State.ASSIGNED: gettext_lazy("The recipient is to write the answer."),
    State.IN_PROGRESS: gettext_lazy("The recipient is at work on the answer."),
    State.IN_REVIEW: gettext_lazy("The answer waits for approval."),
    State.APPROVED: gettext_lazy("The approved answer waits to be sent to the applicant."),
    State.DEFERRED: gettext_lazy("The case comes back on the promised day."),
    State.ANSWERED: gettext_lazy("The applicant is to be asked for a rating."),
}
