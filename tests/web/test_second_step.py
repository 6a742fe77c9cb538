"""The second step of logging in: who is asked, what opens, and what does not."""

from datetime import timedelta

import pyotp
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.entrance import codes
from otklik.entrance.models import AuthenticatorApp, LoginEvent, LoginSession, Passkey
from otklik.entrance.place import NOWHERE
from otklik.registry.models import LoginPolicy, Person
from tests.district import District, build_district
from tests.entrance.soft_key import SoftKey
from tests.web.addresses import addresses
from tests.web.cases_at_hand import logged_in
from tests.web.test_who_reads_what import tried

PASSWORD = "long-enough-word"
AT_THE_DOOR = {"login", "logout", "sight", "login-passkey", "login-passkey-options", "rating"}


@pytest.fixture
def district(db: None) -> District:
    return build_district()


@pytest.fixture
def curator(district: District) -> Person:
    person = district.people["curator"]
    person.set_password(PASSWORD)
    person.save()
    return person


def with_app(person: Person) -> pyotp.TOTP:
    secret = codes.new_secret()
    early = timezone.now() - timedelta(hours=1)
    codes.add_app(person, secret=secret, code=pyotp.TOTP(secret).at(early), at=early, place=NOWHERE)
    return pyotp.TOTP(secret)


def by_password(client: Client, person: Person, following: str = "") -> str:
    form = {"username": person.login, "password": PASSWORD, "next": following}
    return str(client.post(reverse("login"), form)["Location"])


def require(role: str = "curator", **fields: object) -> None:
    LoginPolicy.objects.create(role=role, second_factor="required", **fields)


def is_in(client: Client) -> bool:
    return client.get(reverse("board")).status_code == 200


def test_it_works(client: Client, curator: Person) -> None:
    app = with_app(curator)
    where = by_password(client, curator, "/cases/?q=snow")
    assert where.startswith(reverse("login-second"))
    assert not is_in(client)
    form = {"code": app.at(timezone.now()), "next": "/cases/?q=snow"}
    answer = client.post(reverse("login-second"), form)
    assert (answer.status_code, answer["Location"]) == (302, "/cases/?q=snow")
    assert is_in(client)
    assert LoginSession.objects.get(ended_at=None).proof == "app"
    assert LoginEvent.objects.filter(kind="entered", person=curator).count() == 1


def test_without_a_factor_and_a_rule_the_password_is_enough(
    client: Client, curator: Person
) -> None:
    assert by_password(client, curator) == reverse("board")
    assert is_in(client)


def test_nothing_opens_between_the_password_and_the_second_step(
    client: Client, curator: Person
) -> None:
    with_app(curator)
    by_password(client, curator)
    open_here = AT_THE_DOOR | {"login-second", "login-second-options"}
    for address in addresses():
        if address.name in open_here:
            continue
        for url in list(tried(address))[:3]:
            for answer in (client.get(url), client.post(url)):
                assert answer.status_code == 302, (url, answer.status_code)
                assert answer["Location"].startswith(reverse("login-second")), url
            part = client.get(url, headers={"hx-request": "true"})
            assert (part.status_code, part.content) == (204, b""), url
    assert client.get("/no/such/page/").status_code == 302


def test_pages_of_the_door_show_nothing_of_the_desk(client: Client, curator: Person) -> None:
    with_app(curator)
    by_password(client, curator)
    for name in ("login-second", "login", "sight"):
        page = client.get(reverse(name)).content.decode()
        assert "desk-nav" not in page
        assert curator.short_name not in page


def test_whose_role_requires_a_factor_can_only_set_one_up(client: Client, curator: Person) -> None:
    require()
    assert by_password(client, curator).startswith(reverse("login-setup"))
    open_here = AT_THE_DOOR | {
        *("login-setup", "my-login-app", "my-login-passkey", "my-login-passkey-options"),
    }
    for address in addresses():
        if address.name not in open_here:
            for url in list(tried(address))[:2]:
                answer = client.get(url)
                assert answer.status_code == 302, url
                assert answer["Location"].startswith(reverse("login-setup")), url
    page = client.get(reverse("my-login-app"))
    app = pyotp.TOTP(page.context["secret"].replace(" ", ""))
    form = {"secret": page.context["sealed"], "code": app.at(timezone.now())}
    answer = client.post(reverse("my-login-app"), form)
    assert len(answer.context["codes"]) == codes.RECOVERY_CODES
    assert is_in(client)


def test_who_has_a_factor_cannot_set_up_another_instead_of_showing_it(
    client: Client, curator: Person
) -> None:
    require()
    with_app(curator)
    by_password(client, curator)
    for name in ("login-setup", "my-login-app", "my-login-passkey"):
        answer = client.get(reverse(name))
        assert answer["Location"].startswith(reverse("login-second")), name
    before = AuthenticatorApp.objects.get().secret
    client.post(reverse("my-login-app"), {"code": "1", "secret": "x"})
    assert AuthenticatorApp.objects.get().secret == before


def test_a_secret_shown_to_another_is_not_taken(client: Client, district: District) -> None:
    page = logged_in(district.people["im"]).get(reverse("my-login-app"))
    app = pyotp.TOTP(page.context["secret"].replace(" ", ""))
    form = {"secret": page.context["sealed"], "code": app.at(timezone.now())}
    logged_in(district.people["curator"]).post(reverse("my-login-app"), form)
    assert not AuthenticatorApp.objects.exists()


def test_an_open_session_meets_a_new_rule(client: Client, curator: Person) -> None:
    by_password(client, curator)
    assert is_in(client)
    require()
    answer = client.get(reverse("board"))
    assert answer["Location"].startswith(reverse("login-setup"))


