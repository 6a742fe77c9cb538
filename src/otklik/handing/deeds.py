"""Handing open cases over to a colleague, and taking back what is still open.

Each case moves by the table of steps and is written down in the log of the centre.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from otklik.cases import log, moves
from otklik.cases.models import Case
from otklik.cases.models.choices import OPEN_STATES
from otklik.cases.queries import access
from otklik.cases.states import StepNotAllowed
from otklik.handing.models import HandOver
from otklik.registry.grants import Grants, grants_of
from otklik.registry.models import Person
from otklik.registry.permissions import Permission


class _DoesNotFit(Exception):
    """The case is another's by now, or the new executor may not write its answer."""


class NothingToHandOver(Exception):
    """None of the cases is the person's, open, and one the receiver may answer."""


class NothingToTakeBack(Exception):
    """It was taken back already, or no case of it is open and still with the receiver."""


def hand_over(
    *,
    cases: Iterable[Case],
    from_person: Person,
    to_person: Person,
    grants: Grants,
    at: datetime,
    until_date: date | None = None,
    reason: str = "",
) -> HandOver:
    """Make the receiver executor of those cases that still fit, and return what was done.

    A case fits while ``from_person`` is its executor, it is open, the acting person may assign
    it, and the receiver, by his own role or as a substitute, may write its answer; the others
    stay as they are. Raises ``NothingToHandOver``.
    """
    chosen = sorted(cases, key=lambda case: case.pk)
    if not chosen or not to_person.is_active or from_person.pk == to_person.pk:
        raise NothingToHandOver
    municipality = chosen[0].municipality
    receiving = grants_of(to_person, municipality.local(at).date())
    with transaction.atomic():
        log.hold(municipality)
        made = HandOver.objects.create(
            municipality=municipality,
            from_person=from_person,
            to_person=to_person,
            until_date=until_date,
            reason=reason.strip(),
            made_by=grants.person,
            made_at=at,
        )
        note: dict[str, object] = {"until_date": until_date, "reason": made.reason}
        done = [
            case
            for case in chosen
            if case.municipality_id == municipality.pk
            if _give(case, from_person, to_person, receiving, grants, at, note)
        ]
        if not done:
            raise NothingToHandOver
        made.cases.add(*done)
    return made


def take_back(*, hand_over: HandOver, grants: Grants, at: datetime) -> int:
    """Make the former executor that of the cases still open, and return how many they are.

    What was finished, given on since or may not be assigned by the acting person stays where
    it is. Raises ``NothingToTakeBack``.
    """
    municipality, owner = hand_over.municipality, hand_over.from_person
    returning = grants_of(owner, municipality.local(at).date())
    with transaction.atomic():
        log.hold(municipality)
        locked = HandOver.objects.select_for_update(of=("self",)).get(pk=hand_over.pk)
        if locked.taken_back_at is not None or not owner.is_active:
            raise NothingToTakeBack
        note: dict[str, object] = {"is_back": True}
        cases = locked.cases.order_by("pk")
        done = [
            case
            for case in cases
            if _give(case, locked.to_person, owner, returning, grants, at, note)
        ]
        if not done:
            raise NothingToTakeBack
        # What others may assign they take back themselves.
        if not locked.cases.filter(executor=locked.to_person, state__in=OPEN_STATES).exists():
            locked.taken_back_at = at
            locked.save(update_fields=["taken_back_at"])
    return len(done)


def _give(
    case: Case,
    holder: Person,
    receiver: Person,
    receiving: Grants,
    grants: Grants,
    at: datetime,
    note: dict[str, object],
) -> bool:
    """Make the receiver executor in the place of the holder; tell whether it could be done."""
    try:
        with moves.move("hand_over", case=case, grants=grants, at=at) as current:
            is_held = current.case.executor_id == holder.pk
            if not (is_held and access.may(receiving, Permission.DRAFT_ANSWER, current.case)):
                raise _DoesNotFit
            current.set(executor=receiver)
            current.note(**note)
    except (_DoesNotFit, StepNotAllowed, access.NotAllowed):
        return False
    return True
