"""Passkeys against a device made of numbers: what is taken, and what is not."""

import json
from datetime import timedelta

import pytest

from otklik.entrance import passkeys
from otklik.entrance.models import Passkey
from otklik.entrance.passkeys import PasskeyRefused
from otklik.entrance.place import NOWHERE
from otklik.registry.models import Person
from tests.district import NOW
from tests.entrance.soft_key import SoftKey

pytestmark = pytest.mark.django_db
ORIGIN = "https://otklik.example"


@pytest.fixture
def person() -> Person:
    return Person.objects.create(login="vera", last_name="Луговая")


def added(person: Person, key: SoftKey) -> Passkey:
    asked = passkeys.ask_to_add(person, origin=ORIGIN, at=NOW)
    return passkeys.add(
        person,
        answer=key.make(asked.options),
        state=asked.state,
        origin=ORIGIN,
        name="мой телефон",
        at=NOW,
        place=NOWHERE,
    )


def shown(key: SoftKey, person: Person | None = None, **changes: object) -> Passkey:
    asked = passkeys.ask_to_log_in(person, origin=ORIGIN, at=NOW)
    values: dict[str, object] = {
        "answer": key.show(asked.options),
        "state": asked.state,
        "origin": ORIGIN,
        "at": NOW,
        "person": person,
    }
    return passkeys.check(**(values | changes))  # type: ignore[arg-type]


def test_it_works(person: Person) -> None:
    key = SoftKey(ORIGIN)
    stored = added(person, key)
    assert stored.name == "мой телефон"
    assert shown(key).person == person
    assert shown(key, person) == stored
    assert Passkey.objects.get().used_at == NOW


def test_the_question_wants_a_key_that_is_found_without_a_login(person: Person) -> None:
    options = passkeys.ask_to_add(person, origin=ORIGIN, at=NOW).options
    assert options["rp"]["id"] == "otklik.example"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    stranger = passkeys.ask_to_log_in(None, origin=ORIGIN, at=NOW).options
    assert "allowCredentials" not in stranger or not stranger["allowCredentials"]
    assert stranger["userVerification"] == "required"


def test_a_device_that_does_not_verify_its_holder_is_not_both_factors(person: Person) -> None:
    key = SoftKey(ORIGIN)
    added(person, key)
    key.verifies = False
    with pytest.raises(PasskeyRefused):
        shown(key)
    assert shown(key, person).person == person


def test_a_passkey_of_another_is_no_second_step(person: Person) -> None:
    other = Person.objects.create(login="oleg", last_name="Другой")
    key = SoftKey(ORIGIN)
    added(other, key)
    with pytest.raises(PasskeyRefused):
        shown(key, person)


def test_an_answer_for_another_site_is_refused(person: Person) -> None:
    key = SoftKey(ORIGIN)
    added(person, key)
    key.origin = "https://otklik.evil.example"
    with pytest.raises(PasskeyRefused):
        shown(key)


def test_a_challenge_is_for_minutes(person: Person) -> None:
    key = SoftKey(ORIGIN)
    added(person, key)
    late = NOW + passkeys.CHALLENGE_LIFE + timedelta(seconds=1)
    with pytest.raises(PasskeyRefused):
        shown(key, at=late)


def test_an_answer_to_another_question_is_refused(person: Person) -> None:
    key = SoftKey(ORIGIN)
    added(person, key)
    other = passkeys.ask_to_log_in(None, origin=ORIGIN, at=NOW)
    for state in (other.state, None, {}):
        with pytest.raises(PasskeyRefused):
            shown(key, state=state)


def test_a_copied_device_is_noticed_by_its_counter(person: Person) -> None:
    key = SoftKey(ORIGIN)
    added(person, key)
    shown(key)
    shown(key)
    key.counter = 0
    with pytest.raises(PasskeyRefused):
        shown(key)


def test_a_device_without_a_counter_is_taken(person: Person) -> None:
    key = SoftKey(ORIGIN, counts=False)
    added(person, key)
    assert shown(key).person == person
    assert shown(key).person == person


def test_a_passkey_is_added_once(person: Person) -> None:
    key = SoftKey(ORIGIN)
    added(person, key)
    with pytest.raises(PasskeyRefused):
        added(person, key)
    other = Person.objects.create(login="oleg", last_name="Другой")
    with pytest.raises(PasskeyRefused):
        added(other, key)


def test_there_is_an_end_to_passkeys(person: Person) -> None:
    for _one in range(passkeys.MOST_PASSKEYS):
        added(person, SoftKey(ORIGIN))
    with pytest.raises(PasskeyRefused):
        added(person, SoftKey(ORIGIN))


def _told(response: object) -> str:
    return json.dumps({"id": "aa", "rawId": "aa", "type": "public-key", "response": response})


BROKEN = ("", "x", "[]", "null", "{}", '{"id": 1}', "[" * 15_000, "x" * 50_000)
TOLD = (_told({}), _told("x"), _told({"clientDataJSON": "e30"}))


@pytest.mark.parametrize("answer", [*BROKEN, *TOLD])
def test_broken_answers_are_refused(person: Person, answer: str) -> None:
    added(person, SoftKey(ORIGIN))
    asked = passkeys.ask_to_log_in(None, origin=ORIGIN, at=NOW)
    with pytest.raises(PasskeyRefused):
        passkeys.check(answer=answer, state=asked.state, origin=ORIGIN, at=NOW)
    making = passkeys.ask_to_add(person, origin=ORIGIN, at=NOW)
    with pytest.raises(PasskeyRefused):
        passkeys.add(person, answer=answer, state=making.state, origin=ORIGIN, name="x", at=NOW,
                     place=NOWHERE)  # fmt: skip


@pytest.mark.parametrize(
    ("origin", "fits"),
    [
        ("https://otklik.example", True),
        ("http://localhost:8000", True),
        ("http://otklik.example", False),
        ("http://127.0.0.1:8000", False),
        ("https://[::1]", False),
        ("https://10.0.0.5", False),
    ],
)
def test_passkeys_are_offered_where_browsers_allow_them(origin: str, fits: bool) -> None:
    assert passkeys.fits(origin) is fits
