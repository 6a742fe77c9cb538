"""Changes of the registry: the row and the line of the log in one transaction."""

import secrets
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Model

from otklik.cases.operations.log_registry_change import log_registry_change
from otklik.cases.queries.access import NotAllowed
from otklik.entrance.models import LoginEventKind, SessionEnd
from otklik.entrance.record import note
from otklik.entrance.sessions import end_all
from otklik.registry.models import Person, Substitution
from otklik.registry.permissions import Permission
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.registry.forms import RowForm
from otklik.web.desk.registry.scope import is_common, may_change_account, may_edit_common
from otklik.web.desk.registry.sheets import SHEETS, Sheet

# Letters and digits that are not taken for each other when read from a sheet of paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4


def save(request: DeskRequest, sheet: Sheet, form: RowForm) -> Model:
    """Save the row of a valid form and write down what changed; return the row.

    Raises ``access.NotAllowed`` for the account of a person who also works elsewhere, and for a
    row common to all municipalities where the editor does not edit them all.
    """
    row = form.instance
    for person in _accounts(row):
        _require_account(request, person)
    _require_common(request, row)
    with transaction.atomic():
        before = None
        if row.pk is not None:
            stored = sheet.model._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
            before = _values(sheet, stored)
        saved: Model = form.save()
        if isinstance(saved, Person) and not saved.is_active:
            end_all(saved, SessionEnd.CLOSED, at=request.at, by=request.user)
        after = _values(sheet, saved)
        if before is not None:
            changed = [name for name, value in after.items() if before[name] != value]
            before = {name: before[name] for name in changed}
            after = {name: after[name] for name in changed}
        if after:
            _log(request, sheet, saved, before, after)
    return saved


def remove(request: DeskRequest, sheet: Sheet, row: Model) -> None:
    """Remove the row and write down what it was. Raises ``ProtectedError`` when it is in use,
    ``access.NotAllowed`` for a common row, as ``save`` does.
    """
    _require_common(request, row)
    with transaction.atomic():
        _log(request, sheet, row, _values(sheet, row), None)
        row.delete()


def set_password(request: DeskRequest, person: Person) -> str:
    """Give the person a new password by chance and return it: it is stored only as a hash.

    Raises ``access.NotAllowed`` when the person also works where the editor does not rule.
    """
    _require_account(request, person)
    parts = (
        "".join(secrets.choice(ALPHABET) for _n in range(GROUP_LENGTH)) for _g in range(GROUPS)
    )
    password = "-".join(parts)
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        _log(request, SHEETS["people"], person, {}, {"password": "new"})
        note(LoginEventKind.PASSWORD_CHANGED, at=request.at, person=person, by=request.user)
        end_all(person, SessionEnd.PASSWORD, at=request.at, by=request.user)
    return password


def _accounts(row: Model) -> list[Person]:
    """Return the people whose rights elsewhere the row could hand on."""
    if isinstance(row, Person):
        return [] if row.pk is None else [Person.objects.get(pk=row.pk)]
    return [row.absent] if isinstance(row, Substitution) else []


def _require_account(request: DeskRequest, person: Person) -> None:
    if not may_change_account(request.grants, person):
        raise NotAllowed(Permission.EDIT_REGISTRY)


def _require_common(request: DeskRequest, row: Model) -> None:
    if is_common(row) and not may_edit_common(request.grants):
        raise NotAllowed(Permission.EDIT_REGISTRY)


def _log(
    request: DeskRequest,
    sheet: Sheet,
    row: Model,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    log_registry_change(
        municipality=None if is_common(row) else request.municipality,
        person=request.user,
        at=request.at,
        what=f"{sheet.slug}/{_name(row)}",
        before=before,
        after=after,
    )


def _name(row: Model) -> str:
    """Return what the row is called by: its login or code, else its number."""
    return str(getattr(row, "login", None) or getattr(row, "code", None) or row.pk)


def _values(sheet: Sheet, row: Model) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in sheet.fields}


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return {"id": value.pk, "name": str(value)}
    return value.isoformat() if isinstance(value, date | time) else value
