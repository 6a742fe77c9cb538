"""Names of what the log keeps, in words. A name that is not here is shown as it is."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENT_NAMES: dict[str, "str | Promise"] = {
    "case.received": _("received"),
    "case.registered": _("registered"),
    "case.sorted": _("sorted by the machine"),
    "case.updated": _("brought up to date by a file"),
    "case.mended": _("taken in after mending the row"),
    "case.classify": _("topic corrected"),
    "case.locate": _("place corrected"),
    "case.assign": _("assigned"),
    "case.draft_answer": _("answer written"),
    "case.submit_answer": _("answer put to approval"),
    "case.return_answer": _("answer returned with a remark"),
    "case.approve_answer": _("answer approved"),
    "case.send_final_answer": _("final answer sent"),
    "case.send_interim_answer": _("interim answer sent"),
    "case.extend": _("term extended"),
    "case.ask_extension": _("more time asked for"),
    "case.transfer": _("transferred by competence"),
    "case.defer": _("solution deferred"),
    "case.resume": _("taken back into work"),
    "case.leave_without_answer": _("left without answer"),
    "case.rate": _("rated by the applicant"),
    "case.reopen": _("opened again"),
    "case.close": _("closed"),
    "case.put_on_control": _("put on control"),
    "case.remove_from_control": _("taken off control"),
    "case.mark_repeat": _("mark of repetition changed"),
    "case.join_problem": _("joined to a problem"),
    "case.write_note": _("note"),
    "case.step.created": _("created in the channel"),
    "case.step.received": _("received in the channel"),
    "case.step.assigned": _("assigned in the channel"),
    "case.step.sent_to_review": _("sent to review in the channel"),
    "case.step.reviewed": _("reviewed in the channel"),
    "case.step.interim_reply": _("interim answer in the channel"),
    "case.step.final_reply": _("final answer in the channel"),
    "case.step.satisfaction_step": _("satisfaction asked for in the channel"),
    "case.step.closed": _("closed in the channel"),
    "case.step.completed": _("completed in the channel"),
}

DETAIL_NAMES: dict[str, "str | Promise"] = {
    "reason": _("reason"),
    "remark": _("remark"),
    "notice": _("how the applicant was told"),
    "text": _("text"),
    "note": _("note"),
    "comment": _("comment"),
    "ground": _("ground"),
    "days": _("days"),
    "due_before": _("was due"),
    "due_after": _("is due"),
    "version": _("version"),
    "kind": _("kind"),
    "clock": _("clock"),
    "value": _("rating"),
    "channel": _("channel"),
    "external_id": _("number in the channel"),
    "number": _("number"),
    "is_done": _("promise kept"),
}

ASPECT_NAMES: dict[str, "str | Promise"] = {
    "topic": _("topic"),
    "place": _("place"),
    "recipient": _("recipient"),
    "transfer": _("proposed transfer"),
    "track": _("fast track"),
    "importance": _("importance"),
    "state": _("state"),
}

ACTOR_NAMES: dict[str, "str | Promise"] = {
    "file": _("file of the channel"),
    "machine": _("the machine"),
    "person": _("a person"),
}
