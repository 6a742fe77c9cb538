"""Write an internal note into the history of a case, and call colleagues to it."""

import re
from collections.abc import Iterable
from datetime import datetime

from otklik.cases import moves
from otklik.cases.models import Case
from otklik.cases.queries import access
from otklik.registry.grants import Grants, grants_of
from otklik.registry.models import Person
from otklik.registry.permissions import Permission

# An address such as name@example.org calls nobody: before the sign stands no letter.
_CALL = re.compile(r"(?<![\w.@+-])@([\w][\w.@+-]*)")
MOST_CALLED = 30


class NobodyCalledSo(Exception):
    """No colleague of the municipality has this login."""


class CalledCannotSee(Exception):
    """These people may not see the case, so they cannot be called to it."""


def write_note(
    *, case: Case, grants: Grants, at: datetime, text: str, people: Iterable[Person] = ()
) -> Case:
    """Keep the note in the history, where colleagues see it and the applicant never does.

    Called are ``people`` and those named in the text by @login. Raises ``NobodyCalledSo``,
    ``CalledCannotSee`` and what ``moves.move`` raises.
    """
    given: dict[str, object] = {"text": text}
    with moves.move("write_note", case=case, grants=grants, at=at, given=given) as current:
        called = _called(current.case, at, text, people)
        current.note(text=text.strip())
        if called:
            names = ", ".join(person.short_name for person in called)
            current.note(called=names, called_ids=[person.pk for person in called])
    return current.case


def _called(case: Case, at: datetime, text: str, people: Iterable[Person]) -> list[Person]:
    on = case.municipality.local(at).date()
    found = {person.pk: person for person in people}
    for name in list(dict.fromkeys(_CALL.findall(text)))[:MOST_CALLED]:
        login = name.rstrip(".+-@")
        person = Person.objects.filter(login=login, is_active=True).first()
        # A login of another municipality is not told apart from one nobody has.
        if person is None or case.municipality_id not in grants_of(person, on).municipality_ids():
            raise NobodyCalledSo(login)
        found[person.pk] = person
    blind = [
        person.short_name
        for person in found.values()
        if not access.may(grants_of(person, on), Permission.VIEW_CASE, case)
    ]
    if blind:
        raise CalledCannotSee(", ".join(blind))
    return list(found.values())
