"""Every page on a phone and a wide screen, light and dark, by keys alone, without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.site import Site

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/cases/",
    "/cases/new/",
    "/approvals/",
    "/import/",
    "/registry/",
    "/reports/",
    "/problems/",
    "/machine/",
    "/log/",
    "/go/",
    "/keys/",
    "/sight/",
)
PHONE = {"width": 390, "height": 844}
# The smallest ratio of text to background that WCAG 2.2 AA allows for words of usual size.
LEAST_CONTRAST = 4.5
CONTRAST = """
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], under) =>
    [r, g, b].map((part, at) => part * a + under[at] * (1 - a)).concat(1);
  const behind = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const colour = rgba(getComputedStyle(one).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255, 1]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = new Set();
  for (const element of document.querySelectorAll("main *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    const isSeen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!own || !isSeen) continue;
    if (element.closest("[disabled], .visually-hidden")) continue;
    const under = behind(element);
    const word = over(rgba(getComputedStyle(element).color), under);
    const [more, less] = [light(word), light(under)].sort((a, b) => b - a);
    const ratio = (more + 0.05) / (less + 0.05);
    const said = `.${element.className}: ${element.textContent.trim().slice(0, 30)}`;
    if (ratio < LEAST) faint.add(`${ratio.toFixed(2)} ${said}`);
  }
  return [...faint];
}
""".replace("LEAST", str(LEAST_CONTRAST))


def first_case(page: Page) -> str:
    return page.locator("[data-rows] [data-row] a").first.get_attribute("href") or ""


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_no_page_is_wider_than_its_screen(open_desk: OpenDesk, width: int) -> None:
    desk = open_desk("curator", width=width, height=844)
    desk.go("/cases/")
    case = first_case(desk.page)
    wide = []
    for path in (*PAGES, case, f"{case}do/assign/", f"{case}do/classify/"):
        desk.go(path)
        if desk.is_wider_than_the_screen():
            wide.append(path)
    assert not wide


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_background(open_desk: OpenDesk, scheme: str) -> None:
    desk = open_desk("curator", color_scheme=scheme)
    desk.go("/cases/")
    faint = {}
    for path in (*PAGES, first_case(desk.page)):
        desk.go(path)
        assert desk.page.locator("html").get_attribute("data-bs-theme") == scheme
        if found := desk.page.evaluate(CONTRAST):
            faint[path] = found
    assert not faint


def test_on_a_phone_the_way_to_a_case_is_two_taps(open_desk: OpenDesk) -> None:
    desk = open_desk("curator", **PHONE, has_touch=True, is_mobile=True)
    page = desk.page
    page.locator(".desk-figure").first.tap()
    page.wait_for_url("**/cases/?*")
    page.locator("[data-row] a").first.tap()
    expect(page.locator("#case-text")).to_be_visible()
    bottom = page.locator(".desk-bottom a")
    for link in bottom.all():
        box = link.bounding_box()
        assert box is not None
        # A finger needs 44 px.
        assert box["height"] >= 44
    page.get_by_role("link", name="Меню").last.tap()
    expect(page.locator("#menu")).to_be_visible()
    page.locator("#menu").get_by_role("link", name="Отчёты").tap()
    page.wait_for_url("**/reports/")


def test_the_desk_is_worked_by_keys(open_desk: OpenDesk) -> None:
    page = open_desk("curator").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "desk-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("[data-rows] [data-row]").nth(1).locator("a").first
    expect(second).to_be_focused()
    address = second.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("вода")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/?q=*")


def test_without_scripts_a_case_is_found_and_a_note_written(
    open_desk: OpenDesk, site: Site
) -> None:
    desk = open_desk("curator", java_script_enabled=False)
    page = desk.page
    page.fill("#search", "вода")
    page.press("#search", "Enter")
    page.locator("[data-row] a").first.click()
    page.locator(".desk-other-deeds").get_by_role("link", name="Добавить заметку").click()
    page.locator("#deed textarea").fill("Позвонила в сельсовет, бригада выехала.")
    page.locator("#deed form button").last.click()
    assert "бригада выехала" in page.locator(".desk-history").inner_text()


def test_a_wrong_password_is_told_and_the_name_is_kept(open_desk: OpenDesk, site: Site) -> None:
    desk = open_desk("curator")
    desk.page.context.clear_cookies()
    desk.go("/login/")
    desk.page.fill("input[name=username]", "auditor")
    desk.page.fill("input[name=password]", "not the word")
    desk.page.press("input[name=password]", "Enter")
    expect(desk.page.locator(".alert-danger, .invalid-feedback").first).to_be_visible()
    expect(desk.page.locator("#id_username")).to_have_value("auditor")
