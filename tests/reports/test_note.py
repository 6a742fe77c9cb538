"""The monthly note: its figures are those of the register, and it says no names."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from docx import Document

from otklik.analytics.month import month_figures
from otklik.analytics.periods import Month
from otklik.cases.models import Case
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.rate import rate
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.submit_answer import submit_answer
from otklik.intake.operations.register_by_hand import Sheet, register_by_hand
from otklik.registry.models import Territory, Topic
from otklik.reports.note import issue_note
from tests.district import ZONE, District, build_district

OCTOBER = Month(2026, 10)
COUNTED_AT = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)


@pytest.fixture
def district(db: None) -> District:
    """A small invented district."""
    return build_district()


def call(district: District, at: datetime, text: str = "Снег не убирают", **fields: str) -> Case:
    sheet = Sheet(
        channel="phone", received_at=at, text=text, applicant_name="Лугов Пётр Ильич", **fields
    )
    return register_by_hand(
        municipality=district.municipality, sheet=sheet, grants=district.grants("curator"), at=at
    )


def answer(district: District, case: Case, at: datetime, value: int) -> None:
    curator = district.grants("curator")
    deeds: tuple[Callable[..., Case], ...] = (submit_answer, approve_answer, send_answer)
    draft_answer(case=case, grants=curator, at=at, text="Почистили.")
    for deed in deeds:
        deed(case=case, grants=curator, at=at)
    rate(case=case, grants=curator, at=at, value=value)


def fill(district: District) -> None:
    """Three calls in October, one in September, two a year before; one late, one open."""
    october = datetime(2026, 10, 5, 10, tzinfo=ZONE)
    in_time = call(district, october)
    answer(district, in_time, october + timedelta(days=3), 5)
    call(district, datetime(2026, 10, 31, 23, 30, tzinfo=ZONE), "Собаки бегают стаей")
    call(district, datetime(2026, 10, 1, 0, 0, tzinfo=ZONE), settlement="Луговое")
    late = call(district, datetime(2026, 9, 10, 12, tzinfo=ZONE))
    answer(district, late, datetime(2026, 10, 20, 12, tzinfo=ZONE), 2)
    for day in (7, 8):
        call(district, datetime(2025, 10, day, 12, tzinfo=ZONE))


def test_figures_are_those_of_the_register(district: District) -> None:
    fill(district)
    figures = month_figures(district.municipality, OCTOBER, COUNTED_AT)
    assert (figures.total.current, figures.total.previous, figures.total.year_before) == (3, 1, 2)
    assert figures.total.growth == 200.0
    assert sum(line.counts.current for line in figures.channels) == 3
    assert [(line.key, line.counts.current) for line in figures.topics] == [
        ("im-04-12", 2),
        ("im-01-09", 1),
    ]
    assert [(line.key, line.counts.current) for line in figures.territories] == [("t-council", 1)]
    assert figures.without_place == 2
    # Terms that ended in October: that of 10 September (due on the 9th, answered on the 20th)
    # and that of 1 October: the 31st is a Saturday, so it was due on the 30th, and stayed open.
    assert (figures.punctuality.kept, figures.punctuality.broken) == (0, 2)
    assert (figures.satisfaction.count, figures.satisfaction.mean, figures.satisfaction.low) == (
        2,
        3.5,
        1,
    )
    assert figures.open_at_end == Case.objects.filter(answered_at__isnull=True).count()


def test_the_note_says_the_figures_and_no_names(district: District) -> None:
    fill(district)
    note = issue_note(municipality=district.municipality, period=OCTOBER, at=COUNTED_AT)
    document = Document(BytesIO(note.docx))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = [[cell.text for cell in row.cells] for t in document.tables for row in t.rows]
    assert "октябрь 2026" in text
    assert "поступило 3 обращений" in text
    assert ["Уборка дорог от снега и наледи", "2", "1", "+100 %", "2", "0 %"] in cells
    assert "Лугов Пётр" not in text + str(cells)
    assert "{{" not in text + str(cells)
    assert "{%" not in text + str(cells)
    assert len(document.inline_shapes) == 2
    assert note.figures["total"] == {"current": 3, "previous": 1, "year_before": 2}
    assert note.figures["burning"] == [
        case.number
        for case in Case.objects.filter(next_due_at__lt=COUNTED_AT).order_by("next_due_at", "pk")
    ]


def test_names_no_chart_or_document_can_read_as_commands(district: District) -> None:
    call(district, datetime(2026, 10, 5, 10, tzinfo=ZONE))
    for name in (r"$\bad$ <b>&", "{{ secret }} {% if %}", "$" * 50):
        Topic.objects.filter(pk=district.snow.pk).update(name=name)
        note = issue_note(municipality=district.municipality, period=OCTOBER, at=COUNTED_AT)
        tables = Document(BytesIO(note.docx)).tables
        assert name in {cell.text for table in tables for row in table.rows for cell in row.cells}


def test_a_town_without_councils_is_counted_by_settlements(district: District) -> None:
    Territory.objects.filter(pk=district.settlement.pk).update(parent=None)
    Territory.objects.filter(kind="village_council").delete()
    call(district, datetime(2026, 10, 5, 10, tzinfo=ZONE), settlement="Луговое")
    call(district, datetime(2026, 10, 5, 11, tzinfo=ZONE))
    figures = month_figures(district.municipality, OCTOBER, COUNTED_AT)
    assert [line.counts.current for line in figures.territories] == [1]
    assert figures.without_place == 1
    assert figures.total.current == 2


def test_an_empty_month_makes_a_note_too(district: District) -> None:
    note = issue_note(municipality=district.municipality, period=Month(2020, 2), at=COUNTED_AT)
    text = "\n".join(p.text for p in Document(BytesIO(note.docx)).paragraphs)
    assert "поступило 0 обращений" in text
    assert "оценок не поступало" in text


@pytest.mark.parametrize("text", ["2026-13", "2026", "октябрь", "", "2026-1"])
def test_a_month_is_read_strictly(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Month.parse(text)


def test_months_go_round_the_year() -> None:
    january = Month.parse("2026-01")
    assert (str(january.previous()), str(january.year_before())) == ("2025-12", "2025-01")
    assert january.previous().following() == january
    start, end = Month(2026, 12).bounds(ZONE)
    assert (start.isoformat(), end.isoformat()) == (
        "2026-12-01T00:00:00+07:00",
        "2027-01-01T00:00:00+07:00",
    )
