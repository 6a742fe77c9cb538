"""Codes as a second step: of an app on the phone, and recovery codes on paper."""

import io
import secrets
from datetime import UTC, datetime, timedelta

import pyotp
import segno
from django.db import transaction
from pyotp.exceptions import OTPVerificationError

from otklik.entrance.models import (
    AuthenticatorApp,
    LoginEventKind,
    Proof,
    RecoveryCode,
    WrongCodes,
)
from otklik.entrance.place import Place
from otklik.entrance.record import note
from otklik.entrance.secrecy import decrypted, digest_of, encrypted
from otklik.registry.models import Person

ISSUER = "Otklik"
DIGITS = 6
# Half minutes before and after: clocks of phones go wrong a little.
DRIFT = 1
RECOVERY_CODES = 10
# Letters and digits that are not taken for each other when read from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_LENGTH, RECOVERY_GROUP = 12, 4
FREE_TRIES = 3
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)


class WrongCode(Exception):
    """The code is not right, was used already, or is read too late."""


class TooSoon(Exception):
    """After several wrong codes one has to wait; ``until`` tells how long."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def new_secret() -> str:
    """Return a new secret for an app, as apps read it (base32)."""
    return pyotp.random_base32()


def picture_of(secret: str, person: Person) -> str:
    """Return the picture an app reads the secret from, as SVG without script or style."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.login, issuer_name=ISSUER)
    out = io.BytesIO()
    segno.make(uri, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, light="#fff",
        svgclass="desk-qr", lineclass=None,
    )  # fmt: skip
    return out.getvalue().decode()


def add_app(person: Person, *, secret: str, code: str, at: datetime, place: Place) -> None:
    """Keep the app once it has shown a right code; an older one of the person goes.

    Raises ``WrongCode``.
    """
    step = _step_of(secret, code, at)
    AuthenticatorApp.objects.update_or_create(
        person=person,
        defaults={"secret": encrypted(secret), "last_step": step, "added_at": at},
    )
    note(LoginEventKind.APP_ADDED, at=at, person=person, place=place)


def check_code(person: Person, code: str, *, at: datetime, place: Place) -> Proof:
    """Return what the code proves: the app, or a recovery code that is used up by it.

    Wrong codes in a row make the person wait longer and longer, wherever they come from. Raises
    ``WrongCode``, ``TooSoon``.
    """
    with transaction.atomic():
        wrong = _locked_wrong(person)
        wait_until = _wait_until(wrong)
        if at < wait_until:
            raise TooSoon(wait_until)
        proof = _proof_of(person, code, at)
        wrong.count = 0 if proof else wrong.count + 1
        wrong.last_at = at
        wrong.save(update_fields=["count", "last_at"])
    if not proof:
        note(LoginEventKind.WRONG_CODE, at=at, person=person, place=place)
        raise WrongCode
    if proof == Proof.RECOVERY:
        left = str(codes_left(person))
        note(LoginEventKind.CODE_USED, at=at, person=person, place=place, detail=left)
    return proof


def make_recovery_codes(person: Person, *, at: datetime, place: Place) -> list[str]:
    """Give the person new recovery codes and return them: they can never be shown again."""
    made = [
        "".join(secrets.choice(ALPHABET) for _n in range(RECOVERY_LENGTH))
        for _code in range(RECOVERY_CODES)
    ]
    with transaction.atomic():
        RecoveryCode.objects.filter(person=person).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(person=person, digest=digest_of("recovery", code), made_at=at)
            for code in made
        )
        note(LoginEventKind.CODES_MADE, at=at, person=person, place=place)
    return [_in_groups(code) for code in made]


def codes_left(person: Person) -> int:
    """Return how many recovery codes the person has not used."""
    return RecoveryCode.objects.filter(person=person, used_at=None).count()


def waits_until(person: Person) -> datetime | None:
    """Return until when the next code has to wait after wrong ones, if any were given."""
    wrong = WrongCodes.objects.filter(person=person).first()
    return _wait_until(wrong) if wrong is not None and wrong.count >= FREE_TRIES else None


def _proof_of(person: Person, code: str, at: datetime) -> Proof:
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    if len(plain) == DIGITS and plain.isascii() and plain.isdigit():
        return Proof.APP if _take_step(person, plain, at) else Proof.NONE
    digest = digest_of("recovery", plain[: RECOVERY_LENGTH + 1])
    unused = RecoveryCode.objects.filter(person=person, digest=digest, used_at=None)
    return Proof.RECOVERY if unused.update(used_at=at) else Proof.NONE


def _take_step(person: Person, code: str, at: datetime) -> bool:
    """Take a code of the app once: a later one only from then on."""
    app = AuthenticatorApp.objects.select_for_update().filter(person=person).first()
    if app is None:
        return False
    try:
        step = _step_of(decrypted(app.secret), code, at)
    except WrongCode:
        return False
    later = AuthenticatorApp.objects.filter(person=person, last_step__lt=step)
    return bool(later.update(last_step=step))


def _step_of(secret: str, code: str, at: datetime) -> int:
    """Return the half minute the code belongs to. Raises ``WrongCode``."""
    plain = "".join(code.split())
    if not (secret and plain.isascii() and plain.isdigit()):
        raise WrongCode
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(plain, for_time=at, valid_window=DRIFT)
    except OTPVerificationError as error:
        raise WrongCode from error


def _locked_wrong(person: Person) -> WrongCodes:
    WrongCodes.objects.get_or_create(person=person)
    return WrongCodes.objects.select_for_update().get(person=person)


def _wait_until(wrong: WrongCodes) -> datetime:
    """Return the moment from which a code is read again: each wrong one doubles the wait."""
    if wrong.last_at is None or wrong.count < FREE_TRIES:
        return LONG_AGO
    doubled = FIRST_WAIT * 2 ** min(wrong.count - FREE_TRIES, 10)
    until: datetime = wrong.last_at + min(doubled, LONGEST_WAIT)
    return until


def _in_groups(code: str) -> str:
    parts = range(0, len(code), RECOVERY_GROUP)
    return "-".join(code[start : start + RECOVERY_GROUP] for start in parts)
