"""Passkeys (WebAuthn level 2): adding one, and logging in by one.

Attestation is not asked for: who made the device says nothing an office could act on.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, models, transaction
from django.utils.dateparse import parse_datetime
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from otklik.entrance.models import NAME_LENGTH, LoginEventKind, Passkey
from otklik.entrance.place import Place
from otklik.entrance.record import note
from otklik.entrance.secrecy import digest_of
from otklik.registry.models import Person

NAME = "Otklik"
MOST_PASSKEYS = 10
LONGEST_ANSWER = 20_000
# How long a browser may think about a challenge.
CHALLENGE_LIFE = timedelta(minutes=5)
# What the readers of the library raise for an answer that is not what it should be.
BROKEN = (ValueError, KeyError, TypeError, AttributeError, AssertionError, IndexError)


class PasskeyRefused(Exception):
    """The browser's answer does not prove what was asked, came late, or is used already."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser is asked (``options``), and what has to be kept until it answers."""

    options: dict[str, Any]
    state: dict[str, Any]


def fits(origin: str) -> bool:
    """Tell whether browsers offer passkeys at the address: a name, and https or this machine."""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return bool(host) and (parts.scheme == "https" or host == "localhost")
    return False


def ask_to_add(person: Person, *, origin: str, at: datetime) -> Asked:
    """Return the question by which a browser makes a passkey of the person."""
    stored = [_credential(one) for one in passkeys_of(person)]
    options, state = _server(origin).register_begin(
        PublicKeyCredentialUserEntity(
            id=digest_of("passkey-user", str(person.pk))[:32].encode(),
            name=person.login,
            display_name=person.short_name,
        ),
        credentials=stored,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _asked(options, state, at)


def add(
    person: Person,
    *,
    answer: str,
    state: Mapping[str, Any] | None,
    origin: str,
    name: str,
    at: datetime,
    place: Place,
) -> Passkey:
    """Keep the passkey the browser has made. Raises ``PasskeyRefused``."""
    given, asked = _read(answer), _fresh(state, at)
    try:
        made = _server(origin).register_complete(asked, given)
    except BROKEN as error:
        raise PasskeyRefused from error
    credential = made.credential_data
    if credential is None or passkeys_of(person).count() >= MOST_PASSKEYS:
        raise PasskeyRefused
    try:
        with transaction.atomic():
            stored = Passkey.objects.create(
                person=person,
                credential_id=websafe_encode(credential.credential_id),
                credential=websafe_encode(bytes(credential)),
                sign_count=made.counter,
                name=name.strip()[:NAME_LENGTH],
                added_at=at,
            )
    except IntegrityError as error:
        raise PasskeyRefused from error
    note(LoginEventKind.PASSKEY_ADDED, at=at, person=person, place=place, detail=stored.name)
    return stored


def ask_to_log_in(person: Person | None, *, origin: str, at: datetime) -> Asked:
    """Return the question by which a browser shows a passkey.

    Without a person it is the way in by passkey alone: any discoverable one, and the device must
    have verified its holder, so it stands for both factors. With a person it is the second step.
    """
    if person is None:
        options, state = _server(origin).authenticate_begin(
            user_verification=UserVerificationRequirement.REQUIRED
        )
    else:
        options, state = _server(origin).authenticate_begin(
            [_credential(one) for one in passkeys_of(person)],
            user_verification=UserVerificationRequirement.PREFERRED,
        )
    return _asked(options, state, at)


def check(
    *, answer: str, state: Mapping[str, Any] | None, origin: str, at: datetime,
    person: Person | None = None,
) -> Passkey:  # fmt: skip
    """Return the passkey the browser has shown; of the person, if one is given.

    Raises ``PasskeyRefused``. A signature counter that does not rise tells of a copied device;
    one that stays zero is none (WebAuthn level 2, 6.1.1).
    """
    given, asked = _read(answer), _fresh(state, at)
    try:
        response = AuthenticationResponse.from_dict(given)
        key = websafe_encode(response.raw_id)
    except BROKEN as error:
        raise PasskeyRefused from error
    with transaction.atomic():
        rows = Passkey.objects.select_for_update(of=("self",)).select_related("person")
        stored = (
            (rows if person is None else rows.filter(person=person))
            .filter(credential_id=key)
            .first()
        )
        if stored is None:
            raise PasskeyRefused
        try:
            _server(origin).authenticate_complete(asked, [_credential(stored)], response)
        except BROKEN as error:
            raise PasskeyRefused from error
        counted = response.response.authenticator_data.counter
        if (counted or stored.sign_count) and counted <= stored.sign_count:
            raise PasskeyRefused
        stored.sign_count, stored.used_at = counted, at
        stored.save(update_fields=["sign_count", "used_at"])
    return stored


def passkeys_of(person: Person) -> models.QuerySet[Passkey]:
    """Return the passkeys of the person, the oldest first."""
    return Passkey.objects.filter(person=person).order_by("added_at", "pk")


def rename(passkey: Passkey, name: str) -> None:
    """Call the passkey otherwise; a blank name changes nothing."""
    if name.strip():
        passkey.name = name.strip()[:NAME_LENGTH]
        passkey.save(update_fields=["name"])


def _server(origin: str) -> Fido2Server:
    host = urlsplit(origin).hostname or ""
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=host, name=NAME),
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=lambda told: told == origin,
    )


def _credential(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(passkey.credential))


def _asked(options: Any, state: Mapping[str, Any], at: datetime) -> Asked:
    kept = {
        "challenge": state["challenge"],
        "user_verification": str(state["user_verification"].value),
        "at": at.isoformat(),
    }
    return Asked(json.loads(json.dumps(dict(options)["publicKey"])), kept)


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused
    try:
        given = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise PasskeyRefused from error
    if not isinstance(given, dict):
        raise PasskeyRefused
    return given


def _fresh(state: Mapping[str, Any] | None, at: datetime) -> dict[str, Any]:
    if state is None:
        raise PasskeyRefused
    asked_at = parse_datetime(str(state.get("at", "")))
    if asked_at is None or not asked_at <= at <= asked_at + CHALLENGE_LIFE:
        raise PasskeyRefused
    return {
        "challenge": state["challenge"],
        "user_verification": UserVerificationRequirement(state["user_verification"]),
    }
