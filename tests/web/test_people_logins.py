"""Helping who cannot come in, and the log of logins: who may, whom it reaches, what is kept."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from click.testing import CliRunner
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.cases import log
from otklik.cases.models import Event
from otklik.cli.main import otklik
from otklik.entrance.models import AuthenticatorApp, LoginEvent, LoginSession
from otklik.registry.models import Person, RoleAssignment
from tests.district import District, build_district
from tests.web.cases_at_hand import logged_in
from tests.web.test_second_step import by_password, with_app

PASSWORD = "long-enough-word"
TOKEN = re.compile(r"[A-Za-z0-9]{64}")


@pytest.fixture
def district(db: None) -> District:
    return build_district()


@pytest.fixture
def person(district: District) -> Person:
    found = district.people["im"]
    found.set_password(PASSWORD)
    found.save()
    return found


@pytest.fixture
def admin(district: District) -> Client:
    return logged_in(district.people["admin"])


def body(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def lock(person: Person) -> None:
    form = {"username": person.login, "password": "wrong"}
    for _time in range(settings.AXES_FAILURE_LIMIT):
        Client().post(reverse("login"), form)


def test_the_list_tells_who_logs_in_by_what(admin: Client, person: Person) -> None:
    with_app(person)
    lock(person)
    lines = {line.person.pk: line for line in admin.get(reverse("people-logins")).context["lines"]}
    assert (lines[person.pk].has_app, lines[person.pk].is_locked) == (True, True)
    assert not any(line.is_locked for key, line in lines.items() if key != person.pk)
    found = admin.get(reverse("people-logins"), {"find": "Im"}).context["lines"]
    assert [line.person for line in found] == [person]


def test_an_administrator_unlocks(district: District, admin: Client, person: Person) -> None:
    lock(person)
    form = {"username": person.login, "password": PASSWORD}
    assert Client().post(reverse("login"), form).status_code == 429
    admin.post(reverse("person-login-unlock", args=[person.pk]))
    assert Client().post(reverse("login"), form).status_code == 302
    assert Event.objects.get(name="login.unlocked").details["login"] == person.login
    assert list(log.flaws(district.municipality)) == []


def test_a_lost_phone_is_taken_off_with_a_reason_and_the_person_is_told(
    district: District, admin: Client, person: Person
) -> None:
    with_app(person)
    address = reverse("person-login-reset", args=[person.pk])
    admin.post(address, {"reason": "  "})
    assert AuthenticatorApp.objects.exists()
    theirs = logged_in(person)
    theirs.get(reverse("board"))
    admin.post(address, {"reason": "телефон утонул"})
    assert not AuthenticatorApp.objects.exists()
    assert LoginSession.objects.get(person=person).end == "by_administrator"
    client = Client()
    by_password(client, person)
    page = body(client, "inbox")
    assert "телефон утонул" in page
    assert district.people["admin"].short_name in page
    told = Event.objects.get(name="login.factor_reset")
    assert (told.details["reason"], told.person) == ("телефон утонул", district.people["admin"])
    client.post(reverse("logout"))
    by_password(client, person)
    assert "телефон утонул" not in body(client, "inbox")


def test_an_administrator_does_not_take_the_own_factor_off(
    district: District, admin: Client
) -> None:
    own = district.people["admin"]
    admin.get(reverse("people-logins"))
    with_app(own)
    LoginSession.objects.update(proof="app")
    address = reverse("person-login-reset", args=[own.pk])
    assert admin.post(address, {"reason": "так проще"}).status_code == 403
    assert AuthenticatorApp.objects.exists()


def test_all_sessions_of_a_person_are_ended(admin: Client, person: Person) -> None:
    theirs = logged_in(person)
    assert theirs.get(reverse("inbox")).status_code == 200
    admin.post(reverse("person-login-end", args=[person.pk]))
    assert theirs.get(reverse("inbox")).status_code == 302


DEEDS = ("person-login-unlock", "person-login-reset", "person-login-end")


@pytest.mark.parametrize("deed", DEEDS)
def test_help_reaches_nobody_of_elsewhere(admin: Client, deed: str) -> None:
    stranger = build_district("stepnoe").people["im"]
    with_app(stranger)
    answer = admin.post(reverse(deed, args=[stranger.pk]), {"reason": "проба"})
    assert answer.status_code == 404
    assert admin.get(reverse("person-login", args=[stranger.pk])).status_code == 404
    assert AuthenticatorApp.objects.exists()


@pytest.mark.parametrize("deed", DEEDS)
def test_help_needs_the_rule_over_every_place_of_the_person(
    admin: Client, person: Person, deed: str
) -> None:
    other = build_district("stepnoe")
    RoleAssignment.objects.create(person=person, role="head", municipality=other.municipality)
    with_app(person)
    assert admin.post(reverse(deed, args=[person.pk]), {"reason": "проба"}).status_code == 403
    assert AuthenticatorApp.objects.exists()
    assert admin.get(reverse("person-login", args=[person.pk])).status_code == 200


def test_a_password_typed_as_a_login_is_kept_nowhere(district: District) -> None:
    secret = "moj-tajnyj-parol-77"
    Client().post(reverse("login"), {"username": secret, "password": "x"})
    event = LoginEvent.objects.get()
    assert (event.kind, event.person, event.detail) == ("failed", None, "")
    attempt = AccessAttempt.objects.get()
    assert secret not in f"{attempt.username} {attempt.get_data} {attempt.post_data}"


def test_nothing_tells_a_login_that_is_there_from_one_that_is_not(person: Person) -> None:
    pages = []
    for login in (person.login, "nobody-of-that-name"):
        answer = Client().post(reverse("login"), {"username": login, "password": "wrong"})
        text = TOKEN.sub("", answer.content.decode().replace(login, ""))
        pages.append((answer.status_code, text))
    assert pages[0] == pages[1]
    for login in (person.login, "nobody-of-that-name"):
        form = {"username": login, "password": "wrong"}
        answers = [
            Client().post(reverse("login"), form).status_code
            for _time in range(settings.AXES_FAILURE_LIMIT)
        ]
        assert answers[-1] == 429


def test_many_failures_of_one_address_are_held_up_but_not_who_works_there(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otklik.web.desk.login.entering.MOST_FAILURES", 3)
    where = {"REMOTE_ADDR": "10.1.2.3"}
    by_password(Client(**where), person)

    def tries(login: str) -> int:
        form = {"username": login, "password": "wrong"}
        return int(Client(**where).post(reverse("login"), form).status_code)

    answers = [tries(f"guess-{number}") for number in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert tries(person.login) == 200
    form = {"username": person.login, "password": PASSWORD}
    assert Client(**where).post(reverse("login"), form).status_code == 302


def test_the_auditor_reads_searches_and_takes_the_log_away(
    district: District, person: Person
) -> None:
    lock(person)
    by_password(Client(REMOTE_ADDR="10.9.9.9"), person)
    auditor = logged_in(district.people["auditor"])
    page = body(auditor, "log-logins")
    assert person.short_name in page
    assert "10.9.9.9" in page
    only = auditor.get(reverse("log-logins"), {"name": "entered"}).content.decode()
    assert "10.9.9.9" in only
    assert "127.0.0.1" not in only
    answer = auditor.get(reverse("log-logins-export"), {"person": str(person.pk)})
    told = b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]
    assert person.full_name in told
    assert Event.objects.filter(name="log.exported").exists()


def test_the_log_of_logins_ends_at_the_border(district: District, person: Person) -> None:
    foreign = build_district("stepnoe").people["im"]
    Person.objects.filter(pk=foreign.pk).update(last_name="Соседов")
    lock(foreign)
    auditor = logged_in(district.people["auditor"])
    assert "Соседов" not in body(auditor, "log-logins")
    export = auditor.get(reverse("log-logins-export"))
    assert "Соседов" not in b"".join(export.streaming_content).decode()  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["im", "executor", "lead", "admin", "head", "observer"])
def test_only_who_reads_the_log_reads_logins(district: District, who: str) -> None:
    client = logged_in(district.people[who])
    for name in ("log-logins", "log-logins-export"):
        assert client.get(reverse(name)).status_code == 403


def run(*words: str) -> str:
    done = CliRunner().invoke(otklik, ["login", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_line_helps_where_nobody_can_enter(person: Person) -> None:
    with_app(person)
    lock(person)
    run("unlock", person.login.upper())
    client = Client()
    assert by_password(client, person).startswith(reverse("login-second"))
    assert "127.0.0.1" in run("sessions", person.login)
    run("reset-second-factor", person.login, "--reason", "потерян телефон")
    assert not AuthenticatorApp.objects.exists()
    assert client.get(reverse("inbox")).status_code == 302
    by_password(client, person)
    assert client.get(reverse("inbox")).status_code == 200
    run("sessions", person.login, "--end")
    assert client.get(reverse("inbox")).status_code == 302
    assert CliRunner().invoke(otklik, ["login", "unlock", "nobody"]).exit_code == 1
    empty = ["login", "reset-second-factor", person.login, "--reason", " "]
    assert CliRunner().invoke(otklik, empty).exit_code == 1


def test_knocking_at_a_locked_door_fills_no_log(person: Person) -> None:
    lock(person)
    lock(person)
    told = dict(LoginEvent.objects.values_list("kind", "times"))
    assert told == {
        "failed": settings.AXES_FAILURE_LIMIT - 1,
        "locked": settings.AXES_FAILURE_LIMIT + 1,
    }


def test_old_failures_are_no_lock(admin: Client, person: Person) -> None:
    lock(person)
    long_ago = timezone.now() - timedelta(hours=1)
    AccessAttempt.objects.update(attempt_time=long_ago)
    lines = {line.person.pk: line for line in admin.get(reverse("people-logins")).context["lines"]}
    assert not lines[person.pk].is_locked
