"""A leak of personal data: whose and what data it concerns, and what must be told by when."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from otklik.cases import log
from otklik.cases.models import Case, PersonalDataLook
from otklik.cases.queries.access import NotAllowed
from otklik.privacy.models import Leak
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality, Person
from otklik.registry.permissions import Permission

CONTENT = ("happened", "causes", "harm", "measures", "subjects", "contact", "findings")
MOMENTS = ("found_at", "told_first_at", "told_findings_at")


@dataclass(frozen=True, slots=True)
class Extent:
    """Whose data a person has looked at in a time, in figures; no names."""

    looks: int
    cases: int
    names: int
    phones: int
    emails: int
    addresses: int


def write_leak(
    *, municipality: Municipality, grants: Grants, at: datetime, leak: Leak | None, **given: object
) -> Leak:
    """Write down a leak, or what became known of it since; return it.

    Raises ``NotAllowed`` to who may not. The log tells which fields changed, not the words.
    """
    if not grants.allows(Permission.REPORT_LEAK, municipality):
        raise NotAllowed(Permission.REPORT_LEAK)
    with transaction.atomic():
        log.hold(municipality)
        current = leak or Leak(municipality=municipality, written_by=grants.person)
        changed = [name for name, value in given.items() if getattr(current, name) != value]
        for name in changed:
            setattr(current, name, given[name])
        current.save()
        name = "leak.changed" if leak else "leak.found"
        told = {"leak": current.pk, "fields": sorted(changed)}
        entry = log.Entry(name, None, at, told)
        log.append(municipality, [entry], person=grants.person, recorded_at=at)
    return current


def extent_of(
    municipality: Municipality, person: Person, since: datetime, until: datetime
) -> Extent:
    """Return whose data the person looked at from ``since`` to ``until`` (not including).

    For the report on a leak: what an account that was taken over could have seen.
    """
    looks = PersonalDataLook.objects.filter(
        municipality=municipality, person=person, at__gte=since, at__lt=until
    )
    cases = Case.objects.of_municipality(municipality).filter(pk__in=looks.values("case_id"))
    counted = cases.aggregate(
        cases=Count("pk"),
        names=Count("pk", filter=~Q(applicant_name="")),
        phones=Count("pk", filter=~Q(applicant_phone="")),
        emails=Count("pk", filter=~Q(applicant_email="")),
        addresses=Count("pk", filter=~Q(applicant_address="")),
    )
    return Extent(looks=looks.count(), **counted)
