"""The queues of the list: what waits for a person by what he may do, and how much of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.choices import State
from otklik.cases.queries.filters import DAYS_AHEAD, FLAG_WAITS, OVERDUE, TODAY, TOMORROW
from otklik.cases.queries.lists import count_up_to
from otklik.cases.queries.turns import waiting_for
from otklik.handing.queries import for_whom
from otklik.registry.permissions import Permission
from otklik.registry.routes import roles_on_routes
from otklik.web.desk.inbox.address import ME, OPEN, Reader
from otklik.web.desk.information.views import open_counts
from otklik.web.desk.middleware import DeskRequest

# More than this is "many": counting further costs time and tells nothing.
MOST_COUNTED = 999
# Queues of what the person works for, and the name of the filter.
HOMES = {"organisation": "recipient", "block": "block"}


@dataclass(frozen=True, slots=True)
class Queue:
    """A view of the list. ``permission``: who lacks it has nothing to do there."""

    name: str
    label: str | Promise
    query: str
    permission: Permission = Permission.VIEW_CASE
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class QuickView:
    """A queue made ready for a page; ``count`` is blank where nothing was counted."""

    label: str
    url: str
    is_current: bool
    count: str = ""


QUEUES: tuple[Queue, ...] = (
    Queue("all", _("All"), "", is_counted=False),
    Queue("open", _("Open"), f"state={OPEN}", is_counted=False),
    Queue("flags", _("Red flags"), f"flag={FLAG_WAITS}"),
    Queue("new", _("New"), f"state={State.REGISTERED}", Permission.ASSIGN_CASE),
    Queue("organisation", _("My organisation"), f"state={OPEN}"),
    Queue("block", _("My block"), f"state={OPEN}"),
    Queue("mine", _("Mine"), f"state={OPEN}&executor={ME}", Permission.DRAFT_ANSWER),
    Queue("returned", _("Returned"), "returned=1", Permission.DRAFT_ANSWER),
    Queue("reopened", _("Returned by the applicant"), "reopened=1", Permission.DRAFT_ANSWER),
    Queue("approvals", _("Wait for my approval"), "", Permission.AGREE_ANSWER),
    Queue("approved", _("Approved, to be sent"), f"state={State.APPROVED}", Permission.SEND_ANSWER),
    Queue("overdue", _("Overdue"), f"due={OVERDUE}"),
    Queue("today", _("Due today"), f"due={TODAY}"),
    Queue("tomorrow", _("Due tomorrow"), f"due={TOMORROW}"),
    Queue("promised", _("Promised this week"), "", Permission.DEFER_CASE),
    Queue("control", _("On control"), "control=1", Permission.CONTROL_CASE),
)


def quick_views(request: DeskRequest, cleaned: QueryDict, *, counted: bool) -> list[QuickView]:
    """Return the queues of the person, the one the address ``cleaned`` shows marked."""
    current = sorted(cleaned.lists())
    views = []
    for queue in QUEUES:
        if not _is_for(queue, request):
            continue
        query = _query(queue, request)
        count = _count(request, queue, query) if counted and queue.is_counted else ""
        if queue.name == "approvals":
            views.append(QuickView(str(queue.label), reverse("approvals"), False, count))
            continue
        url = f"{reverse('inbox')}?{query}" if query else reverse("inbox")
        is_current = sorted(QueryDict(query).lists()) == current
        views.append(QuickView(str(queue.label), url, is_current, count))
    return [*views, *_for_others(request, current, counted=counted), *_requests(request, counted)]


def _for_others(
    request: DeskRequest, current: Sequence[object], *, counted: bool
) -> list[QuickView]:
    """Return a queue for each colleague whose cases the person has at present."""
    today = request.municipality.local(request.at).date()
    views = []
    for whom in for_whom(request.user, request.municipality, today):
        query = f"state={OPEN}&for={whom.pk}"
        is_current = sorted(QueryDict(query).lists()) == current
        label = _("For %s") % whom.short_name
        count = _count_in_list(request, query) if counted else ""
        views.append(QuickView(label, f"{reverse('inbox')}?{query}", is_current, count))
    return views


def _requests(request: DeskRequest, counted: bool) -> list[QuickView]:
    """Return the requests for information, where there are any: they have a page of their own."""
    if not counted:
        return []
    labels = (_("Information asked of us"), _("Information waited for"))
    pairs = zip(labels, open_counts(request), strict=True)
    url = reverse("information")
    return [QuickView(str(label), url, False, str(number)) for label, number in pairs if number]


def _is_for(queue: Queue, request: DeskRequest) -> bool:
    """Tell whether the person has something to do in the queue."""
    municipality, grants = request.municipality, request.grants
    if not grants.allows(queue.permission, municipality):
        return False
    if queue.name in HOMES:
        return bool(_home_keys(queue, request))
    if queue.name != "approvals" or grants.allows(Permission.APPROVE_ANSWER, municipality):
        return True
    named = roles_on_routes(municipality, municipality.local(request.at).date())
    return bool(grants.scopes_as(named, municipality.pk))


def _home_keys(queue: Queue, request: DeskRequest) -> list[int]:
    """Return the blocks or organisations the person works for."""
    home = request.grants.home(request.municipality.pk)
    keys = home.block_ids if queue.name == "block" else home.organisation_ids
    return sorted(keys or ())


def _query(queue: Queue, request: DeskRequest) -> str:
    if queue.name in HOMES:
        pairs = [(HOMES[queue.name], key) for key in _home_keys(queue, request)]
        return f"{queue.query}&{urlencode(pairs)}"
    if queue.name != "promised":
        return queue.query
    last = request.municipality.local(request.at).date() + timedelta(days=DAYS_AHEAD - 1)
    return f"state={State.DEFERRED}&promised_to={last.isoformat()}"


def _count(request: DeskRequest, queue: Queue, query: str) -> str:
    if queue.name != "approvals":
        return _count_in_list(request, query)
    today = request.municipality.local(request.at).date()
    waiting = waiting_for(request.grants, request.municipality, today)
    return _told(waiting.values("pk")[: MOST_COUNTED + 1].count())


def _count_in_list(request: DeskRequest, query: str) -> str:
    chosen = Reader(request.user, request.municipality, request.at).read(QueryDict(query))
    found = count_up_to(
        MOST_COUNTED + 1,
        chosen,
        grants=request.grants,
        municipality=request.municipality,
        at=request.at,
    )
    return _told(found)


def _told(found: int) -> str:
    if found > MOST_COUNTED:
        return f"{MOST_COUNTED}+"
    return str(found) if found else ""
