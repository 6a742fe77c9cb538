"""The log as a file for the auditor: what the filters of the page ask for, row by row."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from otklik.cases.models import Case, Event, PersonalDataLook
from otklik.cases.operations.log_export import log_export
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission
from otklik.web.desk.case.event_words import ACTOR_NAMES
from otklik.web.desk.guards import needs
from otklik.web.desk.log.forms import LogForm
from otklik.web.desk.log.words import detail_lines, event_name
from otklik.web.desk.middleware import DeskRequest

CHUNK = 1_000
# A cell beginning so is run as a formula by a spreadsheet.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
Row = tuple[object, ...]
M = TypeVar("M", bound=Model)


class Echo:
    """Gives back what is written into it: the writer of csv wants a file."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


@require_GET
@needs(Permission.VIEW_LOG)
def export_events(request: DeskRequest) -> StreamingHttpResponse:
    """Answer the events asked for as csv, the newest first; the export is itself logged."""
    form = LogForm(request.GET, municipality=request.municipality)
    found = Event.objects.filter(form.asked().condition(with_name=True))
    header = (_("Number"), _("When"), _("Who"), _("What happened"), _("Case"), _("Details"))
    return as_file(request, "log", header, _events(request.municipality, found.order_by("-seq")))


@require_GET
@needs(Permission.VIEW_LOG)
def export_looks(request: DeskRequest) -> StreamingHttpResponse:
    """Answer the looks at personal data asked for as csv; the export is itself logged."""
    form = LogForm(request.GET, municipality=request.municipality)
    del form.fields["name"]
    found = PersonalDataLook.objects.filter(form.asked().condition(with_name=False))
    header = (_("When"), _("Who"), _("Case"), _("Where"), _("Reason"))
    return as_file(request, "looks", header, _looks(request.municipality, found.order_by("-pk")))


def as_file(
    request: DeskRequest, name: str, header: Row, rows: Iterable[Row]
) -> StreamingHttpResponse:
    """Answer the rows under the header as csv, and write down that they were taken away."""
    log_export(municipality=request.municipality, grants=request.grants, at=request.at, what=name)
    writer = csv.writer(Echo(), delimiter=";", lineterminator="\r\n")
    lines = (writer.writerow([_safe(cell) for cell in row]) for row in _with(header, rows))
    day = request.municipality.local(request.at).date().isoformat()
    # The mark at the beginning lets a Russian spreadsheet read the letters.
    body = (f"\ufeff{line}" if n == 0 else line for n, line in enumerate(lines))
    return StreamingHttpResponse(
        body,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-{day}.csv"'},
    )


def _with(header: Row, rows: Iterable[Row]) -> Iterator[Row]:
    yield header
    yield from rows


def _events(municipality: Municipality, found: QuerySet[Event]) -> Iterator[Row]:
    # A file goes from hand to hand: what may name an applicant is not in it, whoever asks.
    for events in chunks(found.select_related("person")):
        numbers = _numbers(event.case_id for event in events)
        for event in events:
            yield (
                event.seq,
                moment(municipality, event.at),
                event.person.full_name if event.person else str(ACTOR_NAMES.get(event.actor, "")),
                event_name(event.name),
                numbers.get(event.case_id or 0, ""),
                "; ".join(detail_lines(event, shows_personal=False)),
            )


def _looks(municipality: Municipality, found: QuerySet[PersonalDataLook]) -> Iterator[Row]:
    for looks in chunks(found.select_related("person")):
        numbers = _numbers(look.case_id for look in looks)
        for look in looks:
            at, name = moment(municipality, look.at), look.person.full_name
            yield (at, name, numbers.get(look.case_id, ""), look.page, look.reason)


def chunks(found: QuerySet[M]) -> Iterator[list[M]]:
    """Yield the rows in lists: what belongs to them is looked up for a list at once."""
    rows = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _numbers(ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {key for key in ids if key is not None}
    return dict(Case.objects.filter(pk__in=wanted).values_list("pk", "number"))


def moment(municipality: Municipality, at: datetime) -> str:
    """Return the moment as the files write it."""
    return municipality.local(at).strftime("%d.%m.%Y %H:%M:%S")


def _safe(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
