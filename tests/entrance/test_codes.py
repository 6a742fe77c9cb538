"""Codes of an app and recovery codes: what is right, once, and how guessing is slowed down."""

from datetime import timedelta

import pyotp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.entrance import codes
from otklik.entrance.codes import TooSoon, WrongCode, check_code
from otklik.entrance.models import AuthenticatorApp, LoginEvent, RecoveryCode, WrongCodes
from otklik.entrance.place import NOWHERE, Place
from otklik.entrance.secrecy import decrypted, encrypted
from otklik.registry.models import Person
from tests.district import NOW

pytestmark = pytest.mark.django_db
HALF = timedelta(seconds=30)


@pytest.fixture
def person() -> Person:
    return Person.objects.create(login="vera", last_name="Луговая")


def with_app(person: Person) -> pyotp.TOTP:
    secret = codes.new_secret()
    app = pyotp.TOTP(secret)
    codes.add_app(person, secret=secret, code=app.at(NOW - HALF * 10), at=NOW - HALF * 10,
                  place=NOWHERE)  # fmt: skip
    return app


def tried(person: Person, code: str, at: object = NOW) -> str:
    try:
        return str(check_code(person, code, at=at, place=NOWHERE))  # type: ignore[arg-type]
    except WrongCode:
        return "wrong"
    except TooSoon:
        return "too soon"


def test_it_works(person: Person) -> None:
    app = with_app(person)
    assert tried(person, app.at(NOW)) == "app"


def test_a_wrong_first_code_keeps_no_app(person: Person) -> None:
    secret = codes.new_secret()
    with pytest.raises(WrongCode):
        codes.add_app(person, secret=secret, code="12345", at=NOW, place=NOWHERE)
    assert not AuthenticatorApp.objects.exists()


def test_a_code_opens_once(person: Person) -> None:
    app = with_app(person)
    assert tried(person, app.at(NOW)) == "app"
    assert tried(person, app.at(NOW)) == "wrong"
    assert tried(person, app.at(NOW - HALF)) == "wrong"
    assert tried(person, app.at(NOW + HALF), NOW + HALF) == "app"


@pytest.mark.parametrize(
    ("steps", "answer"), [(-1, "app"), (1, "app"), (-2, "wrong"), (2, "wrong")]
)
def test_a_clock_may_be_wrong_by_half_a_minute(person: Person, steps: int, answer: str) -> None:
    app = with_app(person)
    assert tried(person, app.at(NOW + HALF * steps)) == answer


@pytest.mark.parametrize(
    "text", ["", "   ", "abc", "00000000", "٣٤٥٦٧٨", "1" * 5000, "😀", "-12345"]
)
def test_odd_texts_are_just_wrong(person: Person, text: str) -> None:
    with_app(person)
    assert tried(person, text) == "wrong"


def test_spaces_in_a_code_do_no_harm(person: Person) -> None:
    app = with_app(person)
    code = app.at(NOW)
    assert tried(person, f" {code[:3]} {code[3:]} ") == "app"


def test_wrong_codes_make_one_wait_longer_and_longer(person: Person) -> None:
    app = with_app(person)
    for _time in range(codes.FREE_TRIES):
        assert tried(person, "wrong-code") == "wrong"
    assert tried(person, app.at(NOW)) == "too soon"
    later = NOW + codes.FIRST_WAIT
    assert tried(person, "wrong-code", later) == "wrong"
    assert tried(person, app.at(later), later + codes.FIRST_WAIT) == "too soon"
    assert codes.waits_until(person) == later + codes.FIRST_WAIT * 2
    end = later + codes.LONGEST_WAIT
    assert tried(person, app.at(end), end) == "app"
    assert WrongCodes.objects.get(person=person).count == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_no_wait_is_longer_than_the_longest(count: int) -> None:
    wrong = WrongCodes(person_id=1, count=count, last_at=NOW)
    assert codes._wait_until(wrong) <= NOW + codes.LONGEST_WAIT


def test_a_recovery_code_opens_once_however_it_is_written(person: Person) -> None:
    made = codes.make_recovery_codes(person, at=NOW, place=NOWHERE)
    assert len(set(made)) == codes.RECOVERY_CODES
    assert tried(person, made[0].upper().replace("-", " ")) == "recovery"
    assert tried(person, made[0]) == "wrong"
    assert codes.codes_left(person) == codes.RECOVERY_CODES - 1
    told = LoginEvent.objects.get(kind="code_used")
    assert told.detail == str(codes.RECOVERY_CODES - 1)


def test_new_recovery_codes_end_the_old_ones(person: Person) -> None:
    old = codes.make_recovery_codes(person, at=NOW, place=NOWHERE)
    codes.make_recovery_codes(person, at=NOW, place=NOWHERE)
    assert tried(person, old[0]) == "wrong"


def test_codes_of_another_person_open_nothing(person: Person) -> None:
    other = Person.objects.create(login="oleg", last_name="Другой")
    app = with_app(other)
    made = codes.make_recovery_codes(other, at=NOW, place=NOWHERE)
    assert tried(person, app.at(NOW)) == "wrong"
    assert tried(person, made[0]) == "wrong"


def test_the_database_alone_holds_no_code(person: Person) -> None:
    app = with_app(person)
    made = codes.make_recovery_codes(person, at=NOW, place=NOWHERE)
    stored = AuthenticatorApp.objects.get().secret
    assert app.secret not in stored
    assert decrypted(stored) == app.secret
    digests = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not digests & {code.replace("-", "") for code in made}


def test_a_secret_of_another_installation_is_read_as_none(person: Person, settings: object) -> None:
    app = with_app(person)
    sealed = encrypted("x")
    settings.SECRET_KEY = "another-" + "y" * 50  # type: ignore[attr-defined]
    assert decrypted(sealed) == ""
    assert tried(person, app.at(NOW)) == "wrong"


def test_the_same_failure_again_is_counted_not_repeated(person: Person) -> None:
    with_app(person)
    for _time in range(3):
        with pytest.raises(WrongCode):
            check_code(person, "wrong-code", at=NOW, place=Place("10.0.0.1", "Firefox/1"))
    assert LoginEvent.objects.get(kind="wrong_code").times == 3


def test_the_picture_carries_no_style_and_no_script(person: Person) -> None:
    person.login = "<script>"
    picture = codes.picture_of(codes.new_secret(), person)
    assert picture.startswith("<svg")
    assert "<script" not in picture
    assert "style" not in picture
