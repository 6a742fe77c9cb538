"""What no single cell can tell: checks of a whole row, each told at its column in words."""

import re
from collections.abc import Iterator
from typing import Any
from zoneinfo import available_timezones

from django.db.models import Model
from django.utils.translation import gettext as _

from otklik.registry.files.columns import KnownRows
from otklik.registry.files.sheet import Check, Fault
from otklik.registry.models import Person, Regulation, ReplyTemplate, Territory, Topic
from otklik.registry.models.agreement import roles_of
from otklik.registry.permissions import ROLE_GRANTS, ROUTE_ROLES, Permission
from otklik.registry.reply_fields import FIELDS, unknown_fields

CHANNELS = ("pos", "im", "official_page", "email", "paper", "phone", "reception")
CASE_KINDS = ("message", "appeal")
ANSWER_KINDS = ("interim", "final")
RESOLUTIONS = (
    "explained",
    "solved",
    "supported",
    "not_supported",
    "not_solved",
    "refused",
)
IMPORTANCE = ("normal", "heightened")
STARTS = (
    "received",
    "registered",
    "assigned",
    "interim_reply",
    "deferred",
    "resumed",
    "reopened",
)
STOPS = (
    "registered",
    "assigned",
    "first_reply",
    "draft",
    "final_reply",
    "closed",
    "transferred",
)
# Room for a case number in the register, and the largest number a year will bring.
NUMBER_LENGTH = 40
LARGEST_NUMBER = 99_999_999
_NUMBER_PART = re.compile(r"\{number(?::0?\d{1,2}d)?\}")


def parts(text: str) -> list[str]:
    """Return the members of a list in a cell."""
    return [part.strip() for part in text.split(";") if part.strip()]


def ends_after(first: str, last: str, *, may_be_equal: bool = False) -> Check:
    """Return the check that ``last`` comes after ``first`` where both are given."""

    def check(row: Any, known: KnownRows) -> Iterator[Fault]:
        begin, end = getattr(row, first), getattr(row, last)
        if begin is None or end is None:
            return
        if end < begin or (end == begin and not may_be_equal):
            yield last, _("The end must be after the beginning.")

    return check


def symbols(field: str, allowed: tuple[str, ...]) -> Check:
    """Return the check that a list holds only the allowed symbols."""

    def check(row: Any, known: KnownRows) -> Iterator[Fault]:
        unknown = [part for part in parts(getattr(row, field)) if part not in allowed]
        if unknown:
            words = _("Unknown: %(unknown)s. Known are: %(known)s.")
            yield field, words % {"unknown": ", ".join(unknown), "known": "; ".join(allowed)}

    return check


