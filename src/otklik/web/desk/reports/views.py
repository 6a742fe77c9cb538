"""The figures of a month on a page, and the note as a document."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from otklik.analytics.month import month_figures
from otklik.analytics.periods import Month
from otklik.cases.queries import facts
from otklik.registry.permissions import Permission
from otklik.reports.note import BURNING_LIMIT, issue_note, month_name
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.reports.tables import Links, recipients_of, tables_of

MONTHS_OFFERED = 36
YEARS = range(2000, 2101)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@needs(Permission.VIEW_FIGURES)
def month(request: DeskRequest) -> HttpResponse:
    """Show the figures of a month; cases behind them only to who may see all cases."""
    chosen = chosen_month(request)
    figures = month_figures(request.municipality, chosen, request.at)
    sees_all = sees_all_cases(request)
    links = Links(figures, is_open=sees_all)
    context = {
        "chosen": chosen,
        "chosen_name": month_name(chosen),
        "months": [(str(one), month_name(one)) for one in offered_months(request)],
        "figures": figures,
        "tables": tables_of(figures, links),
        "recipients": recipients_of(figures, links),
        "ratings": [(5 - n, count) for n, count in enumerate(figures.satisfaction.by_value[::-1])],
        "burning": facts.burning(request.municipality, request.at, BURNING_LIMIT)
        if sees_all
        else [],
        "may_issue": request.grants.allows(Permission.ISSUE_REPORT, request.municipality),
    }
    return render(request, "desk/reports/month.html", context)


@require_GET
@needs(Permission.ISSUE_REPORT)
def note(request: DeskRequest) -> HttpResponse:
    """Answer the note of a month as a Word document."""
    issued = issue_note(
        municipality=request.municipality, period=chosen_month(request), at=request.at
    )
    headers = {"Cache-Control": "no-store"}
    response = HttpResponse(issued.docx, content_type=DOCX, headers=headers)
    response["Content-Disposition"] = content_disposition_header(True, issued.file_name) or ""
    return response


def chosen_month(request: DeskRequest) -> Month:
    """Return the month of the address; the last full one without it or with nonsense."""
    today = request.municipality.local(request.at).date()
    try:
        month = Month.parse(request.GET.get("month", ""))
    except ValueError:
        return Month.before(today)
    return month if month.year in YEARS else Month.before(today)


def offered_months(request: DeskRequest) -> list[Month]:
    """Return the present month and those before it, and the chosen one if it lies elsewhere."""
    today = request.municipality.local(request.at).date()
    months = [Month(today.year, today.month)]
    while len(months) < MONTHS_OFFERED:
        months.append(months[-1].previous())
    chosen = chosen_month(request)
    return months if chosen in months else sorted([*months, chosen], reverse=True)


def sees_all_cases(request: DeskRequest) -> bool:
    """Tell whether lists show this person every case that was counted."""
    scopes = request.grants.scopes_of(Permission.VIEW_CASE, request.municipality.pk)
    return any(scope.is_whole for scope in scopes)
