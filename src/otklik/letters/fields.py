"""The fields of a letter: what each says, and how they are filled from the register."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.appeals.standing import standing_of
from otklik.cases.models import Case, Clock, Control, Question
from otklik.cases.models.choices import AnswerKind, AnswerState, QuestionResult
from otklik.registry.models import Municipality, Organisation, Person
from otklik.registry.models.organisations import OrganisationKind
from otklik.registry.models.regulations import ClockKind

FIELDS: dict[str, str | Promise] = {
    "municipality": gettext_lazy("name of the municipality in the genitive case"),
    "region": gettext_lazy("region"),
    "letter_number": gettext_lazy("outgoing number, may be blank"),
    "letter_date": gettext_lazy("day of the letter in words"),
    "addressee": gettext_lazy("to whom: the body or the applicant"),
    "addressee_contacts": gettext_lazy("address or e-mail of the addressee"),
    "signer_position": gettext_lazy("position of who signs"),
    "signer_name": gettext_lazy("initials and last name of who signs"),
    "executor_name": gettext_lazy("who made the letter"),
    "executor_phone": gettext_lazy("his telephone"),
    "number": gettext_lazy("number of the appeal"),
    "registered_date": gettext_lazy("day of registration in words"),
    "received_date": gettext_lazy("day of receipt in words"),
    "channel": gettext_lazy("by which way it came"),
    "form": gettext_lazy("form of the appeal"),
    "kind": gettext_lazy("proposal, application or complaint"),
    "passed_on_by": gettext_lazy("body above and its number, blank if written to us directly"),
    "applicant": gettext_lazy("full name of the applicant"),
    "applicant_short": gettext_lazy("last name and initials of the applicant"),
    "applicant_contacts": gettext_lazy("address, telephone and e-mail of the applicant"),
    "authors": gettext_lazy("list: name, contacts of each author"),
    "text": gettext_lazy("text of the appeal"),
    "questions": gettext_lazy("list: number, text, code, result, bodies of each question"),
    "bodies": gettext_lazy("bodies the appeal was sent to, separated by commas"),
    "recipient": gettext_lazy("responsible recipient"),
    "due_date": gettext_lazy("last day for the answer in words"),
    "first_due_date": gettext_lazy("last day before the extension in words"),
    "reason": gettext_lazy("reason or explanation typed for this letter"),
    "law": gettext_lazy("article of the law"),
    "answer": gettext_lazy("text of the final answer"),
    "state": gettext_lazy("state of the case"),
    "result": gettext_lazy("outcome of the whole"),
    "repeat": gettext_lazy("mark of repetition"),
    "control_date": gettext_lazy("control date in words"),
    "controller": gettext_lazy("who controls"),
    "control_remark": gettext_lazy("what is controlled"),
    "control_result": gettext_lazy("result of the control"),
    "is_demo": gettext_lazy("yes in the demonstration, to mark the paper"),
}


def fields_of(
    case: Case,
    *,
    at: datetime,
    signer: Person,
    author: Person,
    body: Organisation | None = None,
    number: str = "",
    reason: str = "",
    law: str = "",
) -> dict[str, Any]:
    """Return the fields of a letter about the case, to the body or else to the applicant.

    A company that is no authority gets the substance without the applicant (59-FZ art. 6): the
    names of its fields are blank then.
    """
    is_veiled = body is not None and body.kind == OrganisationKind.COMPANY
    return {
        **_office(case.municipality, signer, author, at),
        **_addressee(case, body),
        **_applicant(case, is_veiled=is_veiled),
        **_appeal(case, is_veiled=is_veiled),
        **_terms(case),
        **_control(case),
        "questions": _questions(case, body),
        "bodies": ", ".join(_bodies(case)),
        "letter_number": number,
        "reason": reason,
        "law": law,
        "answer": _answer(case),
    }


def sample(municipality: Municipality, person: Person, at: datetime) -> dict[str, Any]:
    """Return every field with something in it, to try a template with."""
    data: dict[str, Any] = {name: f"[{label}]" for name, label in FIELDS.items()}
    question = {"number": "1", "text": "…", "code": "…", "result": "…", "bodies": "…"}
    data["questions"] = [question]
    data["authors"] = [{"name": "…", "contacts": "…"}]
    return data | _office(municipality, person, person, at)


def in_words(moment: date | datetime | None, municipality: Municipality) -> str:
    """Return the local day in words, «23 ноября 2026 г.»; blank without one."""
    if moment is None:
        return ""
    day = municipality.local(moment).date() if isinstance(moment, datetime) else moment
    return _("%(day)s, year") % {"day": date_format(day, "j E Y")}


def short_name(full: str) -> str:
    """Return last name and initials of a written name; what is no name stays as it is."""
    parts = full.split()
    if not 2 <= len(parts) <= 3 or not all(part[0].isalpha() for part in parts):
        return full
    initials = "".join(f"{part[0].upper()}." for part in parts[1:])
    return f"{parts[0]} {initials}"


def _office(
    municipality: Municipality, signer: Person, author: Person, at: datetime
) -> dict[str, Any]:
    initials = "".join(f"{part[0]}." for part in (signer.first_name, signer.patronymic) if part)
    return {
        "municipality": municipality.genitive_name or municipality.name,
        "region": municipality.region_name,
        "letter_date": in_words(at, municipality),
        "signer_position": signer.position,
        "signer_name": f"{initials} {signer.last_name}".strip(),
        "executor_name": author.short_name,
        "executor_phone": author.phone,
        "is_demo": municipality.is_demo,
    }


def _addressee(case: Case, body: Organisation | None) -> dict[str, str]:
    if body is not None:
        return {"addressee": body.name, "addressee_contacts": body.email}
    contacts = case.applicant_address or case.applicant_email
    return {"addressee": case.applicant_name, "addressee_contacts": contacts}


def _applicant(case: Case, *, is_veiled: bool) -> dict[str, Any]:
    if is_veiled:
        nobody = dict.fromkeys(("applicant", "applicant_short", "applicant_contacts"), "")
        return {**nobody, "authors": []}
    authors = [
        {"name": one.name, "contacts": _joined((one.address, one.phone, one.email))}
        for one in case.co_authors.order_by("pk")
    ]
    contacts = (case.applicant_address, case.applicant_phone, case.applicant_email)
    return {
        "applicant": case.applicant_name,
        "applicant_short": short_name(case.applicant_name),
        "applicant_contacts": _joined(contacts),
        "authors": authors,
    }


def _appeal(case: Case, *, is_veiled: bool) -> dict[str, str]:
    details = getattr(case, "appeal_details", None)
    passed = ""
    if details is not None and not details.is_direct:
        passed = _joined((details.upper_body, details.upper_number))
    return {
        "number": case.number,
        "registered_date": in_words(case.registered_at, case.municipality),
        "received_date": in_words(case.received_at, case.municipality),
        "channel": str(case.get_channel_display()),
        "form": str(details.get_form_display()) if details else "",
        "kind": str(case.get_appeal_kind_display()),
        "passed_on_by": passed,
        "text": "" if is_veiled else case.text,
        "recipient": case.recipient.name if case.recipient else "",
        "state": str(case.get_state_display()),
        "result": str(case.get_resolution_display()),
        "repeat": str(case.get_repeat_kind_display()) if case.repeat_kind else "",
    }


def _terms(case: Case) -> dict[str, str]:
    clock: Clock | None = case.clocks.filter(kind=ClockKind.FINAL_REPLY).order_by("pk").last()
    return {
        "due_date": in_words(clock.due_at if clock else None, case.municipality),
        "first_due_date": in_words(clock.original_due_at if clock else None, case.municipality),
    }


def _control(case: Case) -> dict[str, str]:
    control: Control | None = case.controls.select_related("controller").order_by("pk").last()
    if control is None:
        return dict.fromkeys(("control_date", "controller", "control_remark", "control_result"), "")
    return {
        "control_date": in_words(control.control_date, case.municipality),
        "controller": control.controller.short_name if control.controller else "",
        "control_remark": control.remark,
        "control_result": control.result,
    }


def _questions(case: Case, body: Organisation | None) -> list[dict[str, str]]:
    """Return the questions; to a body only those that were sent to it."""
    found = case.questions.select_related("sstu_topic").order_by("number")
    if body is not None:
        found = found.filter(transfers__organisation=body)
    return [_question(one, case) for one in found]


def _question(question: Question, case: Case) -> dict[str, str]:
    bodies = (one.organisation.name for one in question.transfers.select_related("organisation"))
    result = str(QuestionResult(question.result).label) if question.result else _("in work")
    if question.actions_taken:
        result = _("supported, actions taken")
    # A lone question nobody has put into words is the whole text.
    text = question.text or case.text
    code = question.sstu_topic
    return {
        "number": str(question.number),
        "text": text,
        "code": f"{code.code} {code.name}" if code else "",
        "result": result,
        "status": standing_of(question, case).status.value,
        "bodies": ", ".join(bodies),
    }


def _bodies(case: Case) -> list[str]:
    found = case.questions.values_list("transfers__organisation__name", flat=True)
    return list(dict.fromkeys(name for name in found.order_by("transfers__pk") if name))


def _answer(case: Case) -> str:
    known = (AnswerState.SENT, AnswerState.APPROVED)
    answers = case.answers.filter(kind=AnswerKind.FINAL, state__in=known)
    return answers.order_by("version").values_list("text", flat=True).last() or ""


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)
