"""The first working day of a month: the page of the report and the note for the head."""

from pathlib import Path

import docx
import pytest

from tests.browser.conftest import OpenDesk
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def words_of(path: Path) -> str:
    """Return all words of the document: of paragraphs and of the cells of tables."""
    document = docx.Document(str(path))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines.extend(" | ".join(cell.text for cell in row.cells) for row in table.rows)
    return "\n".join(lines)


def test_the_note_says_what_the_page_and_the_register_say(
    open_desk: OpenDesk, site: Site, tmp_path: Path
) -> None:
    desk = open_desk("head")
    desk.go("/reports/")
    page = desk.page
    month = page.locator("#month").input_value()
    received = page.locator("main tr", has_text="Всего поступило").locator("td")
    total, previous, year_before = (int(received.nth(at).inner_text()) for at in (1, 2, 4))
    with page.expect_download() as coming:
        page.get_by_role("link", name="Скачать .docx").click()
    note = tmp_path / coming.value.suggested_filename
    coming.value.save_as(note)
    assert note.suffix == ".docx"
    lines = words_of(note).splitlines()
    row = next(line for line in lines if line.startswith("всего поступило")).split(" | ")
    assert total > 0
    assert [int(row[at]) for at in (1, 2, 4)] == [total, previous, year_before]
    of_month = [case for case in site.cases() if case["received_at"].startswith(month)]
    assert len(of_month) == total


def test_a_figure_of_the_report_opens_its_cases(open_desk: OpenDesk) -> None:
    desk = open_desk("curator")
    desk.go("/reports/")
    link = desk.page.locator("main table").nth(1).locator("tbody tr a").first
    figure = int(link.inner_text())
    link.click()
    desk.page.wait_for_url("**/cases/?*")
    rows = desk.page.locator("[data-rows] [data-row]")
    assert rows.count() == min(figure, rows.count()) > 0
    if not desk.page.locator("a[rel=next]").count():
        assert rows.count() == figure


def test_the_observer_of_the_region_sees_figures_and_no_case(
    open_desk: OpenDesk, site: Site
) -> None:
    desk = open_desk("cur-region")
    desk.go("/reports/")
    assert desk.page.locator("main table").count() > 3
    assert desk.page.get_by_role("link", name="Скачать .docx").count() == 0
    number = site.cases()[0]["number"]
    answer = desk.page.goto(f"{site.address}/cases/{number}/")
    assert answer is not None
    assert answer.status in (403, 404)
