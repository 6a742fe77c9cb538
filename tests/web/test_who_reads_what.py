"""No address gives away what is none of a person's business, whatever he types into it."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice

import pytest
from django.test import Client

from otklik.cases.models import Case
from otklik.registry.permissions import ROLE_GRANTS, Permission
from otklik.web.desk.registry.sheets import SHEETS
from tests.district import District, build_district
from tests.web.addresses import Address, addresses, words_to_try
from tests.web.cases_at_hand import logged_in
from tests.web.planted import plant

ABROAD, SCHOOL = "СЕКРЕТНОЕСОСЕДЕЙ", "СЕКРЕТНОЕШКОЛЫ"
# Addresses that are opened by something else than a permission, and by what.
OPENED_OTHERWISE = {
    "board": "whoever holds a role: it leads to his first page",
    "palette": "whoever holds a role: each goal by its own permission",
    "keys": "whoever holds a role",
    "sight": "everybody",
    "login": "everybody",
    "logout": "everybody",
    "login-passkey": "everybody",
    "login-passkey-options": "everybody",
    "login-second": "who has given the password: tests/web/test_second_step.py",
    "login-second-options": "who has given the password",
    "login-setup": "who has given the password and has to set a second factor up",
    "my-login": "one's own login only",
    "my-login-password": "one's own login only",
    "my-login-app": "one's own login only",
    "my-login-app-remove": "one's own login only",
    "my-login-passkey": "one's own login only",
    "my-login-passkey-options": "one's own login only",
    "my-login-passkey-rename": "one's own login only",
    "my-login-passkey-remove": "one's own login only",
    "my-login-codes": "one's own login only",
    "my-login-session-end": "one's own sessions only",
    "my-login-sessions-end": "one's own sessions only",
    "municipality-choose": "whoever holds a role: only his own municipalities",
    "case-detail": "the gate to the case",
    "case-topics": "the gate to the case",
    "case-streets": "the gate to the case",
    "case-executors": "the gate to the case",
    "case-files": "the gate to the case, by the step of the kind of file",
    "case-files-check": "the gate to the case",
    "case-file": "the gate to the case; what the applicant sent, by the sight of names",
    "case-file-preview": "as the file itself",
    "case-file-remove": "the gate to the case, by the step of the kind of file",
    "rating": "the signature in the address: tests/web/test_rating_page.py",
    "case-versions": "the gate to the case",
    "case-colleagues": "the gate to the case",
    "notices": "one's own notices only",
    "notices-bell": "one's own notices only",
    "notices-seen": "one's own notices only",
    "notice-settings": "one's own choice only",
    "information": "what is asked of him, and of cases he may see",
    "information-request": "whom it is asked of, and who sees the case",
    "case-receipt": "the gate to the case, by the permission to send answers",
    "case-codes": "the gate to the case",
    "case-letter": "the gate to the case, by the sight of names",
    "case-deed": "the gate to the case, by the permission of the deed",
}
CONFINED = ("executor", "lead", "pos", "head", "curator", "auditor", "admin")
MOST_PAGES = 400
LINK = re.compile(r"(?:href|src|action|hx-get|hx-post|data-url)=\"(/[^\"#]*)")
# A search that answers repeats what was asked for, so it is asked for without the word.
SEARCHES = ("/cases/?q=просьба", "/cases/?q=Иванович", "/log/?case=1", "/go/?q=2026-77777")


@pytest.fixture
def home(db: None) -> District:
    """The district of the readers, with a case of the school and all of another district."""
    abroad = build_district("stepnoe")
    plant(abroad, ABROAD, "2026-77777")
    home = build_district()
    plant(
        home,
        SCHOOL,
        "2026-00002",
        recipient=home.school,
        block=home.other_block,
        channel="im",
        is_collective=True,
    )
    return home


def secrets_of(login: str) -> tuple[str, ...]:
    """Return the words the person must never read."""
    return (ABROAD, SCHOOL) if login in ("executor", "lead", "auditor", "admin") else (ABROAD,)


def tried(address: Address) -> Iterator[str]:
    """Yield the address with everything a curious person would try."""
    # The rows of the other district and of the school were stored first.
    keys = [1, 2, 3, 999_999]
    numbers = [*Case.objects.values_list("number", flat=True), "2026-99999"]
    words = [*words_to_try(), "topic"]
    slugs = [*(sheet.slug for sheet in SHEETS.values()), "topic", "approve", "send"]
    yield from address.urls(int=keys, casenumber=numbers, str=words, slug=slugs)


def leaks(client: Client, url: str, secrets: tuple[str, ...], method: str = "get") -> list[str]:
    """Return the secrets the answer gives away; an answer 5xx is a fault of its own."""
    response = getattr(client, method)(url, headers={"hx-request": ""} if "?" in url else {})
    assert response.status_code < 500, f"{method} {url}: {response.status_code}"
    if response.streaming:
        body = b"".join(islice(response.streaming_content, 10_000))
    else:
        body = response.content
    text = unescape(body.decode("utf-8", "replace"))
    headers = " ".join(str(value) for value in response.headers.values())
    return [f"{method} {url}: {one}" for one in secrets if one in text or one in headers]


def test_what_is_planted_is_read_by_whom_it_concerns(home: District) -> None:
    client = logged_in(home.people["teacher"])
    assert leaks(client, "/cases/2026-00002/", (SCHOOL,))
    assert leaks(client, "/cases/?q=просьба", (SCHOOL,))
    assert not leaks(client, "/cases/2026-77777/", (SCHOOL,))


def test_every_address_says_who_may_open_it() -> None:
    open_to = {one.name for one in addresses() if not one.permissions}
    assert open_to == OPENED_OTHERWISE.keys()


def _roles_of(login: str) -> frozenset[Permission]:
    role = {
        "lead": "block_lead",
        "pos": "feedback_coordinator",
        "im": "incident_coordinator",
        "observer": "region_observer",
        "admin": "administrator",
    }.get(login, login)
    return frozenset(grant.permission for grant in ROLE_GRANTS[role])


@pytest.mark.parametrize("login", [*CONFINED, "im", "observer"])
def test_pages_open_to_whom_the_table_of_roles_says(home: District, login: str) -> None:
    client = logged_in(home.people[login])
    may = _roles_of(login)
    for address in addresses():
        if not address.permissions:
            continue
        answers = {client.get(url).status_code for url in islice(tried(address), 3)}
        if may.isdisjoint(address.permissions):
            # 405: the address takes forms only; they are tried below.
            assert answers <= {403, 405}, (address.name, answers)
        else:
            assert 403 not in answers or {200, 404} & answers, (address.name, answers)


@pytest.mark.parametrize("login", [*CONFINED, "im", "observer"])
def test_forms_are_taken_from_whom_the_table_of_roles_says(home: District, login: str) -> None:
    client = logged_in(home.people[login])
    may = _roles_of(login)
    for address in addresses():
        if not address.permissions or not may.isdisjoint(address.permissions):
            continue
        answers = {client.post(url).status_code for url in islice(tried(address), 3)}
        assert answers <= {403, 405}, (address.name, answers)


@pytest.mark.parametrize("login", CONFINED)
def test_no_guessed_address_tells_a_secret(home: District, login: str) -> None:
    client = logged_in(home.people[login])
    secrets = secrets_of(login)
    found = [leak for a in addresses() for url in tried(a) for leak in leaks(client, url, secrets)]
    found += [leak for url in SEARCHES for leak in leaks(client, url, secrets)]
    assert not found


@pytest.mark.parametrize("login", ["executor", "lead", "curator"])
def test_no_form_sent_to_a_guessed_address_changes_or_tells(home: District, login: str) -> None:
    client = logged_in(home.people[login])
    secrets = secrets_of(login)
    before = _strange(login)
    found = []
    for address in addresses():
        if address.name == "logout":
            continue
        for url in tried(address):
            found += leaks(client, url, secrets, "post")
    assert not found
    assert _strange(login) == before


def _strange(login: str) -> list[dict[str, object]]:
    """Return the cases the person has no business with, as they stand."""
    secrets = secrets_of(login)
    return [row for row in Case.objects.order_by("pk").values() if row["source"] in secrets]


@pytest.mark.parametrize("login", CONFINED)
def test_no_link_leads_to_a_secret(home: District, login: str) -> None:
    client = logged_in(home.people[login])
    secrets, seen, waiting = secrets_of(login), set[str](), ["/"]
    while waiting and len(seen) < MOST_PAGES:
        url = waiting.pop()
        if url in seen or url.startswith(("/static/", "/logout/")):
            continue
        seen.add(url)
        response = client.get(url, follow=True)
        assert response.status_code < 500, url
        assert not leaks(client, url, secrets)
        if not response.streaming and "html" in response.headers.get("Content-Type", ""):
            waiting += [unescape(link) for link in LINK.findall(response.content.decode())]
    assert len(seen) > 2
