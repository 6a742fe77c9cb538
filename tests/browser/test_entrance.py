"""Logging in by a passkey and by a code, as a person does, on the desk and on a phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from tests.browser.conftest import OpenDesk
from tests.browser.site import Site, Window, window_of
from tests.browser.test_axe import faults
from tests.browser.test_screens import PHONE

pytestmark = pytest.mark.browser
POLICIES = (
    "municipality,role,second_factor,idle_minutes,longest_session_hours,valid_from,valid_until\n"
)


def add_authenticator(page: Page) -> None:
    """Give the browser a device with passkeys that verifies its holder by itself."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@contextmanager
def local_window(browser: Browser, site: Site, **options: Any) -> Iterator[Window]:
    """Open a window at ``localhost``: browsers give no passkeys to a number."""
    local = replace(site, address=site.address.replace("127.0.0.1", "localhost"))
    with window_of(browser, local, **options) as window:
        yield window


def without_factors(site: Site, login: str) -> None:
    site.run("login", "reset-second-factor", login, "--reason", "конец пробы")


def log_out(window: Window) -> None:
    window.page.context.clear_cookies()


def test_a_passkey_is_made_and_opens_without_a_password(browser: Browser, site: Site) -> None:
    with local_window(browser, site) as desk:
        page = desk.page
        add_authenticator(page)
        desk.log_in("head")
        desk.go("/login/mine/")
        page.get_by_role("link", name="Добавить ключ доступа").click()
        page.get_by_label("Название ключа доступа").fill("Мой ноутбук")
        page.get_by_role("button", name="Создать ключ доступа").click()
        page.get_by_role("heading", name="Запасные коды").wait_for()
        assert not faults(page)
        page.get_by_role("link", name="Коды сохранены, продолжить").click()
        desk.go("/login/mine/")
        assert page.get_by_text("Мой ноутбук", exact=True).is_visible()
        assert not faults(page)
        log_out(desk)
        desk.go("/login/")
        page.get_by_role("button", name="Войти по ключу доступа").click()
        page.wait_for_url(lambda url: "/login/" not in url)
        assert page.locator(".desk-person").count() == 1
        log_out(desk)
        desk.give_password("head")
        page.get_by_role("button", name="Подтвердить ключом доступа").click()
        page.wait_for_url(lambda url: "/login/" not in url)
    without_factors(site, "head")


@contextmanager
def observers_need_an_app(site: Site, folder: Path) -> Iterator[None]:
    """Ask a second factor of the observers of the region, and leave the site as it was."""

    def ask(how: str) -> None:
        rows = f"{POLICIES}tashtyp,region_observer,{how},240,12,,\n"
        (folder / "login_policies.csv").write_text(rows, encoding="utf-8")
        site.run("load-registry", str(folder))

    ask("required")
    try:
        yield
    finally:
        ask("offered")
        without_factors(site, "cur-region")


def test_on_a_phone_a_required_app_is_set_up_and_asked_for(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    with (
        observers_need_an_app(site, tmp_path),
        window_of(browser, site, **PHONE, has_touch=True, is_mobile=True) as phone,
    ):
        page = phone.page
        phone.give_password("cur-region")
        looks_well(phone)
        phone.go("/reports/")
        assert "/login/setup/" in page.url
        page.get_by_role("link", name="Приложение на телефоне").click()
        looks_well(phone)
        page.get_by_text("Нет камеры?").click()
        secret = page.locator(".desk-secret").inner_text().replace(" ", "")
        type_code(page, pyotp.TOTP(secret).at(timezone.now()), "Подключить приложение")
        page.get_by_role("heading", name="Запасные коды").wait_for()
        codes = page.locator("#codes code").all_inner_texts()
        assert len(codes) == 10
        looks_well(phone)
        page.get_by_role("link", name="Коды сохранены, продолжить").click()
        page.wait_for_url(lambda url: "/login/" not in url)
        log_out(phone)
        phone.give_password("cur-region")
        looks_well(phone)
        type_code(page, "wrong-code", "Войти")
        page.locator(".invalid-feedback").wait_for()
        type_code(page, codes[0], "Войти")
        page.wait_for_url(lambda url: "/login/" not in url)
        for path in ("/login/mine/", "/login/mine/app/", "/login/mine/codes/"):
            phone.go(path)
            looks_well(phone)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_pages_of_logins_look_well(open_desk: OpenDesk, options: dict[str, Any]) -> None:
    admin = open_desk("admin", **options)
    for path in ("/logins/", "/login/mine/password/", "/registry/login-policies/"):
        admin.go(path)
        looks_well(admin)
    admin.go("/logins/")
    admin.page.locator("[data-row] a").first.click()
    looks_well(admin)
    auditor = open_desk("auditor", **options)
    auditor.go("/log/logins/")
    looks_well(auditor)


def looks_well(window: Window) -> None:
    assert not faults(window.page)
    assert not window.is_wider_than_the_screen()


def type_code(page: Page, code: str, button: str) -> None:
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name=button, exact=True).click()
