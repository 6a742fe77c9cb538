"""What the selects of the case forms offer: topics, places, bodies, people, problems."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from otklik.cases.models import Problem
from otklik.registry.models import (
    Municipality,
    Organisation,
    Person,
    RoleAssignment,
    Territory,
    Topic,
    TopicEdition,
)
from otklik.registry.models.effective import in_force
from otklik.registry.models.territory import TerritoryKind
from otklik.registry.models.topics import Classifier

Choices = list[tuple[Any, Any]]


def topics(on: date) -> QuerySet[Topic]:
    """Return the topics cases are sorted by on the day, without their groups."""
    known = Topic.objects.filter(edition__classifier=Classifier.IM, parent__isnull=False)
    in_editions = known.filter(edition__in=_editions(on))
    return in_editions.select_related("parent", "edition").order_by("parent__code", "code")


def _editions(on: date) -> list[int]:
    return list(TopicEdition.objects.filter(in_force(on)).values_list("pk", flat=True))


def question_codes(on: date) -> QuerySet[Topic]:
    """Return the positions of the federal classifier of questions, without its sections."""
    known = Topic.objects.filter(edition__classifier=Classifier.SSTU, parent__isnull=False)
    in_editions = known.filter(edition__in=_editions(on))
    return in_editions.select_related("parent", "edition").order_by("code")


def staff(municipality: Municipality) -> QuerySet[Person]:
    """Return the people who hold a role in the municipality and may log in, by name."""
    held = RoleAssignment.objects.filter(municipality=municipality)
    found = Person.objects.filter(is_active=True, pk__in=held.values("person"))
    return found.order_by("last_name", "first_name", "pk")


def problems(found: Iterable[Problem]) -> QuerySet[Problem]:
    """Return the problems as a queryset a field can look in."""
    return Problem.objects.filter(pk__in=[problem.pk for problem in found])


class Places:
    """Settlements and streets of a municipality on a day."""

    def __init__(
        self, municipality: Municipality, on: date, *, also: Iterable[int | None] = ()
    ) -> None:
        """Take the territory tree as it is on the day ``on``, and ``also`` these keys of it."""
        wanted = in_force(on) | Q(pk__in=[key for key in also if key is not None])
        self._all = Territory.objects.filter(wanted, municipality=municipality)

    def all(self) -> QuerySet[Territory]:
        """Return settlements and streets."""
        kinds = (TerritoryKind.SETTLEMENT, TerritoryKind.STREET)
        return self._all.filter(kind__in=kinds).select_related("parent")

    def settlements(self) -> QuerySet[Territory]:
        """Return the settlements by name."""
        return self._all.filter(kind=TerritoryKind.SETTLEMENT).order_by("name", "pk")

    def streets(self, settlement_id: int | None = None) -> QuerySet[Territory]:
        """Return the streets, of one settlement if given, by settlement and name."""
        found = self._all.filter(kind=TerritoryKind.STREET)
        if settlement_id is not None:
            found = found.filter(parent=settlement_id)
        return found.select_related("parent").order_by("parent__name", "parent_id", "name")

    def street_choices(self) -> Choices:
        """Return the streets grouped by settlement, as a select without JS shows them."""
        choices: Choices = [("", "—")]
        for settlement, streets in groupby(self.streets(), key=lambda street: street.parent):
            choices.append((str(settlement or "—"), [(s.pk, str(s)) for s in streets]))
        return choices


class Bodies:
    """Organisations and their people on a day."""

    def __init__(self, municipality: Municipality, on: date) -> None:
        """Take the organisations of the municipality as they are on the day ``on``."""
        self._all = Organisation.objects.filter(in_force(on), municipality=municipality)

    def recipients(self) -> QuerySet[Organisation]:
        """Return the responsible recipients by sector block and name."""
        found = self._all.filter(is_recipient=True).select_related("block")
        return found.order_by("block__name", "block_id", "name")

    def others(self) -> QuerySet[Organisation]:
        """Return the bodies a case may be transferred to by competence."""
        return self._all.filter(is_recipient=False).order_by("name")

    def recipient_choices(self) -> Choices:
        """Return the recipients grouped by sector block."""
        choices: Choices = [("", "—")]
        for block, bodies in groupby(self.recipients(), key=lambda body: body.block):
            name = str(block) if block else _("without a sector block")
            choices.append((name, [(body.pk, body.name) for body in bodies]))
        return choices

    def people(self, recipient_id: int | None = None) -> QuerySet[Person]:
        """Return the people who may log in, of one recipient if given, by body and name."""
        found = Person.objects.filter(is_active=True, organisation__in=self.recipients())
        if recipient_id is not None:
            found = found.filter(organisation=recipient_id)
        return found.select_related("organisation").order_by(
            "organisation__name", "organisation_id", "last_name", "first_name"
        )

    def people_choices(self) -> Choices:
        """Return the people grouped by body, as a select without JS shows them."""
        choices: Choices = [("", _("the recipient decides"))]
        for body, people in groupby(self.people(), key=lambda person: person.organisation):
            choices.append((str(body), [(person.pk, person.full_name) for person in people]))
        return choices
