"""The second factors a person has, and taking them off."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from otklik.entrance.codes import codes_left
from otklik.entrance.models import (
    AuthenticatorApp,
    LoginEventKind,
    Passkey,
    RecoveryCode,
    WrongCodes,
)
from otklik.entrance.passkeys import passkeys_of
from otklik.entrance.place import Place
from otklik.entrance.record import note
from otklik.entrance.sessions import has_second_factor
from otklik.registry.models import Person


@dataclass(frozen=True, slots=True)
class Factors:
    """App with codes, passkeys, and how many recovery codes are unused."""

    app: AuthenticatorApp | None
    passkeys: list[Passkey]
    codes: int

    @property
    def has_any(self) -> bool:
        """Whether the second step is asked of the person."""
        return self.app is not None or bool(self.passkeys)


def factors_of(person: Person) -> Factors:
    """Return the second factors of the person."""
    app = AuthenticatorApp.objects.filter(person=person).first()
    return Factors(app, list(passkeys_of(person)), codes_left(person))


def remove_app(person: Person, *, at: datetime, place: Place) -> None:
    """Take the app off; without any factor left the recovery codes go too."""
    with transaction.atomic():
        removed, _tables = AuthenticatorApp.objects.filter(person=person).delete()
        if removed:
            note(LoginEventKind.APP_REMOVED, at=at, person=person, place=place)
            _drop_codes_without_factor(person)


def remove_passkey(passkey: Passkey, *, at: datetime, place: Place) -> None:
    """Take a passkey off; without any factor left the recovery codes go too."""
    with transaction.atomic():
        person, name = passkey.person, passkey.name
        removed, _tables = Passkey.objects.filter(pk=passkey.pk).delete()
        if removed:
            note(LoginEventKind.PASSKEY_REMOVED, at=at, person=person, place=place, detail=name)
            _drop_codes_without_factor(person)


def remove_all(person: Person) -> bool:
    """Take everything off; ``False`` when there was nothing. Who calls it writes it down."""
    had = has_second_factor(person)
    for model in (AuthenticatorApp, Passkey, RecoveryCode, WrongCodes):
        model._default_manager.filter(person=person).delete()
    return had


def _drop_codes_without_factor(person: Person) -> None:
    if not has_second_factor(person):
        RecoveryCode.objects.filter(person=person).delete()
