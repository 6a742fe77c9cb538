"""Repeats and problems: found by the served site itself, decided by a click."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.site import Window

pytestmark = pytest.mark.browser
FOUND_MS = 60_000
WORDS = "У колодца на улице Заречной третий день нет света, фонарь мигает и гаснет, страшно идти"


def register(desk: Window, text: str) -> None:
    desk.go("/cases/new/")
    desk.page.locator("input[name=channel][value=phone]").check()
    desk.page.locator("textarea[name=text]").fill(text)
    desk.page.get_by_role("button", name="Зарегистрировать").click()


def test_a_second_call_about_the_same_is_seen_at_once(open_desk: OpenDesk) -> None:
    desk = open_desk("curator")
    page = desk.page
    mark = f"{datetime.now():%H%M%S%f}"  # noqa: DTZ005 - only to tell two runs apart
    register(desk, f"{WORDS}, столб {mark}")
    expect(page.get_by_text("Похоже на повтор")).to_have_count(0)
    register(desk, f"{WORDS.upper()} столб {mark}!!!")
    expect(page.get_by_text("Похоже на повтор")).to_be_visible()
    page.get_by_role("button", name="Да, повтор").click()
    expect(page.get_by_text("Отметка о повторе изменена.")).to_be_visible()
    expect(page.get_by_text("Похоже на повтор")).to_have_count(0)


def test_the_machine_sees_growth_and_a_person_opens_the_problem(open_desk: OpenDesk) -> None:
    page = open_desk("curator").page
    page.get_by_role("link", name="Проблемы").click()
    title = page.get_by_label("Название проблемы").first
    expect(title).to_be_visible(timeout=FOUND_MS)
    page.get_by_role("checkbox").first.uncheck()
    title.fill("Нет воды в Таштыпе")
    page.get_by_role("button", name="Открыть проблему").first.click()
    expect(page.get_by_role("link", name="Нет воды в Таштыпе")).to_be_visible()
    page.get_by_role("link", name="Нет воды в Таштыпе").click()
    expect(page.get_by_role("heading", name="Нет воды в Таштыпе")).to_be_visible()
    page.get_by_role("link", name="Дела (").click()
    expect(page.locator("[data-row]").first).to_be_visible()
