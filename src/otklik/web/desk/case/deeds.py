"""The deeds a person may do with a case on its card: name, form, call. One row, one deed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases import states
from otklik.cases.models import Case
from otklik.cases.models.choices import AnswerState, CaseKind, State
from otklik.cases.operations.acknowledge_flag import acknowledge_flag
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.ask_extension import ask_extension
from otklik.cases.operations.assign import assign
from otklik.cases.operations.check_quality import answer_to_check, check_quality
from otklik.cases.operations.classify import classify
from otklik.cases.operations.clear_flag import clear_flag
from otklik.cases.operations.close import close
from otklik.cases.operations.defer import defer
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.extend import EXTENDABLE, extend
from otklik.cases.operations.join_problem import join_problem
from otklik.cases.operations.leave_problem import leave_problem
from otklik.cases.operations.leave_without_answer import leave_without_answer
from otklik.cases.operations.locate import locate
from otklik.cases.operations.mark_repeat import mark_repeat
from otklik.cases.operations.open_problem import open_problem
from otklik.cases.operations.put_on_control import put_on_control
from otklik.cases.operations.rate import rate
from otklik.cases.operations.remove_from_control import remove_from_control
from otklik.cases.operations.reopen import reopen
from otklik.cases.operations.resume import resume
from otklik.cases.operations.return_answer import return_answer
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.operations.transfer import transfer
from otklik.cases.operations.write_note import write_note
from otklik.cases.queries import access
from otklik.registry.grants import Grants
from otklik.registry.permissions import Permission
from otklik.web.desk.case import forms, linking_forms, quality_forms
from otklik.web.desk.case.deed_keys import KEYS

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed of the card. ``name`` is its address; ``steps`` are its rows in the state table;
    ``done`` is said when it is done; ``is_end`` marks what ends or rejects a case; ``button``
    replaces ``label`` on the button of the form."""

    name: str
    label: Words
    icon: str
    form: type[forms.DeedForm]
    perform: Callable[..., Case]
    done: Words
    steps: tuple[str, ...] = ()
    is_end: bool = False
    button: Words = ""

    @property
    def key(self) -> str:
        """The letter that opens the deed on the card; blank for a rare one."""
        return KEYS.get(self.name, "")

    @property
    def step_names(self) -> tuple[str, ...]:
        """The rows of the state table this deed makes."""
        return self.steps or (self.name,)


def _link_problem(
    *, case: Case, grants: Grants, at: datetime, title: str = "", **known: Any
) -> Case:
    if title:
        return open_problem(case=case, grants=grants, at=at, title=title)
    return join_problem(case=case, grants=grants, at=at, **known)


DEEDS: tuple[Deed, ...] = (
    Deed("assign", _("Assign"), "user-check", forms.AssignForm, assign, _("The case is assigned.")),
    Deed(
        "draft_answer",
        _("Write the answer"),
        "pencil",
        forms.DraftForm,
        draft_answer,
        _("The text is kept as a new version of the answer."),
        button=_("Keep the draft"),
    ),
    Deed(
        "submit_answer",
        _("Put to approval"),
        "send",
        forms.AnswerInHandForm,
        submit_answer,
        _("The answer waits for approval."),
    ),
    Deed(
        "approve_answer",
        _("Approve"),
        "circle-check",
        quality_forms.ApproveForm,
        approve_answer,
        _("The answer is approved and may be sent."),
    ),
    Deed(
        "check_quality",
        _("Check the quality"),
        "checkup-list",
        quality_forms.CheckForm,
        check_quality,
        _("The marks of the answer are kept."),
        button=_("Keep the marks"),
    ),
    Deed(
        "return_answer",
        _("Return with a remark"),
        "arrow-back-up",
        forms.RemarkedAnswerForm,
        return_answer,
        _("The answer is returned to its author."),
    ),
    Deed(
        "send_answer",
        _("Mark as sent"),
        "mail-forward",
        forms.SendForm,
        send_answer,
        _("The answer is marked as sent."),
        ("send_final_answer", "send_interim_answer"),
    ),
    Deed(
        "resume",
        _("Take back into work"),
        "player-play",
        forms.ResumeForm,
        resume,
        _("The case is in work again."),
    ),
    Deed(
        "rate",
        _("Enter the rating"),
        "star",
        forms.RateForm,
        rate,
        _("The rating is written down."),
    ),
    Deed("close", _("Close"), "archive", forms.RemarkForm, close, _("The case is closed.")),
    Deed(
        "classify",
        _("Correct the topic"),
        "tag",
        forms.ClassifyForm,
        classify,
        _("The topic is corrected."),
    ),
    Deed(
        "locate",
        _("Correct the place"),
        "map-pin",
        forms.LocateForm,
        locate,
        _("The place is corrected."),
    ),
    Deed(
        "extend",
        _("Extend the term"),
        "calendar-plus",
        forms.ExtendForm,
        extend,
        _("The term is extended."),
    ),
    Deed(
        "ask_extension",
        _("Ask for more time"),
        "calendar-question",
        forms.AskExtensionForm,
        ask_extension,
        _("The request is written into the history."),
    ),
    Deed(
        "defer",
        _("Defer the solution"),
        "calendar-time",
        forms.DeferForm,
        defer,
        _("The case will come back on the promised day."),
    ),
    Deed(
        "transfer",
        _("Transfer by competence"),
        "arrow-right",
        forms.TransferForm,
        transfer,
        _("The case is transferred."),
        is_end=True,
    ),
    Deed(
        "leave_without_answer",
        _("Leave without answer"),
        "ban",
        forms.LeaveForm,
        leave_without_answer,
        _("The case is left without answer."),
        is_end=True,
    ),
    Deed(
        "reopen",
        _("Open again"),
        "rotate",
        forms.ReasonForm,
        reopen,
        _("The case is open again, with new terms."),
    ),
    Deed(
        "acknowledge_flag",
        _("Seen, I act on it"),
        "eye",
        forms.DeedForm,
        acknowledge_flag,
        _("The red flag is marked as seen."),
    ),
    Deed(
        "clear_flag",
        _("False alarm"),
        "flag-off",
        forms.ReasonForm,
        clear_flag,
        _("The red flag is taken off."),
    ),
    Deed(
        "put_on_control",
        _("Put on control"),
        "eye",
        forms.RemarkForm,
        put_on_control,
        _("The case is on control."),
    ),
    Deed(
        "remove_from_control",
        _("Take off control"),
        "eye-off",
        forms.RemarkForm,
        remove_from_control,
        _("The case is off control."),
    ),
    Deed(
        "mark_repeat",
        _("Mark as a repeat"),
        "copy",
        linking_forms.RepeatForm,
        mark_repeat,
        _("The mark of repetition is changed."),
    ),
    Deed(
        "join_problem",
        _("Join to a problem"),
        "link",
        linking_forms.ProblemForm,
        _link_problem,
        _("The case is joined to the problem."),
    ),
    Deed(
        "leave_problem",
        _("Take out of the problem"),
        "arrows-split-2",
        forms.RemarkForm,
        leave_problem,
        _("The case is no longer part of the problem."),
    ),
    Deed(
        "write_note",
        _("Write a note"),
        "note",
        forms.NoteForm,
        write_note,
        _("The note is in the history."),
    ),
)
# These stand beside the flag itself, not among the other deeds.
FLAG_DEEDS = ("acknowledge_flag", "clear_flag")
BY_NAME: dict[str, Deed] = {deed.name: deed for deed in DEEDS}

