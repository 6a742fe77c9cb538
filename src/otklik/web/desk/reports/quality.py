"""The quality of the answers of a month: figures by body and block, and the answers behind them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from otklik.analytics.quality import QualityFigures, QualityLine, quality_figures
from otklik.cases.models import Case
from otklik.cases.queries import access
from otklik.cases.queries.facts import AnswerFact
from otklik.registry.permissions import Permission
from otklik.reports.note import month_name
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.reports.views import chosen_month, offered_months, sees_all_cases

SENT, CHECKED, TO_CHECK, DRAWN = "sent", "checked", "to_check", "drawn"
MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Row:
    """A body or block, with the address of its answers; blank for who sees no cases."""

    line: QualityLine
    name: str
    url: str

    def to(self, which: str) -> str:
        """Return the address of the answers of one kind."""
        return f"{self.url}&show={which}" if self.url else ""

    @property
    def checked_url(self) -> str:
        """The address of the checked answers."""
        return self.to(CHECKED)

    @property
    def drawn_url(self) -> str:
        """The address of the answers drawn."""
        return self.to(DRAWN)


@require_GET
@needs(Permission.VIEW_FIGURES)
def quality(request: DeskRequest) -> HttpResponse:
    """Show share checked and mean score by recipient and by block."""
    month = chosen_month(request)
    figures = quality_figures(request.municipality, month)
    is_open = sees_all_cases(request)
    context = {
        "chosen": month,
        "chosen_name": month_name(month),
        "months": [(str(one), month_name(one)) for one in offered_months(request)],
        "total": _row(figures.total, "", figures, is_open=is_open),
        "tables": [
            (_("By recipient"), _rows(figures, "recipient", is_open=is_open)),
            (_("By sector block"), _rows(figures, "block", is_open=is_open)),
        ],
        "percent": request.municipality.quality_percent,
        "may_check": request.grants.allows(Permission.CHECK_QUALITY, request.municipality),
    }
    return render(request, "desk/reports/quality.html", context)


@require_GET
@needs(Permission.VIEW_CASE)
def answers(request: DeskRequest) -> HttpResponse:
    """List answers of the month: sent, checked, drawn, or drawn and still to be checked."""
    month = chosen_month(request)
    figures = quality_figures(request.municipality, month)
    show = request.GET.get("show", TO_CHECK)
    found = [one for one in figures.answers if _is_shown(one, show, figures, request)]
    cases = _cases(request, [one.number for one in found], show)
    lines = [(one, cases[one.number]) for one in found if one.number in cases]
    context = {
        "chosen": month,
        "chosen_name": month_name(month),
        "lines": lines[:MOST_SHOWN],
        "count": len(lines),
        "is_to_check": show == TO_CHECK,
        "percent": request.municipality.quality_percent,
    }
    return render(request, "desk/reports/answers.html", context)


def _is_shown(one: AnswerFact, show: str, figures: QualityFigures, request: DeskRequest) -> bool:
    for name, key in (("recipient", one.recipient_id), ("block", one.block_id)):
        asked = request.GET.get(name)
        if asked is not None and asked != str(key or ""):
            return False
    if show in (TO_CHECK, DRAWN) and one.answer_id not in figures.drawn:
        return False
    if show == TO_CHECK:
        return one.score is None
    return show != CHECKED or one.score is not None


def _cases(request: DeskRequest, numbers: list[str], show: str) -> dict[str, Case]:
    """Return the cases of the answers the person may see, those to check only if he may check."""
    permission = Permission.CHECK_QUALITY if show == TO_CHECK else Permission.VIEW_CASE
    seen = access.cases_for(request.grants, request.municipality, permission).with_names()
    return {case.number: case for case in seen.filter(number__in=numbers[: 10 * MOST_SHOWN])}


def _rows(figures: QualityFigures, name: str, *, is_open: bool) -> list[Row]:
    lines = figures.recipients if name == "recipient" else figures.blocks
    return [_row(line, name, figures, is_open=is_open) for line in lines]


def _row(line: QualityLine, name: str, figures: QualityFigures, *, is_open: bool) -> Row:
    asked = {"month": str(figures.month)} | ({name: str(line.key or "")} if name else {})
    url = f"{reverse('quality-answers')}?{urlencode(asked)}" if is_open else ""
    return Row(line, line.name or ("—" if name else _("In all")), url)
