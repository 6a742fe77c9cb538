"""Thirty people write about one water cut: one problem, one answer, thirty closings."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.site import Site
from tests.channels.files import Value, write_im_file

pytestmark = pytest.mark.browser
ZONE = ZoneInfo("Asia/Krasnoyarsk")
FOUND_MS = 90_000
BURST = 30
# A street of its own: the demonstration has water cuts elsewhere.
STREET = "Советская"
TITLE = "Порыв водопровода на Советской"
ANSWER = (
    "Здравствуйте! Порыв на Советской устранён сегодня в 18 часов, воду подают во все дома. "
    "Если воды нет, позвоните диспетчеру коммунальных сетей: 2-12-34."
)


def incident(number: int, minutes: int) -> dict[str, Value]:
    created = datetime.now(ZONE) - timedelta(minutes=minutes)
    words = ("Когда дадут воду?", "Воды нет с утра.", "Сидим без воды.", "Опять нет воды!")
    return {
        "ID": 92_000_000 + number,
        "Номер инцидента": number,
        "Дата создания": f"{created:%Y-%m-%d %H:%M:%S}",
        "Группа тем": "ЖКХ",
        "Тема": "Отсутствие холодной и/или горячей воды",
        "Населенный пункт": "Таштып",
        "Улица": STREET,
        "Дом": str(number % 60 + 1),
        "Текущий шаг инцидента": "В работе",
        "Текст инцидента": f"{words[number % 4]} Дом {number % 60 + 1}, {number} человек в очереди",
    }


def test_one_answer_closes_thirty(open_desk: OpenDesk, site: Site, tmp_path: Path) -> None:
    curator = open_desk("curator")
    mark = int(datetime.now(ZONE).timestamp()) % 10_000_000
    file = write_im_file(
        tmp_path / f"burst-{mark}.xlsx", [incident(mark + n, 5 + n) for n in range(BURST)]
    )
    curator.go("/import/")
    curator.page.set_input_files("input[type=file]", [file])
    curator.page.get_by_role("button", name="Принять").click()
    row = curator.page.locator("#batches tr", has_text=file.name)
    expect(row).to_contain_text("Принят", timeout=30_000)

    proposed = curator.page.locator("form", has_text=STREET).first
    for _ in range(30):
        curator.go("/problems/")
        # The machine compares them by and by; she waits until all have come together.
        if proposed.locator("input[name=case]").count() == BURST:
            break
        curator.page.wait_for_timeout(FOUND_MS / 30)
    proposed.get_by_label("Название проблемы").fill(TITLE)
    proposed.get_by_role("button", name="Открыть проблему").click()
    curator.page.get_by_role("link", name=TITLE).first.click()
    address = curator.page.url.removeprefix(site.address)

    executor = open_desk("exec-utilities")
    executor.go(address)
    executor.page.locator("#one-answer").fill(ANSWER)
    executor.page.locator("button", has_text=f": {BURST}").click()
    expect(executor.page.locator("#messages")).to_contain_text(f"Сделано для {BURST} дел")

    curator.go(address)
    expect(curator.page.get_by_text(ANSWER)).to_have_count(1)
    for _stage in ("approve", "send", "close"):
        curator.page.locator("button", has_text=f": {BURST}").click()
        expect(curator.page.locator("#messages")).to_contain_text(f"Сделано для {BURST} дел")
    numbers = {f"{mark + n}" for n in range(BURST)}
    closed = [case for case in site.cases("--state", "closed") if case["external_id"] in numbers]
    assert len(closed) == BURST
