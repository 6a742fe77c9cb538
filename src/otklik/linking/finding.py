"""Comparing cases with the register: repeats, and problems behind many cases.

What is new is read from the log, from where it was read up to last time. Interrupted anywhere,
or done by two at once, it may be done again: nothing is proposed twice.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import DatabaseError, transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from otklik.cases import log
from otklik.cases.models import Case, Event, LogHead
from otklik.linking.growth import Growth, Spot, growth_at, spot_of
from otklik.linking.keys import Keys, keys_of, store_keys
from otklik.linking.models import (
    Cursor,
    LikenessKey,
    ProblemProposal,
    ProposalState,
    RepeatProposal,
)
from otklik.linking.repeats import Repeat, repeat_in
from otklik.registry.models import Municipality

logger = logging.getLogger(__name__)
Answered = TypeVar("Answered")
EVENTS_AT_ONCE = 400
# What a case may be linked by comes or changes with these.
TELLING = (
    "case.received",
    "case.updated",
    "case.mended",
    "case.classify",
    "case.locate",
    "case.reopen",
    "case.mark_repeat",
    "case.leave_problem",
)


def find_new(*, at: datetime) -> int:
    """Compare the next new and changed cases of each municipality; return how many entries of
    the log were read: none means that everything is compared.

    Keys are kept of cases that are open or lie in the window of repeats; proposals are made for
    open ones alone: what has ended long since troubles nobody.
    """
    return sum(_read_on(municipality, at) for municipality in _with_news())


def compare(case: Case, *, at: datetime) -> None:
    """Compare one case now, without waiting for its turn."""
    _settle_and_propose(case.municipality, [case], at)


def start_anew() -> int:
    """Drop the keys and read the logs from the beginning; return how many entries there are.

    Proposals stay, and so does what people said of them.
    """
    with transaction.atomic():
        LikenessKey.objects.all()._raw_delete(LikenessKey.objects.db)
        Cursor.objects.all().delete()
    return Event.objects.count()


def _with_news() -> list[Municipality]:
    read = Cursor.objects.filter(municipality=OuterRef("municipality")).values("seq")[:1]
    heads = LogHead.objects.annotate(read=Coalesce(Subquery(read), 0)).exclude(read=F("last_seq"))
    return [head.municipality for head in heads.select_related("municipality")]


def _read_on(municipality: Municipality, at: datetime) -> int:
    cursor, _is_made = Cursor.objects.get_or_create(municipality=municipality)
    events = Event.objects.filter(municipality=municipality, seq__gt=cursor.seq).order_by("seq")
    rows = list(events.values_list("seq", "name", "case_id")[:EVENTS_AT_ONCE])
    if not rows:
        return 0
    told = {case_id for _seq, name, case_id in rows if name in TELLING and case_id}
    cases = Case.objects.filter(pk__in=told).select_related("municipality").order_by("pk")
    _settle_and_propose(municipality, list(cases), at)
    # Who else has read these meanwhile has found the same: the cursor goes on from here.
    Cursor.objects.filter(pk=cursor.pk, seq=cursor.seq).update(seq=rows[-1][0])
    return len(rows)


def _settle_and_propose(municipality: Municipality, cases: Sequence[Case], at: datetime) -> None:
    made = {case.pk: _despite_errors(keys_of, case) for case in cases if _is_comparable(case, at)}
    keys = {key: known for key, known in made.items() if known is not None}
    with transaction.atomic():
        store_keys((case, keys[case.pk]) for case in cases if case.pk in keys)
    marked = [case for case in cases if case.repeat_kind]
    if marked:
        with transaction.atomic():
            log.hold(municipality)
            for case in marked:
                _settle(case, at)
    asking = [case for case in cases if _is_asking(case, keys)]
    found = [_despite_errors(lambda one: repeat_in(one, keys[one.pk]), case) for case in asking]
    _propose(municipality, cases, [one for one in found if one is not None], at)


def _despite_errors(ask: Callable[[Case], Answered | None], case: Case) -> Answered | None:
    """Return what is asked of the case, ``None`` where its text is too much for us.

    One such case must not hold up all that come after it; a database that is away should.
    """
    try:
        return ask(case)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("case %s cannot be compared", case.pk)
        return None


def _is_comparable(case: Case, at: datetime) -> bool:
    window = timedelta(days=case.municipality.repeat_days)
    return case.is_open or case.received_at > at - window


def _is_asking(case: Case, keys: dict[int, Keys]) -> bool:
    return case.is_open and not case.repeat_kind and case.pk in keys


def _settle(case: Case, at: datetime) -> None:
    """Note what became of the proposals for a case a person has marked."""
    waiting = RepeatProposal.objects.filter(case=case, state=ProposalState.OPEN)
    taken = waiting.filter(earlier=case.repeat_of_id)
    taken.update(state=ProposalState.ACCEPTED, decided_at=at)
    waiting.update(state=ProposalState.DECLINED, decided_at=at)


def _propose(
    municipality: Municipality, cases: Sequence[Case], repeats: Iterable[Repeat], at: datetime
) -> None:
    made = [_proposal_of(one, at) for one in repeats if _is_new(one)]
    # Counting may take a while in a large register: not under the lock all writers wait for.
    touched = _touched(municipality, cases)
    found = [growth_at(municipality, spot, until) for spot, until in touched]
    growths = [growth for growth in found if growth is not None]
    if not made and not growths:
        return
    with transaction.atomic():
        log.hold(municipality)
        RepeatProposal.objects.bulk_create(made, ignore_conflicts=True)
        for growth in growths:
            _grow(municipality, growth, at)


def _is_new(repeat: Repeat) -> bool:
    """Tell whether the later case still asks, and the earlier one is not marked as its repeat."""
    is_asking = repeat.case.is_open and not repeat.case.repeat_kind
    return is_asking and repeat.earlier.repeat_of_id != repeat.case.pk


def _proposal_of(repeat: Repeat, at: datetime) -> RepeatProposal:
    return RepeatProposal(
        case=repeat.case,
        earlier=repeat.earlier,
        percent=repeat.percent,
        is_same_applicant=repeat.is_same_applicant,
        evidence=[reason.as_json() for reason in repeat.evidence],
        made_at=at,
    )


def _touched(municipality: Municipality, cases: Sequence[Case]) -> list[tuple[Spot, datetime]]:
    """Return the spots of the open cases with the moments their newest cases came, the oldest
    moment first: one for each window, for a file brings many of them at once.
    """
    window = timedelta(days=municipality.problem_days)
    found: dict[tuple[Spot, int], datetime] = {}
    for case in cases:
        spot = spot_of(case)
        if spot is not None and case.is_open and case.problem_id is None:
            key = (spot, int(case.received_at.timestamp() // window.total_seconds()))
            found[key] = max(case.received_at, found.get(key, case.received_at))
    return sorted(((spot, at) for (spot, _n), at in found.items()), key=lambda pair: pair[1])


def _grow(municipality: Municipality, growth: Growth, at: datetime) -> None:
    told = {
        "municipality": municipality,
        "problem": growth.problem,
        "usual": growth.usual,
        "days": growth.days,
        "evidence": [reason.as_json() for reason in growth.evidence],
        "grown_at": at,
    }
    proposal, _is_made = ProblemProposal.objects.update_or_create(
        topic_id=growth.topic_id,
        territory_id=growth.territory_id,
        state=ProposalState.OPEN,
        defaults=told,
        create_defaults={**told, "made_at": at},
    )
    proposal.cases.add(*growth.case_ids)
    _take_in_streets(proposal)


def _take_in_streets(proposal: ProblemProposal) -> None:
    """Make what is proposed of single streets part of what is proposed of the settlement.

    With all its cases, those before the window too. More cases of an open problem of a street
    stay a proposal of their own.
    """
    narrower = ProblemProposal.objects.filter(
        topic=proposal.topic_id,
        territory__parent=proposal.territory_id,
        state=ProposalState.OPEN,
        problem=None,
    )
    for one in narrower.filter(cases__in=proposal.cases.all()).distinct():
        proposal.cases.add(*one.cases.all())
        one.delete()