# What naturally comes next in each state, the first that the person may do.
NEXT: dict[str, tuple[str, ...]] = {
    State.REGISTERED: ("assign", "draft_answer", "write_note"),
    State.ASSIGNED: ("draft_answer", "assign", "ask_extension"),
    State.IN_PROGRESS: ("submit_answer", "draft_answer", "assign"),
    State.IN_REVIEW: ("approve_answer", "return_answer", "ask_extension"),
    State.APPROVED: ("send_answer", "return_answer"),
    State.DEFERRED: ("resume", "write_note"),
    State.ANSWERED: ("rate", "close", "reopen"),
    State.CLOSED: ("rate", "reopen"),
    State.TRANSFERRED: ("reopen",),
    State.LEFT_WITHOUT_ANSWER: ("reopen",),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """The deeds a person may do with the case now: what comes next, the others, the flag's."""

    main: Deed | None
    others: list[Deed]
    flag: list[Deed]


def offer(case: Case, grants: Grants) -> Offer:
    """Return what the person may do with the case in its present state."""
    possible = [deed for deed in DEEDS if is_offered(deed, case, grants)]
    names = {deed.name for deed in possible}
    main = next((BY_NAME[name] for name in _next(case) if name in names), None)
    flag = [deed for deed in possible if deed.name in FLAG_DEEDS]
    return Offer(main, [deed for deed in possible if deed is not main and deed not in flag], flag)


def _next(case: Case) -> tuple[str, ...]:
    """Return what naturally comes next; what is known of the case changes it.

    A new case of another body's competence is to be transferred; a rating as low as the
    regulation names offers to open the case again.
    """
    usual = NEXT.get(case.state, ())
    if case.state == State.REGISTERED and "transfer" in case.decisions:
        return ("transfer", *usual)
    if case.rating is None or "rate" not in usual:
        return usual
    limit = case.regulation.reopen_at_rating if case.regulation else None
    is_low = limit is not None and case.rating <= limit
    return ("reopen", "close") if is_low else ("close", "reopen")


def permission_of(deed: Deed) -> Permission:
    """Return what one must hold for the deed."""
    return states.TABLE[deed.step_names[0]].permission


def is_offered(deed: Deed, case: Case, grants: Grants) -> bool:
    """Tell whether the table, the gate and the case itself let the person do the deed now."""
    possible = {step.deed for step in states.deeds_from(case.state)}
    if not possible.intersection(deed.step_names):
        return False
    if not access.may(grants, permission_of(deed), case):
        return False
    fits = FITTING.get(deed.name)
    return fits is None or fits(case, grants)


def _has_draft(case: Case, grants: Grants) -> bool:
    last = case.answers.order_by("-version").values_list("state", flat=True).first()
    return last == AnswerState.DRAFT


def _is_extendable(case: Case, grants: Grants) -> bool:
    if case.regulation is None or not case.regulation.extension_days:
        return False
    return any(c.is_running and c.kind in EXTENDABLE for c in case.clocks.all())


def _may_only_ask(case: Case, grants: Grants) -> bool:
    return not access.may(grants, Permission.EXTEND_TERM, case)


FITTING: dict[str, Callable[[Case, Grants], bool]] = {
    "submit_answer": _has_draft,
    "check_quality": lambda case, grants: answer_to_check(case) is not None,
    "defer": lambda case, grants: case.kind != CaseKind.APPEAL,
    "extend": _is_extendable,
    "acknowledge_flag": lambda case, grants: case.flag_waits_since is not None,
    "clear_flag": lambda case, grants: bool(case.red_flag),
    "ask_extension": _may_only_ask,
    "put_on_control": lambda case, grants: not case.on_control,
    "leave_problem": lambda case, grants: case.problem_id is not None,
    "remove_from_control": lambda case, grants: case.on_control,
}
