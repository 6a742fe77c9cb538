"""The machine learns while the site serves: asked for by a click, told when it is done."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk

pytestmark = pytest.mark.browser
LEARNING_MS = 180_000


def test_it_works(open_desk: OpenDesk) -> None:
    page = open_desk("curator").page
    page.get_by_role("link", name="Как машина распределяет").click()
    expect(page.get_by_text("ещё не училась")).to_be_visible()
    page.get_by_role("button", name="Учиться сейчас").click()
    expect(page.locator(".desk-batch-done")).to_be_visible(timeout=LEARNING_MS)
    # The texts of the demonstration are written in the words of the registry, so learning may
    # find nothing to do better: then a person lets it sort.
    expect(page.get_by_role("heading", name="Что выучено до сих пор")).to_be_visible()
    if not page.get_by_text("распределяет сейчас").count():
        page.get_by_role("button", name="Пусть распределяет этот").first.click()
    expect(page.get_by_text("распределяет сейчас").first).to_be_visible()
    page.get_by_role("button", name="Распределять без выученного").first.click()
    expect(page.get_by_text("Теперь распределение идёт по словам справочника")).to_be_visible()
