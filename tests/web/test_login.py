"""Logging in, the menu, the municipality one works for."""

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.urls import reverse

from otklik.cli.main import otklik
from otklik.registry.models import Municipality, Person, RoleAssignment
from tests.district import District, build_district

PASSWORD = "long-enough-word"
INLINE = (
    " style=",
    "<style",
    "<script>",
    "onclick=",
    "hx-on",
    "javascript:",
    "http://",
    "https://",
)


@pytest.fixture
def district(db: None) -> District:
    return build_district()


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save()
    return person


def test_it_works(client: Client, district: District) -> None:
    person = with_password(district.people["curator"])
    answer = client.post(reverse("login"), {"username": person.login, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, reverse("board"))
    page = client.get(reverse("board"))
    assert page.status_code == 200
    assert person.short_name in page.content.decode()


def test_a_wrong_password_says_so_and_opens_nothing(client: Client, district: District) -> None:
    person = with_password(district.people["curator"])
    answer = client.post(reverse("login"), {"username": person.login, "password": "wrong"})
    assert 'role="alert"' in answer.content.decode()
    assert client.get(reverse("board")).status_code == 302


@pytest.mark.parametrize("name", ["board", "inbox", "inbox-filters", "inbox-executors"])
def test_pages_ask_a_stranger_to_log_in(client: Client, district: District, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))


def test_a_person_without_a_role_is_told_so_and_may_leave(
    client: Client, district: District
) -> None:
    client.force_login(district.people["stranger"])
    answer = client.get(reverse("board"))
    assert answer.status_code == 403
    assert "no_role" in " ".join(str(t.name) for t in answer.templates)
    assert client.post(reverse("logout")).status_code == 302


@override_settings(DEMO_PASSWORD="")
def test_demo_logins_are_offered_only_where_all_is_invented(
    client: Client, district: District
) -> None:
    Person.objects.update(is_demo=True)
    login = district.people["curator"].login
    assert login not in client.get(reverse("login")).content.decode()
    district.municipality.is_demo = True
    district.municipality.save()
    page = client.get(reverse("login")).content.decode()
    assert f'data-fill-login="{login}"' in page
    build_district("real")
    assert login not in client.get(reverse("login")).content.decode()


def test_the_demo_password_is_told_only_if_the_installation_says_it(
    client: Client, district: District
) -> None:
    Person.objects.update(is_demo=True)
    district.municipality.is_demo = True
    district.municipality.save()
    with override_settings(DEMO_PASSWORD="shown-to-all"):
        assert "shown-to-all" in client.get(reverse("login")).content.decode()


def test_one_may_change_between_the_own_municipalities_only(
    client: Client, district: District
) -> None:
    second, foreign = build_district("second"), build_district("foreign")
    person = district.people["curator"]
    RoleAssignment.objects.create(person=person, role="curator", municipality=second.municipality)
    client.force_login(person)

    def chosen(code: str) -> str:
        client.post(reverse("municipality-choose"), {"municipality": code})
        return str(client.get(reverse("board")).context["municipality"].code)

    assert chosen("second") == "second"
    assert chosen(foreign.municipality.code) == "second"
    assert chosen(district.municipality.code) == district.municipality.code


@pytest.mark.parametrize(
    ("who", "sees_cases"),
    [("curator", True), ("executor", True), ("head", True), ("auditor", False), ("admin", False)],
)
def test_the_menu_shows_what_one_may_open(
    client: Client, district: District, who: str, sees_cases: bool
) -> None:
    client.force_login(district.people[who])
    shown = client.get(reverse("login"), follow=True).content.decode()
    assert (f'href="{reverse("inbox")}"' in shown) is sees_cases
    assert client.get(reverse("inbox")).status_code == (200 if sees_cases else 403)


def test_a_guessed_password_does_not_open_a_locked_login(
    client: Client, district: District
) -> None:
    person, colleague = (with_password(district.people[name]) for name in ("curator", "im"))

    def tries(login: str, password: str) -> int:
        form = {"username": login, "password": password}
        return int(Client().post(reverse("login"), form).status_code)

    for _time in range(settings.AXES_FAILURE_LIMIT):
        tries(person.login, "wrong")
    assert tries(person.login, PASSWORD) == 429
    assert tries(person.login.upper(), PASSWORD) == 429
    assert tries(colleague.login, "wrong") == 200
    assert tries(colleague.login, PASSWORD) == 302
    unlocked = CliRunner().invoke(
        otklik, ["set-password", person.login.upper()], input="another-long-word\n"
    )
    assert unlocked.exit_code == 0, unlocked.output
    assert tries(person.login, "another-long-word") == 302


def test_letter_case_of_a_login_means_nothing(client: Client, district: District) -> None:
    person = Person.objects.create(login="Боб", last_name="Бобров")
    with_password(person)
    RoleAssignment.objects.create(person=person, role="curator", municipality=district.municipality)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(login="БОБ", last_name="Другой")
    form = {"username": "бОб", "password": PASSWORD}
    assert client.post(reverse("login"), form).status_code == 302


def test_invented_people_do_not_enter_a_real_register(client: Client, district: District) -> None:
    invented = with_password(district.people["im"])
    Person.objects.filter(pk=invented.pk).update(is_demo=True)
    Municipality.objects.update(is_demo=True)
    form = {"username": invented.login, "password": PASSWORD}
    assert client.post(reverse("login"), form).status_code == 302
    assert client.get(reverse("board")).status_code == 200
    build_district("real")
    assert client.get(reverse("board")).status_code == 302
    assert Client().post(reverse("login"), form).status_code == 200


def test_the_login_page_never_leads_to_itself(client: Client, district: District) -> None:
    client.force_login(district.people["curator"])
    address = f"{reverse('login')}?next={reverse('login')}"
    assert client.get(address)["Location"] == reverse("board")


def test_a_part_of_a_page_after_the_session_asks_for_the_whole_page(
    client: Client, district: District
) -> None:
    answer = client.get(reverse("board"), headers={"hx-request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


@pytest.mark.parametrize("address", ["/cases/%00/", "/registry/people/?find=%00", "/?x=%00"])
def test_a_nul_sign_is_refused_in_words(client: Client, district: District, address: str) -> None:
    client.force_login(district.people["curator"])
    answer = client.get(address)
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
    assert client.post(reverse("view-save"), {"name": "a\0", "query": ""}).status_code == 400


def test_pages_carry_a_strict_policy_and_nothing_inline(client: Client, district: District) -> None:
    client.force_login(district.people["curator"])
    for name in ("board", "inbox", "inbox-filters"):
        answer = client.get(reverse(name))
        assert "unsafe" not in answer["Content-Security-Policy"]
        page = answer.content.decode()
        for forbidden in INLINE:
            assert forbidden not in page, (name, forbidden)
