"""Drawing an act, leaving cases out of it, approving and cancelling it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, time

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Coalesce

from otklik.cases import log
from otklik.cases.models import Case
from otklik.cases.models.case import CaseQuerySet
from otklik.cases.models.choices import OPEN_STATES
from otklik.cases.queries.access import NotAllowed
from otklik.privacy.models import ActState, RetentionAct, RetentionItem, RetentionRule
from otklik.registry.grants import Grants
from otklik.registry.permissions import Permission

# An act is read by people; more cases make another act.
MOST_CASES = 5_000


class NothingDue(Exception):
    """No case's term of keeping is over by this rule."""


class NotInThisState(Exception):
    """The act has been approved, carried out or cancelled meanwhile."""


class OwnAct(Exception):
    """Who draws an act does not approve it: four eyes see what is gone for good."""


class NoReason(Exception):
    """A case is kept beyond its term only with a reason."""


def due_cases(rule: RetentionRule, at: datetime) -> CaseQuerySet:
    """Return the ended cases whose term is over at the moment ``at``, the oldest first.

    A case on control is kept, and so is one that stands in an act that is under way or by which
    its names have gone already.
    """
    municipality = rule.municipality
    day = rule.ended_before(municipality.local(at).date())
    before = datetime.combine(day, time.min, tzinfo=municipality.zone)
    listed = RetentionItem.objects.filter(case_id=OuterRef("pk"), left_out_reason="").exclude(
        act__state=ActState.CANCELLED
    )
    cases = Case.objects.of_municipality(municipality).exclude(state__in=OPEN_STATES)
    if rule.kind:
        cases = cases.filter(kind=rule.kind)
    ended = cases.annotate(ended_at=Coalesce("closed_at", "answered_at", "state_at"))
    due = ended.filter(received_at__lt=before, ended_at__lt=before, on_control=False)
    return due.exclude(Exists(listed)).order_by("received_at", "pk")


def draw_act(*, rule: RetentionRule, grants: Grants, at: datetime) -> RetentionAct:
    """List the cases that are due in a new act and return it.

    Raises ``NothingDue``, and ``NotAllowed`` to who may not draw acts.
    """
    _require(grants, Permission.DRAW_RETENTION, rule)
    municipality = rule.municipality
    with transaction.atomic():
        log.hold(municipality)
        found = list(due_cases(rule, at)[:MOST_CASES])
        if not found:
            raise NothingDue
        numbers = RetentionAct.objects.filter(municipality=municipality)
        act = RetentionAct.objects.create(
            municipality=municipality,
            number=(numbers.aggregate(last=Max("number"))["last"] or 0) + 1,
            rule=rule,
            action=rule.action,
            ground=rule.ground,
            ended_before_date=rule.ended_before(municipality.local(at).date()),
            drawn_by=grants.person,
            drawn_at=at,
        )
        RetentionItem.objects.bulk_create(
            RetentionItem(
                act=act,
                case_id=case.pk,
                case_number=case.number,
                received_at=case.received_at,
                ended_at=case.closed_at or case.answered_at or case.state_at,
            )
            for case in found
        )
        _log("retention.drawn", act, grants, at, cases=len(found))
    return act


def leave_out(
    *, act: RetentionAct, grants: Grants, at: datetime, item_ids: Collection[int], reason: str
) -> RetentionAct:
    """Keep some cases of an act that waits beyond their term, with a reason; return the act."""
    _require(grants, Permission.APPROVE_RETENTION, act)
    if not reason.strip():
        raise NoReason
    with _held(act, ActState.DRAWN) as current:
        items = current.items.filter(pk__in=item_ids)
        count = items.update(left_out_reason=reason.strip()[:300])
        _log("retention.left_out", current, grants, at, cases=count, reason=reason.strip())
    return current


def approve_act(*, act: RetentionAct, grants: Grants, at: datetime) -> RetentionAct:
    """Approve an act another has drawn: from then on it is carried out. Return it.

    Raises ``OwnAct``, ``NotInThisState`` and ``NotAllowed``.
    """
    _require(grants, Permission.APPROVE_RETENTION, act)
    if act.drawn_by_id == grants.person.pk:
        raise OwnAct
    with _held(act, ActState.DRAWN) as current:
        current.state = ActState.APPROVED
        current.approved_by, current.approved_at = grants.person, at
        current.save()
        _log("retention.approved", current, grants, at)
    return current


def cancel_act(*, act: RetentionAct, grants: Grants, at: datetime) -> RetentionAct:
    """Cancel an act that waits: its cases are due again. Return it."""
    _require(grants, Permission.DRAW_RETENTION, act)
    with _held(act, ActState.DRAWN) as current:
        current.state = ActState.CANCELLED
        current.save()
        _log("retention.cancelled", current, grants, at)
    return current


@contextmanager
def _held(act: RetentionAct, state: str) -> Iterator[RetentionAct]:
    """Lock the log and the act for one transaction; raise ``NotInThisState``."""
    with transaction.atomic():
        log.hold(act.municipality)
        current = RetentionAct.objects.select_for_update(of=("self",)).get(pk=act.pk)
        if current.state != state:
            raise NotInThisState(current.state)
        yield current


def _require(grants: Grants, permission: Permission, row: RetentionRule | RetentionAct) -> None:
    if not grants.allows(permission, row.municipality):
        raise NotAllowed(permission)


def _log(name: str, act: RetentionAct, grants: Grants, at: datetime, **data: object) -> None:
    entry = log.Entry(name, None, at, {"act": act.number, "action": act.action, **data})
    log.append(act.municipality, [entry], person=grants.person, recorded_at=at)
