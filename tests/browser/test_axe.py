"""No page has a serious fault of accessibility (WCAG 2.2 AA), by axe, in any of its looks."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenDesk
from tests.browser.test_screens import PHONE
from tests.house.tree import ROOT

pytestmark = pytest.mark.browser

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/",
    "/cases/",
    "/cases/new/",
    "/inbox/filters/",
    "/problems/",
    "/import/",
    "/registry/",
    "/registry/organisations/",
    "/reports/",
    "/machine/",
    "/log/",
    "/log/looks/",
    "/log/logins/",
    "/login/mine/",
    "/login/mine/passkey/",
    "/go/",
    "/keys/",
    "/sight/",
)
RUN = """
async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  return found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}
"""
LOOKS = {
    "light": ("light", {}),
    "dark": ("dark", {}),
    "low vision": ("light", {"size": "200", "colours": "blue-on-light", "spacing": "wide"}),
    "low vision, dark": ("light", {"size": "150", "colours": "white-on-black"}),
}


def faults(page: Page) -> list[str]:
    """Return what axe holds against the page."""
    page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN)
    return found


def choose_sight(page: Page, address: str, choice: dict[str, str]) -> None:
    """Choose the version for low vision as a person does."""
    page.goto(f"{address}/sight/")
    for name, value in choice.items():
        page.check(f'input[name={name}][value="{value}"]')
    page.get_by_role("button", name="Показывать так").click()


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_serious(open_desk: OpenDesk, look: str) -> None:
    scheme, choice = LOOKS[look]
    desk = open_desk("curator", color_scheme=scheme)
    page = desk.page
    if choice:
        choose_sight(page, desk.site.address, choice)
    desk.go("/cases/")
    case = page.locator("[data-row] a").first.get_attribute("href") or ""
    found = {}
    for path in (*PAGES, case, f"{case}do/draft_answer/", f"{case}do/classify/"):
        desk.go(path)
        if wrong := faults(page):
            found[path] = wrong
    assert not found


def test_axe_finds_nothing_serious_before_logging_in(open_desk: OpenDesk) -> None:
    desk = open_desk("curator")
    desk.page.context.clear_cookies()
    desk.go("/login/")
    assert not faults(desk.page)


def test_axe_finds_nothing_serious_on_a_phone(open_desk: OpenDesk) -> None:
    desk = open_desk("curator", **PHONE, has_touch=True, is_mobile=True)
    found = {}
    for path in PAGES:
        desk.go(path)
        if wrong := faults(desk.page):
            found[path] = wrong
    assert not found
