"""The deeds a person may do with a case on its card: name, form, call. One row, one deed."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case
from otklik.cases.operations.acknowledge_flag import acknowledge_flag
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.ask_extension import ask_extension
from otklik.cases.operations.ask_promise_move import ask_promise_move
from otklik.cases.operations.assign import assign
from otklik.cases.operations.check_quality import check_quality
from otklik.cases.operations.classify import classify
from otklik.cases.operations.clear_flag import clear_flag
from otklik.cases.operations.close import close
from otklik.cases.operations.defer import defer
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.extend import extend
from otklik.cases.operations.join_problem import join_problem
from otklik.cases.operations.leave_problem import leave_problem
from otklik.cases.operations.leave_without_answer import leave_without_answer
from otklik.cases.operations.locate import locate
from otklik.cases.operations.mark_repeat import mark_repeat
from otklik.cases.operations.move_promise import move_promise
from otklik.cases.operations.open_problem import open_problem
from otklik.cases.operations.put_on_control import put_on_control
from otklik.cases.operations.rate import rate
from otklik.cases.operations.remove_from_control import remove_from_control
from otklik.cases.operations.reopen import reopen
from otklik.cases.operations.resume import resume
from otklik.cases.operations.return_answer import return_answer
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.show_proof import show_proof
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.operations.transfer import transfer
from otklik.cases.operations.write_note import write_note
from otklik.registry.grants import Grants
from otklik.web.desk.case import (
    appeal_forms,
    forms,
    interaction_forms,
    linking_forms,
    promise_forms,
    quality_forms,
)
from otklik.web.desk.case.appeal_deeds import APPEAL_DEEDS
from otklik.web.desk.case.deed import Deed
from otklik.web.desk.case.interaction_deeds import INTERACTION


def _link_problem(
    *, case: Case, grants: Grants, at: datetime, title: str = "", **known: Any
) -> Case:
    if title:
        return open_problem(case=case, grants=grants, at=at, title=title)
    return join_problem(case=case, grants=grants, at=at, **known)


DEEDS: tuple[Deed, ...] = (
    *APPEAL_DEEDS,
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
        _("The answer is agreed."),
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
        promise_forms.ResumeForm,
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
        promise_forms.DeferForm,
        defer,
        _("The case will come back on the promised day."),
    ),
    Deed(
        "show_proof",
        _("Show that it is done"),
        "camera-check",
        promise_forms.ProofForm,
        show_proof,
        _("The proof is written down; a colleague checks it and takes the case back into work."),
    ),
    Deed(
        "ask_promise_move",
        _("Ask for another day"),
        "calendar-question",
        promise_forms.PromisedDayForm,
        ask_promise_move,
        _("The request is written into the history."),
    ),
    Deed(
        "move_promise",
        _("Move the promised day"),
        "calendar-plus",
        promise_forms.MovePromiseForm,
        move_promise,
        _("Another day is promised; the move is counted."),
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
        appeal_forms.ControlForm,
        put_on_control,
        _("The case is on control."),
    ),
    Deed(
        "remove_from_control",
        _("Take off control"),
        "eye-off",
        appeal_forms.ControlResultForm,
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
        interaction_forms.NoteForm,
        write_note,
        _("The note is written."),
    ),
    *INTERACTION,
)
BY_NAME: dict[str, Deed] = {deed.name: deed for deed in DEEDS}
