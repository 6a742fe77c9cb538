"""A morning at the centre: two files, one mended row, one case from sorting to the rating."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.site import Site, Window
from tests.channels.files import Value, write_im_file, write_pos_file

pytestmark = pytest.mark.browser

ZONE = ZoneInfo("Asia/Krasnoyarsk")
SNOW = "Уборка дорог от снега и наледи"
LAMPS = "Неисправность или отсутствие освещения на территории (кроме дорог)"
ANSWER = "Здравствуйте! Фонарь у дома 14 заменён сегодня, свет проверен вечером."


def incident(number: int, text: str, **cells: Value) -> dict[str, Value]:
    created = datetime.now(ZONE) - timedelta(minutes=50)
    row: dict[str, Value] = {
        "ID": 91_000_000 + number,
        "Номер инцидента": number,
        "Дата создания": f"{created:%Y-%m-%d %H:%M:%S}",
        "Группа тем": "Дороги",
        "Тема": SNOW,
        "Населенный пункт": "Таштып",
        "Улица": "Ленина",
        "Дом": "14",
        "Текущий шаг инцидента": "В работе",
        "Текст инцидента": text,
    }
    return row | cells


def message(number: int, received: datetime) -> dict[str, Value]:
    return {
        "Номер": number,
        "Источник": "EPGU",
        "Категория": "Мусор",
        "Подкатегория": "Переполнены контейнеры",
        "Факт": "-",
        "Дата поступления": f"{received:%d.%m.%Y}",
        "Стадия": "Исполнение",
        "Статус": "Назначен исполнитель",
        "ФЗ": "Обычное сообщение",
    }


def bring_both_files(desk: Window, folder: Path, mark: int) -> None:
    """Put the two downloads into the field at once, as she does each morning."""
    today = datetime.now(ZONE)
    im = write_im_file(
        folder / f"incidents-{mark}.xlsx",
        [
            incident(mark + 1, f"Не горит фонарь у дома, обращение {mark}"),
            incident(mark + 2, "Снег не убирают третий день"),
            incident(mark + 3, "Наледь у остановки", **{"Дата создания": "вчера утром"}),
        ],
    )
    pos = write_pos_file(
        folder / f"messages-{mark}.xlsx",
        [
            message(mark + 5, today - timedelta(days=2)),
            message(mark + 6, today - timedelta(days=90)),
        ],
    )
    desk.go("/import/")
    desk.page.set_input_files("input[type=file]", [im, pos])
    desk.page.get_by_role("button", name="Принять").click()
    for name, figures in ((im.name, ("2", "0", "0", "1")), (pos.name, ("2", "0", "0", "0"))):
        row = desk.page.locator("#batches tr", has_text=name)
        expect(row).to_contain_text("Принят", timeout=20_000)
        expect(row.locator("td.text-end")).to_have_text(list(figures))


def mend_the_refused_row(page: Page, mark: int) -> str:
    """Give the row a date it can be taken in with; return the number of its case."""
    page.locator("#batches tr", has_text=f"incidents-{mark}").get_by_role("link").first.click()
    refused = page.locator("#refused tbody tr")
    expect(refused).to_contain_text("Дата создания")
    refused.get_by_role("link", name="Исправить").click()
    page.get_by_label("Дата создания", exact=True).fill(f"{datetime.now(ZONE):%d.%m.%Y %H:%M}")
    page.get_by_role("button", name="Принять исправленное").click()
    number = page.locator("#refused tbody").get_by_role("link", name=re.compile(r"\d{4}-\d+"))
    return number.inner_text()


def do(page: Page, deed: str) -> None:
    """Open the panel of a deed on the card, wherever the card offers it."""
    if page.locator("#deed-title").inner_text().strip() == deed:
        return
    page.get_by_role("link", name=deed, exact=True).first.click()
    expect(page.locator("#deed-title")).to_have_text(deed)


def choose(page: Page, field: str, words: str) -> None:
    """Choose the one option of the field that says the words, once it is there."""
    option = page.locator(f"{field} option", has_text=words)
    expect(option).to_have_count(1)
    page.locator(field).select_option(option.get_attribute("value"))


def told(page: Page, words: str) -> None:
    expect(page.locator("#messages")).to_contain_text(words)


def test_from_two_files_to_the_rating(open_desk: OpenDesk, site: Site, tmp_path: Path) -> None:
    mark = 770_100
    coordinator = open_desk("im")
    page = coordinator.page
    bring_both_files(coordinator, tmp_path, mark)
    mended = mend_the_refused_row(page, mark)
    assert mended in {case["number"] for case in site.cases("--channel", "im")}

    page.fill("#search", f"обращения {mark}")
    page.press("#search", "Enter")
    page.locator("[data-rows] tr a").first.click()
    expect(page.locator("#case-text")).to_contain_text("Не горит фонарь")
    number = page.locator("h1 .desk-case-number").inner_text()

    # The source named a wrong topic; the place decides who answers for the right one.
    do(page, "Исправить тему")
    page.fill("#topic-query", "освещения на территории")
    page.locator("#topics").get_by_text(LAMPS).click()
    page.get_by_role("button", name="Выбрать эту тему").click()
    told(page, "Тема исправлена.")
    expect(page.locator(".desk-facts")).to_contain_text(LAMPS)
    do(page, "Назначить")
    choose(page, "#id_recipient", "Таштыпского сельсовета")
    choose(page, "#id_executor", "Озёрная")
    page.locator("#deed").get_by_role("button", name="Назначить").click()
    told(page, "Дело назначено.")

    executor_desk = open_desk("exec-tashtyp")
    executor_desk.go(f"/cases/{number}/")
    do(executor_desk.page, "Написать ответ")
    executor_desk.page.get_by_label("Текст").fill(ANSWER)
    executor_desk.page.get_by_role("button", name="Сохранить черновик").click()
    do(executor_desk.page, "Отправить на согласование")
    executor_desk.page.locator("#deed form button").click()
    told(executor_desk.page, "ждёт согласования")

    # The route of usual messages: the lead of the block reads the whole text and approves it.
    lead = open_desk("lead-urban")
    lead.go("/approvals/")
    waiting = lead.page.locator("article", has_text=number)
    expect(waiting.locator(".desk-approval-text")).to_have_text(ANSWER)
    waiting.get_by_role("button", name="Утвердить").click()
    told(lead.page, "Сделано для 1 дела.")
    expect(lead.page.locator("article", has_text=number)).to_have_count(0)

    coordinator.go(f"/cases/{number}/")
    do(page, "Отметить отправленным")
    page.locator("#deed form button").click()
    told(page, "отмечен отправленным")
    do(page, "Внести оценку")
    page.locator(".desk-rate", has_text="5").click()
    page.locator("#deed form button.btn-primary").click()
    expect(page.locator(".desk-state").first).to_have_text("ответ дан")

    stored = {case["number"]: case for case in site.cases("--channel", "im")}[number]
    assert (stored["state"], stored["rating"]) == ("answered", 5)
    site.run("verify-log")


def test_the_second_run_of_the_same_files_changes_nothing(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    desk = open_desk("im")
    bring_both_files(desk, tmp_path, 770_200)
    desk.go("/import/")
    desk.page.set_input_files("input[type=file]", [tmp_path / "messages-770200.xlsx"])
    desk.page.get_by_role("button", name="Принять").click()
    row = desk.page.locator("#batches tr", has_text="messages-770200").first
    expect(row).to_contain_text("Принят", timeout=20_000)
    expect(row.locator("td.text-end")).to_have_text(["0", "0", "2", "0"])


def test_figures_of_the_board_lead_to_as_many_cases(open_desk: OpenDesk) -> None:
    desk = open_desk("curator")
    page = desk.page
    figures = page.locator(".desk-figure, .desk-count, .desk-piles a")
    found = []
    for figure in figures.all():
        number = figure.locator(".desk-figure-number, .desk-pile-number")
        words = number.inner_text() if number.count() else figure.inner_text()
        found.append((int(words), figure.get_attribute("href") or ""))
    assert len(found) > 8
    for number, address in found:
        desk.go(address)
        rows = 0
        while True:
            rows += page.locator("[data-rows] [data-row]").count()
            further = page.locator("a[rel=next]")
            if not further.count():
                break
            further.click()
            page.wait_for_load_state()
        assert rows == number, address


def test_an_outsider_does_not_see_a_case_by_its_address(open_desk: OpenDesk, site: Site) -> None:
    other = next(c for c in site.cases("--channel", "im") if "Имек" in str(c.get("place", "")))
    desk = open_desk("exec-school-tashtyp-1")
    answer = desk.page.goto(f"{site.address}/cases/{other['number']}/")
    assert answer is not None
    assert answer.status == 404
