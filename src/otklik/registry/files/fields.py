"""Fields many registry files have in common."""

from typing import Any

from otklik.registry.files import checks
from otklik.registry.files.columns import Plain, Reference
from otklik.registry.models import Municipality

OWN = ("municipality",)
MUNICIPALITY = Reference("municipality", Municipality, ("municipality",))
DATES = (Plain("valid_from"), Plain("valid_until"))
DATES_IN_ORDER = checks.ends_after("valid_from", "valid_until")
TOPIC_KEY = ("edition.classifier", "edition.edition", "code")


def within(field: str, to: type[Any], header: str = "", *, waits: bool = False) -> Reference:
    """A reference to a row of the same municipality by its code."""
    return Reference(field, to, (header or field,), context=OWN, waits=waits)


def without_password(person: Any) -> None:
    """Let nobody log in as a new person until a password is given."""
    person.set_unusable_password()