def test_a_factor_added_elsewhere_is_asked_of_this_session(client: Client, curator: Person) -> None:
    by_password(client, curator)
    with_app(curator)
    assert client.get(reverse("inbox"))["Location"].startswith(reverse("login-second"))


def test_a_recovery_code_opens(client: Client, curator: Person) -> None:
    with_app(curator)
    made = codes.make_recovery_codes(curator, at=timezone.now(), place=NOWHERE)
    by_password(client, curator)
    client.post(reverse("login-second"), {"code": made[3]})
    assert is_in(client)
    other = Client()
    by_password(other, curator)
    other.post(reverse("login-second"), {"code": made[3]})
    assert not is_in(other)


def test_wrong_codes_count_toward_the_lock_out(client: Client, curator: Person) -> None:
    app = with_app(curator)
    by_password(client, curator)
    answer = None
    for _time in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(reverse("login-second"), {"code": "wrong-code"})
        codes.WrongCodes.objects.update(last_at=None)
    assert answer is not None
    assert answer.status_code == 429
    right = client.post(reverse("login-second"), {"code": app.at(timezone.now())})
    assert right.status_code == 429
    form = {"username": curator.login, "password": PASSWORD}
    assert Client().post(reverse("login"), form).status_code == 429
    assert LoginEvent.objects.filter(kind="locked", person=curator).exists()


def test_a_right_password_forgives_no_wrong_codes(client: Client, curator: Person) -> None:
    with_app(curator)
    for time in range(settings.AXES_FAILURE_LIMIT):
        form = {"username": curator.login, "password": PASSWORD}
        assert client.post(reverse("login"), form).status_code == 302, time
        client.post(reverse("login-second"), {"code": "wrong-code"})
        codes.WrongCodes.objects.update(last_at=None)
    assert client.post(reverse("login"), form).status_code == 429


def test_too_many_wrong_codes_make_one_wait(client: Client, curator: Person) -> None:
    app = with_app(curator)
    by_password(client, curator)
    for _time in range(codes.FREE_TRIES):
        client.post(reverse("login-second"), {"code": "wrong-code"})
    answer = client.post(reverse("login-second"), {"code": app.at(timezone.now())})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not is_in(client)


def test_the_session_gets_a_new_key_at_each_step(client: Client, curator: Person) -> None:
    app = with_app(curator)
    client.post(reverse("login-passkey-options"))
    keys = [client.session.session_key]
    by_password(client, curator)
    keys.append(client.session.session_key)
    client.post(reverse("login-second"), {"code": app.at(timezone.now())})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = str(keys[1])
    assert not is_in(old)


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:1", "\\\\x"]
)
def test_one_is_never_led_to_another_site(client: Client, curator: Person, wanted: str) -> None:
    app = with_app(curator)
    by_password(client, curator, wanted)
    form = {"code": app.at(timezone.now()), "next": wanted}
    assert client.post(reverse("login-second"), form)["Location"] == reverse("board")


def test_the_door_is_open_for_half_an_hour(client: Client, curator: Person) -> None:
    app = with_app(curator)
    by_password(client, curator)
    LoginSession.objects.update(started_at=timezone.now() - timedelta(minutes=31))
    client.post(reverse("login-second"), {"code": app.at(timezone.now())})
    assert not is_in(client)
    assert LoginSession.objects.get(person=curator).end == "too_long"


def test_a_passkey_opens_without_a_password(curator: Person) -> None:
    key = SoftKey("https://testserver")
    inside = logged_in(curator)
    add_passkey(inside, key)
    client = Client()
    options = client.post(reverse("login-passkey-options"), secure=True).json()
    form = {"answer": key.show(options), "next": "/cases/"}
    answer = client.post(reverse("login-passkey"), form, secure=True)
    assert answer["Location"] == "/cases/"
    assert is_in(client)
    again = Client().post(reverse("login-passkey"), form, secure=True)
    assert again["Location"].startswith(reverse("login"))


def test_a_passkey_is_a_second_step(client: Client, curator: Person) -> None:
    key = SoftKey("https://testserver", verifies=True)
    add_passkey(logged_in(curator), key)
    by_password(client, curator)
    key.verifies = False
    options = client.post(reverse("login-second-options"), secure=True).json()
    assert len(options["allowCredentials"]) == 1
    client.post(reverse("login-second"), {"answer": key.show(options)}, secure=True)
    assert is_in(client)


def test_a_passkey_of_a_closed_account_opens_nothing(curator: Person) -> None:
    key = SoftKey("https://testserver")
    add_passkey(logged_in(curator), key)
    Person.objects.filter(pk=curator.pk).update(is_active=False)
    client = Client()
    options = client.post(reverse("login-passkey-options"), secure=True).json()
    client.post(reverse("login-passkey"), {"answer": key.show(options)}, secure=True)
    assert not is_in(client)


def test_a_rule_is_met_by_a_passkey(client: Client, curator: Person) -> None:
    require()
    by_password(client, curator)
    add_passkey(client, SoftKey("https://testserver"))
    assert is_in(client)
    assert Passkey.objects.get().person == curator


def add_passkey(client: Client, key: SoftKey) -> None:
    options = client.post(reverse("my-login-passkey-options"), {"name": "ключ"}, secure=True).json()
    form = {"name": "ключ", "answer": key.make(options)}
    answer = client.post(reverse("my-login-passkey"), form, secure=True)
    assert answer.context is not None, answer
    assert "codes" in answer.context


def test_forms_of_the_door_want_the_token(curator: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    for name in ("login", "login-second", "login-passkey", "login-passkey-options", "logout"):
        assert strict.post(reverse(name)).status_code == 403, name
    for name in ("login-passkey", "login-passkey-options", "login-second-options", "logout"):
        assert strict.get(reverse(name)).status_code == 405, name
