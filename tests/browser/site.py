"""The real program in a process of its own, and a browser window before it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from playwright.sync_api import Browser, Page, Response

from tests.program import fresh_environment, run_program

# Enough for every state, channel and month to be there; the whole demonstration has 4,000.
ITEMS = 300
PASSWORD = "otklik-demo"
START_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """A served demonstration district: where it is, and the environment its commands run in."""

    address: str
    environment: dict[str, str]

    def run(self, *words: str) -> str:
        """Run a command of the program on the database of the site; return what it printed."""
        return _run(self.environment, *words)

    def cases(self, *filters: str) -> list[dict[str, Any]]:
        """Return the cases as ``otklik cases --json`` prints them."""
        return [json.loads(line) for line in self.run("cases", "--json", *filters).splitlines()]


@contextmanager
def served_site(folder: Path) -> Iterator[Site]:
    """Make the demonstration district in the folder, serve it on loopback, stop it at the end.

    Where the tests run on PostgreSQL the site gets a database of its own beside theirs.
    """
    environment = fresh_environment(folder)
    with _database() as database:
        environment |= database
        _run(environment, "demo", "--no-serve", "--items", str(ITEMS))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        server = subprocess.Popen(
            [sys.executable, "-m", "otklik.cli.main", "serve", "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/login/")
            yield Site(address, environment)
        finally:
            server.terminate()
            server.wait(timeout=30)


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    name = f"site_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _run(environment: dict[str, str], *words: str) -> str:
    done = run_program(environment, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _wait_for(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@dataclass
class Window:
    """A browser window at the desk. Everything that went wrong in it is in ``faults``."""

    page: Page
    site: Site
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note errors of the page, answers 5xx, and every address outside the site."""
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("response", self._answered)
        self.page.on("request", lambda request: self._asked(request.url))

    def _said(self, message: Any) -> None:
        # A refused form is answered with 4xx, and the browser notes that as an error of its own.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.site.address, "data:", "blob:")):
            self.faults.append(f"outside host: {url}")

    def go(self, path: str) -> None:
        """Open a page of the site by its path."""
        self.page.goto(self.site.address + path)

    def log_in(self, login: str) -> None:
        """Log in through the form, as a person does."""
        self.give_password(login)
        self.page.wait_for_url(lambda url: "/login/" not in url)

    def give_password(self, login: str) -> None:
        """Fill in the first form; a second step may follow."""
        self.go("/login/")
        self.page.locator("#login-form [name=username]").fill(login)
        self.page.locator("#login-form [name=password]").fill(PASSWORD)
        self.page.press("#login-form [name=password]", "Enter")
        self.page.wait_for_url(lambda url: not url.endswith("/login/"))

    def is_wider_than_the_screen(self) -> bool:
        """Tell whether the page has to be scrolled sideways."""
        script = "document.documentElement.scrollWidth > window.innerWidth"
        return bool(self.page.evaluate(script))


@contextmanager
def window_of(
    browser: Browser, site: Site, *, width: int = 1280, height: int = 900, **options: Any
) -> Iterator[Window]:
    """Open a window of the size; at the end fail if anything went wrong in it."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-US", **options
    )
    window = Window(context.new_page(), site)
    window.watch()
    try:
        yield window
    finally:
        context.close()
    assert not window.faults, "\n".join(window.faults)
