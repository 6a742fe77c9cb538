"""Making a letter of a case, keeping what it was made of, and making it again."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from otklik.cases import moves
from otklik.cases.models import Case, Event, QuestionTransfer
from otklik.cases.models.choices import AnswerKind, AnswerState
from otklik.cases.queries import access
from otklik.letters.fields import fields_of
from otklik.letters.models import IssuedLetter, LetterKind
from otklik.letters.templates import filled, keep, template_for, template_with
from otklik.registry.grants import Grants
from otklik.registry.grounds import ground_with
from otklik.registry.models import Organisation, Person
from otklik.registry.permissions import Permission

TO_BODIES = frozenset({LetterKind.TRANSFER})
CARDS = frozenset({LetterKind.APPEAL_CARD, LetterKind.CONTROL_CARD})


class NothingToSay(Exception):
    """The letter needs what the case does not have: a body, a transfer, an answer."""


def make_letter(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    kind: str,
    signer: Person | None = None,
    body: Organisation | None = None,
    number: str = "",
    reason: str = "",
) -> IssuedLetter:
    """Make the letter, keep what it was made of and return its row.

    ``body`` is to whom a cover letter goes: one the appeal was transferred to. It holds names:
    raises ``access.NotAllowed`` for who sees none, ``NothingToSay``, ``ValueError`` for an
    unknown kind, ``templates.NotATemplate`` and what ``moves.move`` raises.
    """
    letter_kind = LetterKind(kind)
    access.require(grants, Permission.VIEW_PERSONAL, case)
    with moves.move("make_letter", case=case, grants=grants, at=at) as current:
        _check(current.case, letter_kind, body)
        template = template_for(case.municipality, letter_kind)
        keep(template)
        data = fields_of(
            current.case,
            at=at,
            signer=signer or grants.person,
            author=grants.person,
            body=body if letter_kind in TO_BODIES else None,
            number=number.strip(),
            reason=reason.strip(),
            law=_law(current.case, letter_kind, at),
        )
        filled(template, data)
        letter = IssuedLetter.objects.create(
            case=current.case,
            kind=letter_kind,
            addressee="" if letter_kind in CARDS else data["addressee"],
            number=number.strip(),
            at=at,
            by=grants.person,
            data=data,
            data_digest=digest_of(data),
            template_digest=template.digest,
        )
        current.note(
            letter=letter_kind.value, letter_number=letter.number, digest=letter.data_digest
        )
    return letter


def document_of(letter: IssuedLetter) -> bytes:
    """Return the document as it was made. Raises ``FileNotFoundError`` without its template."""
    return filled(template_with(letter.template_digest), letter.data)


def digest_of(data: dict[str, object]) -> str:
    """Return the digest of what a letter was made of."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _check(case: Case, kind: LetterKind, body: Organisation | None) -> None:
    if not _has_ground(case, kind, body):
        raise NothingToSay(kind)


def _has_ground(case: Case, kind: LetterKind, body: Organisation | None) -> bool:
    """Tell whether the case has what the letter speaks of."""
    sent = QuestionTransfer.objects.filter(question__case=case)
    if kind in TO_BODIES:
        return body is not None and sent.filter(organisation=body).exists()
    found: dict[str, QuerySet[Any]] = {
        LetterKind.TRANSFER_NOTICE: sent,
        LetterKind.EXTENSION: case.clocks.filter(times_extended__gt=0),
        LetterKind.CONTROL_CARD: case.controls.all(),
        LetterKind.ANSWER: case.answers.filter(
            kind=AnswerKind.FINAL, state__in=(AnswerState.APPROVED, AnswerState.SENT)
        ),
    }
    return kind not in found or found[kind].exists()


def _law(case: Case, kind: LetterKind, at: datetime) -> str:
    """Return the article by which the case was left without an answer, if it was."""
    if kind not in (LetterKind.RETURN, LetterKind.NO_ANSWER):
        return ""
    ground = _ground_of(case)
    on = case.municipality.local(at).date()
    row = ground_with(case.municipality, ground, on) if ground else None
    return row.law if row else ""


def _ground_of(case: Case) -> str:
    entry = (
        Event.objects.filter(case_id=case.pk, name="case.leave_without_answer")
        .order_by("seq")
        .last()
    )
    return str(entry.details.get("ground", "")) if entry else ""
