"""The monthly analytic note for the head (decree 211, clause 12.1) as a Word document."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import as_file, files
from io import BytesIO
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from otklik.analytics.measures import Compared, Punctuality
from otklik.analytics.month import Line, MonthFigures, month_figures
from otklik.analytics.periods import Month
from otklik.cases.models import Case
from otklik.cases.models.choices import Channel
from otklik.cases.queries import facts
from otklik.registry.models import Municipality
from otklik.reports import charts

TOP_TOPICS = 10
BURNING_LIMIT = 30
CHART_MONTHS = 12
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class IssuedNote:
    """The document and the figures it was made of, ready to be stored as JSON."""

    docx: bytes
    figures: dict[str, Any]
    file_name: str


def issue_note(*, municipality: Municipality, period: Month, at: datetime) -> IssuedNote:
    """Make the note of the month as the register stands at the moment ``at``.

    Personal data stays out: burning cases are named by number, topic and place only.
    """
    figures = month_figures(municipality, period, at)
    burning = facts.burning(municipality, at, BURNING_LIMIT)
    context = _context(figures, burning)
    template = files("otklik.reports") / "templates" / "note.docx"
    with as_file(template) as path:
        document = DocxTemplate(path)
        context |= _charts(document, figures)
        document.render(context, autoescape=True)
        buffer = BytesIO()
        document.save(buffer)
    word = pgettext("name of a file", "note")
    name = f"{word}-{municipality.code}-{period}.docx"
    return IssuedNote(buffer.getvalue(), _as_json(figures, burning), name)


def _context(figures: MonthFigures, burning: list[Case]) -> dict[str, Any]:
    municipality = figures.municipality
    return {
        "municipality": municipality.genitive_name or municipality.name,
        "month": month_name(figures.month),
        "previous_month": month_name(figures.month.previous()),
        "year_before": month_name(figures.month.year_before()),
        "counted_at": _local(municipality, figures.counted_at),
        "is_demo": municipality.is_demo,
        "total": _compared(figures.total),
        "totals": _totals(figures),
        "channels": [_line(line, str(Channel(line.key).label)) for line in figures.channels],
        "blocks": [_line(line) for line in figures.blocks],
        "topics": [_line(line) for line in figures.topics[:TOP_TOPICS]],
        "territories": [
            {
                **_compared(line.counts),
                "name": line.name,
                "residents": line.residents or NOTHING,
                "rate": _number(line.per_thousand),
            }
            for line in figures.territories
        ],
        "without_place": figures.without_place,
        "without_topic": figures.without_topic,
        "recipients": _recipients(figures),
        "ratings": _ratings(figures),
        "deferred": figures.deferred,
        "promises": _punctuality(figures.promises),
        "burning": [_burning(case, figures) for case in burning],
        "burning_limit": BURNING_LIMIT,
    }


def _totals(figures: MonthFigures) -> list[dict[str, Any]]:
    rows = (
        (_("received in all"), figures.total),
        (_("of them appeals under 59-FZ"), figures.appeals),
        (_("by the fast track"), figures.fast_track),
        (_("of them repeated"), figures.repeats),
    )
    return [{**_compared(counts), "name": name} for name, counts in rows]


def _recipients(figures: MonthFigures) -> list[dict[str, Any]]:
    lines = [
        {
            "name": line.name,
            "received": line.received,
            **_punctuality(line.punctuality),
            "rating": _number(line.satisfaction.mean),
            "rated": line.satisfaction.count,
        }
        for line in figures.recipients
    ]
    total = {
        "name": _("In all"),
        "received": figures.total.current,
        **_punctuality(figures.punctuality),
        "rating": _number(figures.satisfaction.mean),
        "rated": figures.satisfaction.count,
    }
    return [*lines, total]


def _ratings(figures: MonthFigures) -> dict[str, Any]:
    values = figures.satisfaction.by_value
    return {
        "count": figures.satisfaction.count,
        "mean": _number(figures.satisfaction.mean),
        "low": figures.satisfaction.low,
        "by_value": [{"value": 5 - i, "count": n} for i, n in enumerate(reversed(values))],
    }


def _burning(case: Case, figures: MonthFigures) -> dict[str, Any]:
    municipality = figures.municipality
    over = figures.counted_at - case.next_due_at if case.next_due_at else None
    place = ", ".join(str(part) for part in (case.settlement, case.street) if part)
    return {
        "number": case.number,
        "topic": str(case.topic or case.topic_group or NOTHING),
        "place": place or NOTHING,
        "recipient": str(case.recipient or NOTHING),
        "due": _local(municipality, case.next_due_at) if case.next_due_at else NOTHING,
        "days": over.days if over else 0,
    }


def _line(line: Line, name: str = "") -> dict[str, Any]:
    return {**_compared(line.counts), "name": name or line.name}


def _compared(counts: Compared) -> dict[str, Any]:
    return {
        "current": counts.current,
        "previous": counts.previous,
        "year_before": counts.year_before,
        "growth": _change(counts.growth),
        "growth_year": _change(counts.growth_to_year_before),
        "difference": _signed(counts.to_previous),
    }


def _punctuality(value: Punctuality) -> dict[str, Any]:
    return {
        "kept": value.kept,
        "broken": value.broken,
        "share": NOTHING if value.share_kept is None else f"{_number(value.share_kept)} %",
        "median": _number(value.median_hours),
    }


def _charts(document: DocxTemplate, figures: MonthFigures) -> dict[str, Any]:
    labels = (month_name(figures.month), month_name(figures.month.previous()))
    pictures = {"chart_months": _months_chart(figures)}
    topics = figures.topics[:TOP_TOPICS]
    if topics:
        pictures["chart_topics"] = charts.compared_bars(
            [line.name for line in topics],
            [line.counts.current for line in topics],
            [line.counts.previous for line in topics],
            labels,
        )
    return {
        name: InlineImage(document, BytesIO(png), width=Mm(165)) for name, png in pictures.items()
    }


def _months_chart(figures: MonthFigures) -> bytes:
    months = [figures.month]
    while len(months) < CHART_MONTHS:
        months.append(months[-1].previous())
    months.reverse()
    municipality = figures.municipality
    counts = [
        facts.count_received(municipality, *month.bounds(municipality.zone)) for month in months
    ]
    return charts.months_line([f"{m.month:02d}.{m.year % 100:02d}" for m in months], counts)


def month_name(month: Month) -> str:
    """Return the month in words, such as «октябрь 2026»."""
    first = datetime(month.year, month.month, 1)  # noqa: DTZ001 - only its name is taken
    return date_format(first, "F Y").lower()


def _local(municipality: Municipality, at: datetime) -> str:
    return f"{municipality.local(at):%d.%m.%Y %H:%M}"


def _number(value: float | None) -> str:
    return NOTHING if value is None else f"{value:g}".replace(".", ",")


def _signed(value: int) -> str:
    return f"+{value}" if value > 0 else str(value).replace("-", "−")


def _change(value: float | None) -> str:
    if value is None:
        return NOTHING
    text = _number(abs(value))
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{text} %"


def _as_json(figures: MonthFigures, burning: Iterable[Case]) -> dict[str, Any]:
    stored = {
        name: getattr(figures, name)
        for name in figures.__slots__
        if name not in ("municipality", "month", "counted_at")
    }
    plain = {name: _plain(value) for name, value in stored.items()}
    return {
        "municipality": figures.municipality.code,
        "period": str(figures.month),
        "counted_at": figures.counted_at.isoformat(),
        **plain,
        "burning": [case.number for case in burning],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return asdict(value) if hasattr(value, "__slots__") else value
