"""What the card shows of an appeal: questions, authors, letters, decisions, control."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.appeals.correspondence import ends_against, open_end_of
from otklik.appeals.models import AppealDetails, CorrespondenceEnd
from otklik.appeals.standing import SstuStatus, Standing, standing_of
from otklik.cases.models import Case, Clock, Control, Question
from otklik.cases.models.choices import OPEN_STATES, CaseKind, QuestionResult
from otklik.letters.models import IssuedLetter
from otklik.registry.grants import Grants
from otklik.registry.models.regulations import ClockKind
from otklik.web.desk.veil import Veil

STATUS_WORDS: dict[SstuStatus, str | Promise] = {
    SstuStatus.NOT_REGISTERED: _("not registered"),
    SstuStatus.IN_WORK: _("under consideration"),
    SstuStatus.EXPLAINED: _("considered: explained"),
    SstuStatus.SUPPORTED: _("considered: supported"),
    SstuStatus.NOT_SUPPORTED: _("considered: not supported"),
    SstuStatus.TRANSFERRED: _("sent by competence"),
    SstuStatus.ANSWERED: _("the author is answered"),
    SstuStatus.LEFT_WITHOUT_ANSWER: _("left without an answer to the author"),
}


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question on the card; ``text`` under the veil, blank for the appeal as a whole."""

    question: Question
    text: str
    bodies: list[str]
    standing: Standing
    is_open: bool
    is_transferred: bool

    @property
    def status_words(self) -> str:
        """The status of the federal system in words."""
        if self.standing.status == SstuStatus.IN_WORK and self.standing.is_extended:
            return str(_("consideration extended"))
        return str(STATUS_WORDS[self.standing.status])

    @property
    def result_words(self) -> str:
        """The result written down, that goes out with the answer."""
        if self.question.actions_taken:
            return str(_("supported, actions taken"))
        return str(self.question.get_result_display())


@dataclass(frozen=True, slots=True)
class AppealBlock:
    """The part of the card only appeals have. Names and letters only where the veil is open."""

    questions: list[QuestionLine]
    copies_until: datetime | None
    details: AppealDetails | None
    authors: list[str]
    authors_count: int
    letters: list[IssuedLetter]
    decision: CorrespondenceEnd | None
    decision_words: tuple[str, str]
    against: list[tuple[CorrespondenceEnd, str]]


def appeal_block(case: Case, grants: Grants, veil: Veil) -> AppealBlock | None:
    """Return the part of the card about the appeal; nothing for a message."""
    if case.kind != CaseKind.APPEAL:
        return None
    clocks = list(case.clocks.all())
    authors = list(case.co_authors.order_by("-is_contact", "pk"))
    decision = open_end_of(case)
    return AppealBlock(
        questions=_lines(case, clocks, veil),
        copies_until=_copies_until(case, clocks),
        details=AppealDetails.objects.filter(case=case).first(),
        authors=[one.name for one in authors] if veil.is_open else [],
        authors_count=len(authors),
        letters=list(case.letters.select_related("by")) if veil.is_open else [],
        decision=decision,
        decision_words=_words(decision, veil),
        against=[(one, veil.text(one.question)) for one in ends_against(case, grants)],
    )


def control_of(case: Case) -> Control | None:
    """Return the control under way, else the last one that ended."""
    found = case.controls.select_related("controller")
    return found.filter(removed_at=None).first() or found.order_by("pk").last()


def _lines(case: Case, clocks: list[Clock], veil: Veil) -> list[QuestionLine]:
    is_extended = any(
        clock.kind == ClockKind.FINAL_REPLY and clock.times_extended and clock.is_running
        for clock in clocks
    )
    found = case.questions.select_related("sstu_topic").prefetch_related("transfers__organisation")
    is_ended = case.state not in OPEN_STATES
    return [
        QuestionLine(
            question=one,
            text=veil.text(one.text),
            bodies=[sent.organisation.name for sent in one.transfers.all()],
            standing=standing_of(one, case, is_extended=is_extended),
            is_open=not is_ended and not one.result,
            is_transferred=one.result == QuestionResult.TRANSFERRED,
        )
        for one in found.order_by("number")
    ]


def _copies_until(case: Case, clocks: list[Clock]) -> datetime | None:
    """Return until when the appeal is sent to other bodies (59-FZ art. 8 parts 3 and 4)."""
    if case.state not in OPEN_STATES:
        return None
    return next((clock.due_at for clock in clocks if clock.kind == ClockKind.TRANSFER), None)


def _words(decision: CorrespondenceEnd | None, veil: Veil) -> tuple[str, str]:
    if decision is None:
        return "", ""
    return veil.text(decision.question), veil.text(decision.reason)
