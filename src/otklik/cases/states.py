"""The table of allowed steps: the one description of how a case may move.

Each step says from which states it may be made, where it leads, who may make it, what it
needs, and which occurrences it yields: occurrences start and stop the clocks of the case's
regulation (``RegulationTerm.starts_at`` and ``stops_at``).
"""

from dataclasses import dataclass

from otklik.cases.models import Case
from otklik.cases.models.choices import OPEN_STATES, State
from otklik.registry.permissions import Permission


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table. ``to_state`` ``None`` leaves the state as it is.

    ``needs`` are the names of arguments that must not be empty. ``cancels_clocks`` cancels the
    clocks that still run after the occurrences stopped theirs.
    """

    deed: str
    from_states: frozenset[str]
    to_state: str | None
    permission: Permission
    needs: tuple[str, ...] = ()
    occurrences: tuple[str, ...] = ()
    cancels_clocks: bool = False


class StepNotAllowed(Exception):
    """The table has no such step from the state the case is in."""

    def __init__(self, deed: str, state: str) -> None:
        super().__init__(f"{deed} from {state}")
        self.deed = deed
        self.state = state


class NothingFlagged(Exception):
    """The case bears no red flag that waits for this: somebody was quicker."""


class RequestNotOpen(Exception):
    """The request for information was answered or cancelled already: somebody was quicker."""


class StepIncomplete(Exception):
    """Something the step needs was not given."""

    def __init__(self, deed: str, missing: str) -> None:
        super().__init__(f"{deed} needs {missing}")
        self.deed = deed
        self.missing = missing


_OPEN = frozenset(OPEN_STATES)
_WORK = frozenset({State.REGISTERED, State.ASSIGNED, State.IN_PROGRESS})
_ENDED = frozenset({State.ANSWERED, State.CLOSED})
_ALL = frozenset(State.values)
_P = Permission

STEPS: tuple[Step, ...] = (
    Step("classify", _ALL, None, _P.CLASSIFY_CASE),
    Step("locate", _ALL, None, _P.CLASSIFY_CASE),
    Step(
        "assign",
        _OPEN - {State.APPROVED, State.DEFERRED},
        State.ASSIGNED,
        _P.ASSIGN_CASE,
        needs=("recipient",),
        occurrences=("assigned",),
    ),
    Step("take_back_assignment", frozenset({State.ASSIGNED}), None, _P.ASSIGN_CASE),
    Step("draft_answer", _WORK, State.IN_PROGRESS, _P.DRAFT_ANSWER, needs=("text",)),
    Step(
        "submit_answer",
        frozenset({State.IN_PROGRESS}),
        State.IN_REVIEW,
        _P.DRAFT_ANSWER,
        occurrences=("draft",),
    ),
    Step(
        "return_answer",
        frozenset({State.IN_REVIEW, State.APPROVED}),
        State.IN_PROGRESS,
        _P.AGREE_ANSWER,
        needs=("remark",),
    ),
    # Whose turn it is says the route of the answer (``agreement``); not the last of it leaves
    # the case waiting.
    Step("approve_answer", frozenset({State.IN_REVIEW}), State.APPROVED, _P.AGREE_ANSWER),
    Step(
        "send_final_answer",
        frozenset({State.APPROVED}),
        State.ANSWERED,
        _P.SEND_ANSWER,
        occurrences=("first_reply", "final_reply"),
        cancels_clocks=True,
    ),
    Step(
        "send_interim_answer",
        frozenset({State.APPROVED}),
        State.IN_PROGRESS,
        _P.SEND_ANSWER,
        occurrences=("first_reply", "interim_reply"),
    ),
    Step("check_quality", _ALL, None, _P.CHECK_QUALITY, needs=("marks",)),
    Step("extend", _OPEN, None, _P.EXTEND_TERM, needs=("reason", "notice")),
    Step("ask_extension", _OPEN, None, _P.ASK_EXTENSION, needs=("reason",)),
    Step(
        "transfer",
        _WORK,
        State.TRANSFERRED,
        _P.TRANSFER_CASE,
        needs=("organisation", "reason"),
        occurrences=("transferred",),
        cancels_clocks=True,
    ),
    Step(
        "defer",
        frozenset({State.ASSIGNED, State.IN_PROGRESS, State.IN_REVIEW, State.APPROVED}),
        State.DEFERRED,
        _P.DEFER_CASE,
        needs=("promised_date", "reason"),
        occurrences=("deferred",),
        cancels_clocks=True,
    ),
    Step(
        "resume",
        frozenset({State.DEFERRED}),
        State.IN_PROGRESS,
        _P.DEFER_CASE,
        occurrences=("resumed",),
    ),
    Step(
        "ask_promise_move",
        frozenset({State.DEFERRED}),
        None,
        _P.DEFER_CASE,
        needs=("promised_date", "reason"),
    ),
    Step(
        "move_promise",
        frozenset({State.DEFERRED}),
        None,
        _P.APPROVE_ANSWER,
        needs=("promised_date", "reason"),
    ),
    Step("show_proof", _OPEN, None, _P.DRAFT_ANSWER, needs=("proof",)),
    Step(
        "leave_without_answer",
        _WORK,
        State.LEFT_WITHOUT_ANSWER,
        _P.LEAVE_WITHOUT_ANSWER,
        needs=("ground",),
        occurrences=("closed",),
        cancels_clocks=True,
    ),
    Step("rate", _ENDED, None, _P.RATE_ANSWER, needs=("value",)),
    Step(
        "reopen",
        _ENDED | {State.LEFT_WITHOUT_ANSWER, State.TRANSFERRED},
        State.ASSIGNED,
        _P.REOPEN_CASE,
        needs=("reason",),
        occurrences=("reopened",),
    ),
    Step(
        "close",
        frozenset({State.ANSWERED}),
        State.CLOSED,
        _P.CLOSE_CASE,
        occurrences=("closed",),
        cancels_clocks=True,
    ),
    Step("acknowledge_flag", _ALL, None, _P.CLASSIFY_CASE),
    Step("clear_flag", _ALL, None, _P.CLASSIFY_CASE, needs=("reason",)),
    Step("add_question", _OPEN, None, _P.CLASSIFY_CASE, needs=("text",)),
    Step("edit_question", _ALL, None, _P.CLASSIFY_CASE),
    Step("split_question", _OPEN, None, _P.CLASSIFY_CASE),
    Step("remove_question", _OPEN, None, _P.CLASSIFY_CASE),
    Step("set_question_result", _OPEN, None, _P.DRAFT_ANSWER),
    Step(
        "transfer_question",
        _WORK,
        None,
        _P.TRANSFER_CASE,
        needs=("organisations", "reason", "notice"),
    ),
    Step("send_receipt", _ALL, None, _P.SEND_ANSWER),
    Step("tell_applicant", _ALL, None, _P.SEND_ANSWER, needs=("notice",)),
    Step("describe_appeal", _ALL, None, _P.CLASSIFY_CASE),
    Step("name_authors", _ALL, None, _P.CLASSIFY_CASE),
    Step("end_correspondence", _ALL, None, _P.END_CORRESPONDENCE, needs=("question", "reason")),
    Step("lift_correspondence_end", _ALL, None, _P.END_CORRESPONDENCE, needs=("reason",)),
    Step("make_letter", _ALL, None, _P.SEND_ANSWER),
    Step("put_on_control", _OPEN, None, _P.CONTROL_CASE),
    Step("remove_from_control", _ALL, None, _P.CONTROL_CASE),
    Step("mark_repeat", _ALL, None, _P.LINK_CASE),
    Step("join_problem", _ALL, None, _P.LINK_CASE, needs=("problem",)),
    Step("leave_problem", _ALL, None, _P.LINK_CASE),
    Step("write_note", _ALL, None, _P.NOTE_CASE, needs=("text",)),
    # Files: what staff bring, what goes with an answer, what came from the applicant.
    Step("attach", _ALL, None, _P.NOTE_CASE),
    Step("attach_to_answer", _WORK, None, _P.DRAFT_ANSWER),
    Step("attach_received", _ALL, None, _P.REGISTER_CASE),
    Step("detach", _ALL, None, _P.NOTE_CASE, needs=("reason",)),
    Step("detach_from_answer", _WORK, None, _P.DRAFT_ANSWER, needs=("reason",)),
    Step("detach_received", _ALL, None, _P.REGISTER_CASE, needs=("reason",)),
    Step("hand_over", _OPEN, None, _P.ASSIGN_CASE),
    Step("ask_information", _OPEN, None, _P.ASK_INFORMATION, needs=("question",)),
    Step("give_information", _ALL, None, _P.GIVE_INFORMATION, needs=("reply",)),
    Step("cancel_information_request", _ALL, None, _P.ASK_INFORMATION),
)
TABLE: dict[str, Step] = {step.deed: step for step in STEPS}

# What the source system says of an item, and the state it brings the case to. A file is not a
# person: it moves a case only forward, and never one that has left the desk already.
STATE_OF_STANDING: dict[str, str] = {
    "answered": State.ANSWERED,
    "closed": State.CLOSED,
    "rejected": State.LEFT_WITHOUT_ANSWER,
    "transferred": State.TRANSFERRED,
    "deferred": State.DEFERRED,
}


def step_for(case: Case, deed: str) -> Step:
    """Return the step of the table, or raise ``StepNotAllowed`` from the state of the case."""
    step = TABLE[deed]
    if case.state not in step.from_states:
        raise StepNotAllowed(deed, case.state)
    return step


def check_needs(step: Step, given: dict[str, object]) -> None:
    """Raise ``StepIncomplete`` when something the step needs is missing or blank."""
    for name in step.needs:
        value = given.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            raise StepIncomplete(step.deed, name)


def deeds_from(state: str) -> list[Step]:
    """Return the steps the table allows from a state, in the order of the table."""
    return [step for step in STEPS if state in step.from_states]
