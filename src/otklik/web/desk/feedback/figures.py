"""Satisfaction and promises on a page; every number opens to the very cases it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.cases.models.choices import Channel, RatingSource
from otklik.cases.queries import access
from otklik.registry.models import Organisation, SectorBlock
from otklik.registry.permissions import Permission
from otklik.satisfaction import figures as counted
from otklik.satisfaction.figures import AskedCase, Line, PromiseLine
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest

PERIOD_DAYS = 90
LONGEST_DAYS = 1100
MOST_CASES = 500
PROMISES = ("kept", "broken", "moved")
WHATS = (counted.ANSWERED, counted.RATED, counted.LOW_RATED, counted.RETURNED)


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both included, and the moments they begin and end at."""

    first: date
    last: date
    from_at: datetime
    until_at: datetime

    @property
    def query(self) -> dict[str, str]:
        """The period as it stands in an address."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table with its name; ``urls`` open the cases behind its numbers."""

    name: str
    line: Line
    urls: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Lines by one thing."""

    title: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """How a recipient kept its promises."""

    name: str
    line: PromiseLine
    urls: dict[str, str]


@require_safe
@needs(Permission.VIEW_FIGURES)
def satisfaction(request: DeskRequest) -> HttpResponse:
    """Show how answers of the period were rated, and how promises were kept."""
    period = _period(request)
    here, needed = request.municipality, request.municipality.ratings_needed
    cases = counted.asked_cases(here, period.from_at, period.until_at)
    whole = counted.line_of(None, cases, needed)
    names = _names(request)
    titles = (
        (counted.BLOCK, _("By sector block")),
        (counted.RECIPIENT, _("By recipient")),
        (counted.CHANNEL, _("By channel")),
        (counted.SOURCE, _("By source of the rating")),
    )
    promised = counted.promise_lines(here, period.from_at, period.until_at, request.at)
    context = {
        "period": period,
        "needed": needed,
        "whole": Row(_("In all"), whole, _urls(period, "", None)),
        "tables": [
            Table(title, [_row(period, by, line, names[by]) for line in _lines(cases, by, needed)])
            for by, title in titles
        ],
        "reasons": [(name, n, _url(period, reason=name)) for name, n in counted.reasons_of(cases)],
        "survey": counted.survey_of(cases),
        "replies": {"yes": _("yes"), "no": _("no")},
        "promises": [_promise_row(period, line, names[counted.RECIPIENT]) for line in promised],
    }
    return render(request, "desk/feedback/satisfaction.html", context)


@require_safe
@needs(Permission.VIEW_CASE)
def cases(request: DeskRequest) -> HttpResponse:
    """Show the cases behind a number; those the person may not see are only counted."""
    period = _period(request)
    keys = _keys_asked(request, period)
    seen = access.cases_for(request.grants, request.municipality).filter(pk__in=keys[:MOST_CASES])
    rows = list(seen.select_related("topic", "recipient").order_by("-received_at", "-pk"))
    context = {"rows": rows, "count": len(keys), "hidden": len(keys) - len(rows), "period": period}
    return render(request, "desk/feedback/cases.html", context)


def _keys_asked(request: DeskRequest, period: Period) -> list[int]:
    """Return the keys of the cases counted under the number of the address."""
    asked: Mapping[str, str] = request.GET
    what, by, key = asked.get("what", ""), asked.get("by", ""), asked.get("key", "")
    here = request.municipality
    if what in PROMISES:
        lines = counted.promise_lines(here, period.from_at, period.until_at, request.at)
        found = [
            one for line in lines if str(line.recipient_id) == key for one in getattr(line, what)
        ]
        return sorted(set(found))
    all_cases = counted.asked_cases(here, period.from_at, period.until_at)
    if what == "reason":
        return [case.case_id for case in all_cases if case.reason == key]
    is_known = what in WHATS and by in ("", *_names(request))
    if not is_known:
        raise Http404
    return [
        case.case_id
        for case in all_cases
        if case.is_counted(what) and (not by or str(case.key(by)) == key)
    ]


def _lines(cases: list[AskedCase], by: str, needed: int) -> list[Line]:
    return counted.lines_by(cases, by, needed)


def _row(period: Period, by: str, line: Line, names: Mapping[Any, str]) -> Row:
    return Row(names.get(line.key, _("not set")), line, _urls(period, by, line.key))


def _promise_row(period: Period, line: PromiseLine, names: Mapping[Any, str]) -> PromiseRow:
    key = str(line.recipient_id)
    urls = {what: _url(period, what=what, key=key) for what in PROMISES}
    return PromiseRow(names.get(line.recipient_id, _("not set")), line, urls)


def _urls(period: Period, by: str, key: object) -> dict[str, str]:
    place = {"by": by, "key": str(key)} if by else {}
    return {what: _url(period, what=what, **place) for what in WHATS}


def _url(period: Period, **asked: str) -> str:
    if "reason" in asked:
        asked = {"what": "reason", "key": asked["reason"]}
    return f"{reverse('satisfaction-cases')}?{urlencode({**period.query, **asked})}"


def _names(request: DeskRequest) -> dict[str, dict[Any, str]]:
    here = request.municipality
    bodies = {row.pk: str(row) for row in Organisation.objects.filter(municipality=here)}
    blocks = {row.pk: str(row) for row in SectorBlock.objects.filter(municipality=here)}
    return {
        counted.BLOCK: blocks,
        counted.RECIPIENT: bodies,
        counted.CHANNEL: {str(key): str(label) for key, label in Channel.choices},
        counted.SOURCE: {str(key): str(label) for key, label in RatingSource.choices},
    }


def _period(request: DeskRequest) -> Period:
    """Return the days of the address; the last ninety without them or with nonsense."""
    today = request.municipality.local(request.at).date()
    first = _day(request.GET.get("from", "")) or today - timedelta(days=PERIOD_DAYS - 1)
    last = _day(request.GET.get("to", "")) or today
    if not first <= last <= first + timedelta(days=LONGEST_DAYS):
        first, last = today - timedelta(days=PERIOD_DAYS - 1), today
    zone = request.municipality.zone
    begin, end = (datetime.combine(d, time.min, tzinfo=zone) for d in (first, last + timedelta(1)))
    return Period(first, last, begin, end)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None
