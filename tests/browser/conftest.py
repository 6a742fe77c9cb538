"""One served site for the whole session, one Chromium for each file of tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import Site, Window, served_site, window_of

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
)
OpenDesk = Callable[..., Window]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The served demonstration district. Tests add to it and do not count on being first."""
    with served_site(tmp_path_factory.mktemp("site")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, ended with the file: its event loop would forbid other tests the database."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def open_desk(browser: Browser, site: Site) -> Iterator[OpenDesk]:
    """Open a window in which a person has logged in; sizes and options go to the browser."""
    with ExitStack() as windows:

        def open_window(login: str, **options: Any) -> Window:
            window = windows.enter_context(window_of(browser, site, **options))
            window.log_in(login)
            return window

        yield open_window
