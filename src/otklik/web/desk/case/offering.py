"""Which deeds are offered on the card to a person, and which of them comes next."""

from collections.abc import Callable
from dataclasses import dataclass

from otklik.appeals.correspondence import open_end_of
from otklik.cases import states
from otklik.cases.models import Case
from otklik.cases.models.choices import AnswerState, CaseKind, State
from otklik.cases.operations.check_quality import answer_to_check
from otklik.cases.operations.extend import EXTENDABLE
from otklik.cases.queries import access
from otklik.cases.queries.turns import may_approve_now, may_return_now
from otklik.registry.grants import Grants
from otklik.registry.models.regulations import ClockKind
from otklik.registry.permissions import Permission
from otklik.web.desk.case import interaction_forms
from otklik.web.desk.case.appeal_deeds import APPEAL_DEEDS
from otklik.web.desk.case.deed import Deed
from otklik.web.desk.case.deeds import BY_NAME, DEEDS

APPEAL_NAMES = frozenset(deed.name for deed in APPEAL_DEEDS)
FLAG_DEEDS = ("acknowledge_flag", "clear_flag")

# What naturally comes next in each state, the first that the person may do.
NEXT: dict[str, tuple[str, ...]] = {
    State.REGISTERED: ("assign", "draft_answer", "write_note"),
    State.ASSIGNED: ("draft_answer", "assign", "ask_extension"),
    State.IN_PROGRESS: ("submit_answer", "draft_answer", "assign"),
    State.IN_REVIEW: ("approve_answer", "return_answer", "ask_extension"),
    State.APPROVED: ("send_answer", "return_answer"),
    State.DEFERRED: ("resume", "show_proof", "write_note"),
    State.ANSWERED: ("rate", "close", "reopen"),
    State.CLOSED: ("rate", "reopen"),
    State.TRANSFERRED: ("reopen",),
    State.LEFT_WITHOUT_ANSWER: ("reopen",),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """The deeds a person may do with the case now: next, others, the flag's, the appeal's."""

    main: Deed | None
    others: list[Deed]
    flag: list[Deed]
    appeal: list[Deed]


def offer(case: Case, grants: Grants) -> Offer:
    """Return what the person may do with the case in its present state."""
    possible = [deed for deed in DEEDS if is_offered(deed, case, grants)]
    names = {deed.name for deed in possible}
    main = next((BY_NAME[name] for name in _next(case) if name in names), None)
    flag = [deed for deed in possible if deed.name in FLAG_DEEDS]
    appeal = [deed for deed in possible if deed.name in APPEAL_NAMES]
    apart = [main, *flag, *appeal]
    return Offer(main, [deed for deed in possible if deed not in apart], flag, appeal)


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
    if deed.name in APPEAL_NAMES and case.kind != CaseKind.APPEAL:
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


def _waits_for_information(case: Case, grants: Grants) -> bool:
    return bool(interaction_forms.open_requests(case).exists())


def _may_only_ask(case: Case, grants: Grants) -> bool:
    return not access.may(grants, Permission.EXTEND_TERM, case)


def _has_open_question(case: Case, grants: Grants) -> bool:
    return case.questions.filter(result="").exists()


def _may_tell(case: Case, grants: Grants) -> bool:
    return any(c.is_running and c.kind == ClockKind.NOTICE for c in case.clocks.all())


FITTING: dict[str, Callable[[Case, Grants], bool]] = {
    "edit_question": lambda case, grants: case.questions.exists(),
    "split_question": _has_open_question,
    "remove_question": lambda case, grants: case.questions.count() > 1,
    "transfer_question": _has_open_question,
    "tell_applicant": _may_tell,
    "make_letter": lambda case, grants: access.sees_personal_data(grants, case),
    "name_authors": lambda case, grants: access.sees_personal_data(grants, case),
    "end_correspondence": lambda case, grants: open_end_of(case) is None,
    "lift_correspondence_end": lambda case, grants: open_end_of(case) is not None,
    "submit_answer": _has_draft,
    "approve_answer": may_approve_now,
    "return_answer": may_return_now,
    "check_quality": lambda case, grants: answer_to_check(case) is not None,
    "defer": lambda case, grants: case.kind != CaseKind.APPEAL,
    "extend": _is_extendable,
    "show_proof": lambda case, grants: case.promised_date is not None,
    "ask_promise_move": lambda case, grants: (
        not access.may(grants, Permission.APPROVE_ANSWER, case)
    ),
    "acknowledge_flag": lambda case, grants: case.flag_waits_since is not None,
    "clear_flag": lambda case, grants: bool(case.red_flag),
    "ask_extension": _may_only_ask,
    "put_on_control": lambda case, grants: not case.on_control,
    "hand_over": lambda case, grants: case.executor_id is not None,
    "give_information": _waits_for_information,
    "cancel_information_request": _waits_for_information,
    "leave_problem": lambda case, grants: case.problem_id is not None,
    "remove_from_control": lambda case, grants: case.on_control,
}
