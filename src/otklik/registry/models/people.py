"""People of the centre, their roles with a scope, and substitution during leave."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.registry.models.effective import EffectiveDates
from otklik.registry.models.municipality import Municipality
from otklik.registry.models.organisations import Organisation, SectorBlock


class Role(models.TextChoices):
    """Roles of the decree (211, clauses 6-10) and of the design; what each may: permissions.py."""

    CURATOR = "curator", _("curator, head of the centre")
    INCIDENT_COORDINATOR = "incident_coordinator", _("coordinator of Incident Management")
    FEEDBACK_COORDINATOR = "feedback_coordinator", _("coordinator of the feedback platform")
    PAGE_EDITOR = "page_editor", _("editor of official pages")
    BLOCK_LEAD = "block_lead", _("lead of a sector block")
    EXECUTOR = "executor", _("executor")
    HEAD = "head", _("head of the municipality")
    REGION_OBSERVER = "region_observer", _("regional control centre")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


class LoginField(models.CharField):  # type: ignore[type-arg]
    """A login; letter case means nothing, so it is kept and looked for in small letters.

    The database cannot be asked to ignore it: SQLite knows the case of Latin letters only.
    """

    def to_python(self, value: Any) -> Any:
        """Return the value in small letters."""
        return _small(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        """Return the value in small letters, for storing and for looking up."""
        return _small(super().get_prep_value(value))


def _small(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


class PersonManager(BaseUserManager["Person"]):
    """Makes people with hashed passwords."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with the login, whatever its letter case."""
        return self.get(login=username)


class Person(AbstractBaseUser):
    """A person who works with the centre; logs in with ``login``."""

    login = LoginField(_("login"), max_length=60, unique=True)
    last_name = models.CharField(_("last name"), max_length=80)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    position = models.CharField(_("position"), max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    is_active = models.BooleanField(_("may log in"), default=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)

    objects = PersonManager()

    USERNAME_FIELD = "login"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.short_name

    @property
    def full_name(self) -> str:
        """Last name, first name and patronymic."""
        parts = (self.last_name, self.first_name, self.patronymic)
        return " ".join(part for part in parts if part)

    @property
    def short_name(self) -> str:
        """Last name and initials, as officials are written in documents."""
        initials = "".join(f"{part[0]}." for part in (self.first_name, self.patronymic) if part)
        return f"{self.last_name} {initials}".strip()


class RoleAssignment(EffectiveDates):
    """A role a person holds in a municipality, limited to a block or an organisation if given."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="role_assignments", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, verbose_name=_("municipality"), related_name="+"
    )
    block = models.ForeignKey(
        SectorBlock, models.CASCADE, null=True, blank=True, verbose_name=_("sector block")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, verbose_name=_("organisation")
    )

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "municipality", "block", "organisation"],
                name="role_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Substitution(models.Model):
    """During a leave the substitute holds the roles of the absent person, days inclusive.

    They stay with the substitute until the last day even if the absent person's account is
    closed meanwhile: somebody has to answer until the roles are given anew.
    """

    absent = models.ForeignKey(
        Person, models.CASCADE, related_name="absences", verbose_name=_("absent person")
    )
    substitute = models.ForeignKey(
        Person, models.CASCADE, related_name="substitutions", verbose_name=_("substitute")
    )
    from_date = models.DateField(_("from"))
    until_date = models.DateField(_("until (including)"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_date__gte=models.F("from_date")),
                name="substitution_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("substitute")),
                name="substitution_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absent} → {self.substitute}"

    def holds(self, on: date) -> bool:
        """Tell whether the substitution is in force on the day ``on``."""
        return self.from_date <= on <= self.until_date