def has_zone(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check that the time zone exists."""
    if row.time_zone not in available_timezones():
        yield "time_zone", _("There is no such time zone; one is “Asia/Krasnoyarsk”.")


def has_number_pattern(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check that numbers made by the pattern differ, are not too long, and make an address.

    They are counted anew each year, so the year belongs to them.
    """
    yield from _faults_of_pattern("case_number_pattern", row.case_number_pattern)


def makes_numbers(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check the same of a pattern for some cases, which may hold more parts."""
    plain = row.pattern
    for part, sample in (("{letter}", "Я"), ("{channel}", "CCC"), ("{index}", row.index)):
        plain = plain.replace(part, sample)
    yield from _faults_of_pattern("pattern", plain)


def _faults_of_pattern(column: str, pattern: str) -> Iterator[Fault]:
    rest = _NUMBER_PART.sub("", pattern.replace("{year}", ""))
    if "{year}" not in pattern or not _NUMBER_PART.search(pattern) or "{" in rest or "}" in rest:
        words = _("The pattern must hold {year} and {number}, such as “{year}-{number:05d}”.")
        yield column, words
    elif not rest.isprintable() or "~" in rest:
        words = _("The sign “~” may not stand in a number: in an address it means the slash.")
        yield column, words
    elif len(pattern.format(year=2000, number=LARGEST_NUMBER)) > NUMBER_LENGTH:
        words = _("Numbers by this pattern are longer than %(most)d signs.")
        yield column, words % {"most": NUMBER_LENGTH}


def has_weekday(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check that the weekday is one of seven."""
    if not 1 <= row.weekday <= 7:
        yield "weekday", _("1 is Monday, 7 is Sunday.")


def has_whole_break(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check that a break has both ends and lies within the hours."""
    if (row.break_start is None) != (row.break_end is None):
        yield "break_end", _("A break needs its beginning and its end.")
    elif (
        row.break_start is not None and not row.start <= row.break_start < row.break_end <= row.end
    ):
        yield "break_end", _("The break must lie within the hours of work.")


def substitutes_somebody_else(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check that nobody is his own substitute."""
    if row.absent == row.substitute:
        yield "substitute", _("Somebody else must be the substitute.")


def knows_other_topics(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check that ``do_not_confuse`` names topics of the same edition."""
    edition = (row.edition.classifier, row.edition.edition)
    for code in parts(row.do_not_confuse):
        if known.find(Topic, (*edition, code)) is None:
            yield "do_not_confuse", _no_such(Topic, code)


def knows_topics(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check that the topics of a list exist."""
    topics = known.codes(Topic)
    for code in parts(row.topics):
        if code not in topics:
            yield "topics", _no_such(Topic, code)


def knows_reply_fields(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check that the named fields of a template can be filled."""
    unknown = unknown_fields(row.text)
    if unknown:
        words = _("Unknown: %(unknown)s. Known are: %(known)s.")
        yield "text", words % {"unknown": ", ".join(unknown), "known": "; ".join(FIELDS)}


def knows_rule_conditions(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check that a rule speaks of topics, territories and a regulation that exist."""
    yield from knows_topics(row, known)
    for code in parts(row.territories):
        if known.find(Territory, (row.municipality.code, code)) is None:
            yield "territories", _no_such(Territory, code)
    yield from knows_regulation(row, known)


def knows_what_a_rule_gives(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check the executor, the template, the receipt and who is told of a scenario."""
    if row.executor is not None and row.executor.organisation != row.recipient:
        yield "executor", _("The executor must work for the recipient of the rule.")
    if row.template_code and row.template_code not in known.codes(ReplyTemplate):
        yield "template_code", _no_such(ReplyTemplate, row.template_code)
    if unknown := unknown_fields(row.receipt_text):
        words = _("Unknown: %(unknown)s. Known are: %(known)s.")
        yield "receipt_text", words % {"unknown": ", ".join(unknown), "known": "; ".join(FIELDS)}
    for login in parts(row.told):
        if known.find(Person, (login,)) is None:
            yield "told", _no_such(Person, login)


def knows_regulation(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check that the regulation named by its code exists."""
    code = row.regulation_code
    if code and code not in {key[0] for key in known.rows(Regulation)}:
        yield "regulation_code", _no_such(Regulation, code)


def fits_a_role_that_sees_cases(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check that who is told of a case by a step may see cases at all."""
    grants = ROLE_GRANTS.get(row.role, ())
    if not any(grant.permission is Permission.VIEW_CASE for grant in grants):
        yield "role", _("This role sees no cases, so it cannot be told of them.")


def knows_regulations(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check that a route speaks of regulations that exist, in whatever version."""
    codes = {key[0] for key in known.rows(Regulation)}
    for code in parts(row.regulation_codes):
        if code not in codes:
            yield "regulation_codes", _no_such(Regulation, code)


def has_steps(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Check that a route has steps, each of roles that may agree answers, and none twice."""
    steps = row.step_list
    named = [role for step in steps for role in roles_of(step)]
    unknown = [role for role in named if role not in ROUTE_ROLES]
    if not named or not all(roles_of(step) for step in steps):
        yield "steps", _("Name at least one role, such as “block_lead;curator”.")
    elif unknown:
        words = _("Unknown: %(unknown)s. Known are: %(known)s.")
        told = {"unknown": ", ".join(unknown), "known": "; ".join(ROUTE_ROLES)}
        yield "steps", words % told
    elif len({frozenset(roles_of(step)) for step in steps}) < len(steps):
        yield "steps", _("The same step stands twice in the route.")


def _no_such(model: type[Model], code: str) -> str:
    words = _("There is no “%(key)s” among: %(table)s.")
    return words % {"key": code, "table": model._meta.verbose_name_plural}


def has_link_in_invitation(row: Any, known: KnownRows) -> Iterator[Fault]:
    """Words that invite to rate must say where."""
    if row.rating_invitation and "{link}" not in row.rating_invitation:
        yield "rating_invitation", _("Write {link} where the address is to stand.")


def is_one_level_deep(row: Any, known: KnownRows) -> Iterator[Fault]:
    """A reason lies inside another one that lies in none, of the same municipality or of all."""
    above = row.parent
    if above is None:
        return
    if above.parent_id is not None or above.parent is not None:
        yield "parent", _("Reasons are one level deep: choose one that lies in no other.")
    elif above.municipality_id not in (None, row.municipality_id):
        yield "parent", _("This reason belongs to another municipality.")
