"""Carrying out an approved act: case by case, each in one transaction, from where it stopped."""

import re
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from otklik.cases import enclosed, log
from otklik.cases.models import Case, Event
from otklik.cases.queries.history import PERSONAL_FIELDS
from otklik.core.text import search_tokens, stem, words
from otklik.enclosures.store import Store
from otklik.privacy.models import ActState, RetentionAct, RetentionAction, RetentionItem
from otklik.privacy.tables import cover_rows, covered
from otklik.understanding import find_personal_data, mask

CASES_A_TIME = 50
SHORTEST_NAME = 3
WORD = re.compile(r"\w+")
EMPTIED_FIELDS = (
    "applicant_name",
    "applicant_address",
    "applicant_phone",
    "applicant_email",
    "applicant_url",
    "source_url",
    "search_personal",
)


def carry_out_next(*, at: datetime, store: Store) -> bool:
    """Carry out some more of the oldest approved act; tell whether there was anything to do.

    ``store`` holds the files of cases: those nobody uses any more go with the names. A crash
    between the two leaves files without an owner, which ``verify-files --mend`` removes.
    """
    act = RetentionAct.objects.filter(state=ActState.APPROVED).order_by("approved_at").first()
    if act is None:
        return False
    waiting = act.items.filter(done_at=None, left_out_reason="").order_by("pk")
    items = list(waiting[:CASES_A_TIME])
    for item in items:
        for digest in _carry_out(act, item, at):
            enclosed.discard_unused(digest, store)
    if not items:
        _finish(act, at)
    return True


def _carry_out(act: RetentionAct, item: RetentionItem, at: datetime) -> list[str]:
    """Carry out the act for one case; return the digests of the files that were its own."""
    with transaction.atomic():
        log.hold(act.municipality)
        if RetentionItem.objects.filter(pk=item.pk, done_at=None).update(done_at=at) == 0:
            return []
        case = Case.objects.select_for_update(of=("self",)).filter(pk=item.case_id).first()
        if case is None:
            return []
        digests = list(case.attachments.order_by().values_list("file_id", flat=True).distinct())
        name = "anonymised" if act.action == RetentionAction.ANONYMISE else "destroyed"
        covered_events = _cover_history(case, act)
        if act.action == RetentionAction.ANONYMISE:
            _anonymise(case)
        else:
            case.delete()
        told = {"act": act.number, "number": item.case_number, "covered": covered_events}
        entry = log.Entry(f"case.{name}", item.case_id, at, told)
        log.append(act.municipality, [entry], person=act.approved_by, recorded_at=at)
    return digests


def _finish(act: RetentionAct, at: datetime) -> None:
    with transaction.atomic():
        log.hold(act.municipality)
        changed = RetentionAct.objects.filter(pk=act.pk, state=ActState.APPROVED).update(
            state=ActState.DONE, done_at=at
        )
        if changed:
            count = act.items.exclude(done_at=None).count()
            told = {"act": act.number, "action": act.action, "cases": count}
            entry = log.Entry("retention.done", None, at, told, log.MACHINE)
            log.append(act.municipality, [entry], person=None, recorded_at=at)


def _anonymise(case: Case) -> None:
    # A file cannot be masked: a photograph shows faces, a scan has the signature on it.
    case.attachments.all().delete()
    cover = cover_for(case)
    cover_rows(case, cover)
    case.text = cover(case.text)
    case.place_text, case.source = cover(case.place_text), cover(case.source)
    case.decisions = covered(case.decisions, cover)
    for name in EMPTIED_FIELDS:
        setattr(case, name, "")
    case.search_text = search_tokens(case.text)
    # A file that comes again must not bring back what is gone.
    case.set_by_person = sorted({*case.set_by_person, *PERSONAL_FIELDS})
    case.save()


def _cover_history(case: Case, act: RetentionAct) -> list[int]:
    """Take the words out of the case's entries of the log; return their numbers.

    The hash of an entry stays, so the chain holds; the entry of the act names the covered ones,
    and only those may differ from their hash (``log.flaws``).
    """
    events = Event.objects.filter(case_id=case.pk, municipality_id=case.municipality_id)
    numbers = []
    for event in events.exclude(data="{}").order_by("seq"):
        event.data = log.covered_data(act.number)
        event.save(update_fields=["data"])
        numbers.append(event.seq)
    return numbers


def cover_for(case: Case) -> Callable[[str], str]:
    """Return what covers personal data in a text, and the applicant's own names in any form."""
    names = {stem(word) for word in words(case.applicant_name) if len(word) >= SHORTEST_NAME}

    def cover(text: str) -> str:
        masked = mask(text, find_personal_data(text))
        return WORD.sub(lambda found: _cover_name(found.group(), names), masked)

    return cover


def _cover_name(word: str, names: set[str]) -> str:
    return "█" * len(word) if stem(word.lower().replace("ё", "е")) in names else word
