"""What is to be told, before it is stored: facts, and how many of them become one notice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from otklik.registry.models import Municipality, Person
from otklik.reminders.models import Notice, is_same_day

# More than this at once of one kind are told together; a file is read in several looks.
MOST_APART = 5
AT_ONCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Fact:
    """A thing to tell a person; ``key`` is the same whenever the same thing is found again."""

    person: Person
    kind: str
    key: str
    at: datetime
    case_id: int | None = None
    request_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


def store(facts: Iterable[Fact], municipality: Municipality, at: datetime) -> int:
    """Store the facts as notices and return how many notices were made or grew.

    Must run in the transaction that marks the facts as told.
    """
    piles: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    for fact in _not_told(facts):
        piles[(fact.person.pk, fact.kind)].append(fact)
    apart: list[Notice] = []
    together = 0
    for pile in piles.values():
        if len(pile) > MOST_APART or len(pile) + _told_just_now(pile[0], at) > 2 * MOST_APART:
            _store_together(pile, municipality, at)
            together += 1
        else:
            apart += [_notice(fact, municipality) for fact in pile]
    Notice.objects.bulk_create(apart, ignore_conflicts=True)
    return len(apart) + together


def _told_just_now(fact: Fact, at: datetime) -> int:
    """Return how many of the kind the person was told one by one and has not seen."""
    rows = Notice.objects.filter(person=fact.person, kind=fact.kind, seen_at=None)
    return rows.filter(at__gt=at - AT_ONCE).exclude(case=None, request=None).count()


def _not_told(facts: Iterable[Fact]) -> list[Fact]:
    """Return each fact once, without those there is a notice of."""
    found = {(fact.person.pk, fact.key): fact for fact in facts}
    known = Notice.objects.filter(
        person__in={person for person, _key in found}, key__in={key for _person, key in found}
    )
    for pair in known.values_list("person_id", "key"):
        found.pop(pair, None)
    return list(found.values())


def _notice(fact: Fact, municipality: Municipality) -> Notice:
    return Notice(
        person=fact.person,
        municipality=municipality,
        case_id=fact.case_id,
        request_id=fact.request_id,
        kind=fact.kind,
        key=fact.key,
        data=fact.data,
        at=fact.at,
    )


def _store_together(pile: Sequence[Fact], municipality: Municipality, at: datetime) -> None:
    """Tell many as one; what was told so today and is not seen yet, nor sent, grows."""
    first = pile[0]
    waiting = Notice.objects.filter(
        person=first.person,
        municipality=municipality,
        kind=first.kind,
        case=None,
        request=None,
        seen_at=None,
        letter=None,
    ).order_by("-at")
    known = waiting.first()
    if known is not None and is_same_day(known.at, at, municipality):
        known.data = {**known.data, "count": known.data.get("count", 0) + len(pile)}
        known.at = at
        known.save(update_fields=["data", "at"])
        return
    Notice.objects.create(
        person=first.person,
        municipality=municipality,
        kind=first.kind,
        key=f"many:{first.key}",
        data={"count": len(pile)},
        at=at,
    )
