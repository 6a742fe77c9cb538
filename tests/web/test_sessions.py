"""Sessions: how long they stand, who ends them, what is told of them."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.entrance import sessions
from otklik.entrance.models import LoginEvent, LoginSession
from otklik.entrance.place import NOWHERE
from otklik.registry.models import LoginPolicy, Person
from otklik.web.desk.login.gate import POLLED
from tests.district import District, build_district
from tests.house.tree import templates
from tests.web.cases_at_hand import logged_in

WINDOWS = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140.0 YaBrowser/25.8 Safari/537"


@pytest.fixture
def district(db: None) -> District:
    return build_district()


@pytest.fixture
def curator(district: District) -> Person:
    return district.people["curator"]


def is_in(client: Client) -> bool:
    return client.get(reverse("board")).status_code == 200


def seen_ago(minutes: int) -> None:
    LoginSession.objects.update(seen_at=timezone.now() - timedelta(minutes=minutes))


def test_an_idle_session_ends(curator: Person) -> None:
    LoginPolicy.objects.create(role="curator", idle_minutes=30)
    client = logged_in(curator)
    assert is_in(client)
    seen_ago(29)
    assert is_in(client)
    seen_ago(31)
    assert not is_in(client)
    assert LoginSession.objects.get().end == "idle"
    seen_ago(0)
    assert not is_in(client)


def test_a_session_ends_at_its_longest_however_busy(curator: Person) -> None:
    LoginPolicy.objects.create(role="curator", longest_session_hours=8)
    client = logged_in(curator)
    assert is_in(client)
    LoginSession.objects.update(started_at=timezone.now() - timedelta(hours=8, seconds=1))
    page = client.get(reverse("board"), follow=True)
    assert page.request["PATH_INFO"] == reverse("login")
    assert 'class="alert' in page.content.decode()
    assert LoginSession.objects.get().end == "too_long"


def test_what_a_page_asks_for_by_itself_is_no_work(curator: Person) -> None:
    client = logged_in(curator)
    is_in(client)
    seen_ago(20)
    before = LoginSession.objects.get().seen_at
    client.get(reverse("notices-bell"), headers={"hx-request": "true"})
    assert LoginSession.objects.get().seen_at == before
    client.get(reverse("inbox"))
    assert LoginSession.objects.get().seen_at > before


def test_every_address_a_page_polls_is_known() -> None:
    tag = re.compile(r"<[a-z]+ [^<]*hx-trigger=\"[^\"]*\bevery \d+s[^<]*>")
    polled = {
        name
        for _page, content in templates()
        for found in tag.findall(content)
        for name in re.findall(r"hx-get=\"{% url '([^']+)'", found)
    }
    assert polled
    assert polled <= POLLED


def test_the_page_lists_sessions_in_plain_words(curator: Person) -> None:
    other = Client(headers={"user-agent": WINDOWS})
    other.force_login(curator)
    other.get(reverse("board"))
    own = logged_in(curator)
    page = own.get(reverse("my-login")).content.decode()
    assert "Яндекс Браузер, Windows" in page
    assert page.count("127.0.0.1") >= 2


def test_another_session_is_ended_from_this_one(curator: Person) -> None:
    other, own = logged_in(curator), logged_in(curator)
    assert is_in(other)
    own.get(reverse("my-login"))
    theirs = LoginSession.objects.order_by("pk").first()
    assert theirs is not None
    own.post(reverse("my-login-session-end", args=[theirs.pk]))
    assert is_in(own)
    assert not is_in(other)


def test_all_others_are_ended_at_once(curator: Person) -> None:
    others, own = [logged_in(curator) for _one in range(3)], logged_in(curator)
    assert all(is_in(one) for one in [*others, own])
    own.post(reverse("my-login-sessions-end"))
    assert is_in(own)
    assert not any(is_in(one) for one in others)


def test_a_session_of_somebody_else_cannot_be_ended(district: District, curator: Person) -> None:
    theirs, own = logged_in(district.people["im"]), logged_in(curator)
    assert is_in(theirs)
    key = LoginSession.objects.get().pk
    assert own.post(reverse("my-login-session-end", args=[key])).status_code == 404
    assert is_in(theirs)


def test_logging_out_ends_the_session(curator: Person) -> None:
    client = logged_in(curator)
    is_in(client)
    key = client.session.session_key
    client.post(reverse("logout"))
    assert LoginSession.objects.get().end == "logged_out"
    client.cookies[settings.SESSION_COOKIE_NAME] = str(key)
    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions(curator: Person) -> None:
    curator.set_password("long-enough-word")
    curator.save()
    other, own = logged_in(curator), logged_in(curator)
    assert is_in(other)
    form = {
        "old_password": "long-enough-word",
        "new_password1": "another-long-word-7",
        "new_password2": "another-long-word-7",
    }
    assert own.post(reverse("my-login-password"), form | {"old_password": "x"}).status_code == 200
    assert is_in(other)
    assert own.post(reverse("my-login-password"), form).status_code == 302
    assert is_in(own)
    assert not is_in(other)
    assert LoginEvent.objects.filter(kind="password_changed", person=curator).exists()


def test_guessing_the_password_in_an_open_session_locks_out(curator: Person) -> None:
    curator.set_password("long-enough-word")
    curator.save()
    client = logged_in(curator)
    form = {"old_password": "wrong", "new_password1": "a", "new_password2": "b"}
    answers = [
        client.post(reverse("my-login-password"), form).status_code
        for _time in range(settings.AXES_FAILURE_LIMIT)
    ]
    assert answers[-1] == 429


def test_a_closed_account_ends_its_sessions(district: District) -> None:
    person = district.people["im"]
    theirs, admin = logged_in(person), logged_in(district.people["admin"])
    assert is_in(theirs)
    address = reverse("registry-row", args=["people", person.pk])
    form = admin.get(address).context["form"]
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    data.pop("is_active")
    assert admin.post(address, data).status_code == 302
    assert not is_in(theirs)
    Person.objects.filter(pk=person.pk).update(is_active=True)
    assert not is_in(theirs)
    assert LoginSession.objects.get(person=person).end == "closed"


def test_accounts_closed_by_a_file_lose_their_sessions_too(curator: Person) -> None:
    at = timezone.now()
    sessions.begin(curator, at=at, place=NOWHERE)
    Person.objects.filter(pk=curator.pk).update(is_active=False)
    assert sessions.end_of_closed(at=at) == 1
    assert sessions.end_of_closed(at=at) == 0


def test_logins_and_sessions_are_forgotten_after_their_term(curator: Person) -> None:
    at = timezone.now()
    old = at - timedelta(days=settings.LOGIN_LOG_DAYS + 1)
    sessions.end(sessions.begin(curator, at=old, place=NOWHERE), "logged_out", at=old)
    assert LoginEvent.objects.count() == LoginSession.objects.count() == 1
    curator.set_password("long-enough-word")
    curator.save()
    form = {"username": curator.login, "password": "long-enough-word"}
    Client().post(reverse("login"), form)
    assert [event.kind for event in LoginEvent.objects.all()] == ["entered"]
    assert LoginSession.objects.get().started_at >= at


def test_cookies_are_closed_to_scripts_and_other_sites(curator: Person) -> None:
    curator.set_password("long-enough-word")
    curator.save()
    form = {"username": curator.login, "password": "long-enough-word"}
    cookie = Client().post(reverse("login"), form).cookies[settings.SESSION_COOKIE_NAME]
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")
