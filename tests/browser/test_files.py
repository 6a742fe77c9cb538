"""Photographs by phone: chosen, sent, seen, removed, with and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.site import Site
from tests.enclosures.samples import photo

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}


def photos(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for number, path in enumerate(paths):
        path.write_bytes(photo((1200, 900), colour=(40 + 90 * number, 120, 60)))
    return paths


def a_case(site: Site, state: str) -> str:
    return str(site.cases("--state", state)[0]["number"])


def open_form(page: Page) -> None:
    form = page.locator("details.desk-attach")
    if form.get_attribute("open") is None:
        form.locator("> summary").click()


def every_picture_is_drawn(page: Page) -> bool:
    pictures = page.locator("#files img")
    for number in range(pictures.count()):
        pictures.nth(number).scroll_into_view_if_needed()
    script = "[...document.querySelectorAll('#files img')].every(i => i.complete && i.naturalWidth)"
    page.wait_for_function(script)
    return bool(page.evaluate(script))


def test_photos_before_and_after_by_phone(open_desk: OpenDesk, site: Site, tmp_path: Path) -> None:
    desk = open_desk("curator", **PHONE)
    page, number = desk.page, a_case(site, "assigned")
    before, after = photos(tmp_path, "яма до.jpg", "яма после.jpg")
    desk.go(f"/cases/{number}/")
    expect(page.locator("#file_camera")).to_be_visible()
    page.set_input_files("#file_files", before)
    page.select_option("#file_kind", "before")
    page.get_by_role("button", name="Приложить", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("яма до.jpg")
    # The page now knows that a photograph of the result is what is wanted next.
    open_form(page)
    expect(page.locator("#file_kind")).to_have_value("after")
    page.set_input_files("#file_camera", after)
    page.get_by_role("button", name="Приложить", exact=True).click()
    expect(page.locator(".desk-photo-pair figure")).to_have_count(2)
    assert every_picture_is_drawn(page)
    assert not desk.is_wider_than_the_screen()
    with page.expect_popup() as opened:
        page.locator(".desk-photo-pair img").first.click()
    expect(opened.value.locator("img")).to_be_visible()
    removed = page.locator("figure", has_text="яма после.jpg")
    removed.locator("summary").click()
    removed.get_by_label("почему удалить").fill("не тот двор")
    removed.get_by_role("button", name="Удалить").click()
    expect(page.locator(".desk-photo-pair figure")).to_have_count(1)


def test_files_are_sent_without_scripts_too(
    open_desk: OpenDesk, site: Site, tmp_path: Path
) -> None:
    desk = open_desk("curator", java_script_enabled=False)
    page, number = desk.page, a_case(site, "in_review")
    desk.go(f"/cases/{number}/")
    page.locator("details.desk-attach > summary").click()
    page.set_input_files("#file_files", photos(tmp_path, "один.jpg", "два.jpg"))
    page.select_option("#file_kind", "proof")
    page.get_by_role("button", name="Приложить", exact=True).click()
    expect(page.locator(".desk-file-list figure")).to_have_count(2)
    expect(page.locator("#messages")).to_contain_text("один.jpg, два.jpg")
