"""What is shown and edited of each table of the registry: one description a table.

The lists, forms, searches and the log of changes are all made from these descriptions.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from otklik.registry.models import (
    AgreementRoute,
    CalendarDay,
    EscalationStep,
    LoginPolicy,
    Municipality,
    NoAnswerGround,
    NumberPattern,
    Organisation,
    Person,
    QualityItem,
    RatingReason,
    Regulation,
    RegulationTerm,
    ReplyTemplate,
    RoleAssignment,
    RoutingRule,
    SectorBlock,
    Substitution,
    SurveyQuestion,
    Territory,
    Topic,
    TopicBlock,
    TopicEdition,
    TopicMapping,
    WorkingHours,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

IN_FORCE = ("valid_from", "valid_until")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the registry as pages.

    ``columns`` are shown in the list, ``fields`` edited, ``search`` looked in, ``filters``
    offered above the list. ``parent`` makes it a tree. ``related`` are tables shown under a row:
    their slug and their field that leads to it. ``removable``: rows may be removed; others end
    by their dates, for cases point at them.
    """

    slug: str
    model: type[Model]
    icon: str
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    order: tuple[str, ...]
    search: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    parent: str = ""
    related: tuple[tuple[str, str], ...] = ()
    removable: bool = False
    addable: bool = True
    hint: "StrPromise | str" = ""

    @property
    def title(self) -> str:
        """The name of the table in the plural."""
        return str(self.model._meta.verbose_name_plural)

    @property
    def row_title(self) -> str:
        """The name of a row."""
        return str(self.model._meta.verbose_name)


@dataclass(frozen=True, slots=True)
class Group:
    """Tables that belong together on the first page."""

    title: "StrPromise | str"
    sheets: tuple[Sheet, ...]


_PLACE = (
    Sheet(
        "municipality",
        Municipality,
        "building-community",
        ("name", "code", "oktmo", "time_zone"),
        (
            "name",
            "short_name",
            "genitive_name",
            "oktmo",
            "okato",
            "region_name",
            "time_zone",
            "population",
            "population_date",
            "case_number_pattern",
            "takeover_percent",
            "repeat_days",
            "copy_days",
            "problem_days",
            "problem_cases",
            "rating_invitation",
            "rating_days",
            "rating_change_days",
            "returns_by_rating",
            "ratings_needed",
            "callback_percent",
            "callback_attempts",
            "information_days",
            "information_unit",
            "information_last_day",
            "quiet_from",
            "quiet_until",
            "author_may_approve",
            "quality_percent",
        ),
        ("name",),
        addable=False,
    ),
    Sheet(
        "territories",
        Territory,
        "map-pin",
        ("name", "kind", "type_label", "oktmo", "population", "valid_until"),
        (
            "kind",
            "type_label",
            "name",
            "khakass_name",
            "parent",
            "code",
            "oktmo",
            "lat",
            "lon",
            "population",
            "population_year",
            *IN_FORCE,
            "successor",
        ),
        ("kind", "name"),
        ("name", "khakass_name", "code", "oktmo"),
        ("kind",),
        "parent",
        hint=_(
            "A merge of councils: add the new one, give its settlements to it, end the old one "
            "by its date and name the successor."
        ),
    ),
)
_BODIES = (
    Sheet(
        "blocks",
        SectorBlock,
        "layout-grid",
        ("name", "code", *IN_FORCE),
        ("name", "code", *IN_FORCE),
        ("name",),
        ("name", "code"),
        related=(("organisations", "block"),),
    ),
    Sheet(
        "organisations",
        Organisation,
        "building",
        ("name", "kind", "block", "jurisdiction_level", "is_recipient", "valid_until"),
        (
            "name",
            "short_name",
            "code",
            "kind",
            "jurisdiction_level",
            "is_recipient",
            "parent",
            "block",
            "territory",
            "aliases",
            "email",
            "phone",
            *IN_FORCE,
        ),
        ("name",),
        ("name", "short_name", "aliases", "code"),
        ("kind", "block"),
        "parent",
        related=(("people", "organisation"),),
    ),
    Sheet(
        "people",
        Person,
        "users",
        ("full_name", "login", "position", "organisation", "is_active"),
        (
            "login",
            "last_name",
            "first_name",
            "patronymic",
            "position",
            "organisation",
            "email",
            "phone",
            "is_active",
        ),
        ("last_name", "first_name", "patronymic"),
        ("last_name", "first_name", "login", "position"),
        ("organisation",),
        related=(("roles", "person"), ("substitutions", "absent")),
    ),
    Sheet(
        "roles",
        RoleAssignment,
        "shield-check",
        ("person", "role", "block", "organisation", *IN_FORCE),
        ("person", "role", "block", "organisation", *IN_FORCE),
        ("person__last_name", "role"),
        ("person__last_name", "person__login"),
        ("role", "person"),
        removable=True,
    ),
    Sheet(
        "substitutions",
        Substitution,
        "replace",
        ("absent", "substitute", "from_date", "until_date", "reason"),
        ("absent", "substitute", "from_date", "until_date", "reason"),
        ("-from_date",),
        ("absent__last_name", "substitute__last_name"),
        ("absent",),
        removable=True,
    ),
    Sheet(
        "login-policies",
        LoginPolicy,
        "lock",
        ("role", "second_factor", "idle_minutes", "longest_session_hours", "municipality"),
        ("role", "second_factor", "idle_minutes", "longest_session_hours", *IN_FORCE),
        ("role", "valid_from"),
        filters=("role", "second_factor"),
        removable=True,
        hint=_(
            "A row of your own stands in the place of the common one for its role. Of several "
            "roles of a person the strictest rule holds."
        ),
    ),
)

_TOPICS = (
    Sheet(
        "topics",
        Topic,
        "tags",
        ("name", "code", "edition", "is_met_in_files"),
        ("edition", "parent", "code", "name", "description", "synonyms", "do_not_confuse"),
        ("edition", "name"),
        ("name", "synonyms", "description", "code"),
        ("edition",),
        "parent",
        related=(("topic-mappings", "from_topic"), ("topic-blocks", "topic")),
        hint=_("Names and synonyms are what the machine finds topics in texts by."),
    ),
    Sheet(
        "topic-editions",
        TopicEdition,
        "versions",
        ("classifier", "edition", "name", "is_open", *IN_FORCE),
        ("classifier", "edition", "name", "is_open", "source", *IN_FORCE),
        ("classifier", "edition"),
    ),
    Sheet(
        "topic-mappings",
        TopicMapping,
        "arrows-exchange",
        ("from_topic", "to_topic"),
        ("from_topic", "to_topic"),
        ("from_topic__name",),
        ("from_topic__name", "to_topic__name", "from_topic__code", "to_topic__code"),
        removable=True,
    ),
    Sheet(
        "topic-blocks",
        TopicBlock,
        "hierarchy",
        ("topic", "block", "jurisdiction_level"),
        ("topic", "block", "jurisdiction_level"),
        ("topic__name",),
        ("topic__name", "topic__code"),
        ("block", "jurisdiction_level"),
        removable=True,
    ),
)
_TERMS = (
    Sheet(
        "regulations",
        Regulation,
        "gavel",
        ("name", "code", "version", "kind", "priority", *IN_FORCE),
        (
            "name",
            "code",
            "version",
            "law",
            "kind",
            "channels",
            "fast_track",
            "importance",
            "priority",
            "extension_days",
            "extension_times",
            "reopen_at_rating",
            *IN_FORCE,
        ),
        ("priority", "name"),
        ("name", "code", "law"),
        related=(("regulation-terms", "regulation"),),
        hint=_("Change a term by a new version: end the old one by its date, add the next."),
    ),
    Sheet(
        "regulation-terms",
        RegulationTerm,
        "clock",
        ("regulation", "clock", "amount", "unit", "last_day_rule"),
        ("regulation", "clock", "amount", "unit", "last_day_rule", "starts_at", "stops_at"),
        ("regulation__name", "clock"),
        ("regulation__name",),
        ("regulation",),
        removable=True,
    ),
    Sheet(
        "escalation-steps",
        EscalationStep,
        "alert-triangle",
        ("code", "clock", "side", "amount", "unit", "role", "municipality"),
        ("code", "clock", "regulation_code", "side", "amount", "unit", "role", *IN_FORCE),
        ("clock", "-side", "amount", "code"),
        ("code", "regulation_code"),
        ("clock", "role"),
        removable=True,
        hint=_(
            "A step of your own with the code of a common one stands in its place; ended by its "
            "date, it takes it off."
        ),
    ),
    Sheet(
        "calendar",
        CalendarDay,
        "calendar",
        ("date", "kind", "reason", "municipality"),
        ("date", "kind", "reason"),
        ("-date",),
        ("reason",),
        ("kind",),
        removable=True,
        hint=_("A day set here wins over the calendar of the country."),
    ),
    Sheet(
        "working-hours",
        WorkingHours,
        "clock-hour-9",
        ("weekday", "start", "end", "break_start", "break_end", *IN_FORCE),
        ("weekday", "start", "end", "break_start", "break_end", *IN_FORCE),
        ("weekday", "valid_from"),
        removable=True,
    ),
)
_RULES = (
    Sheet(
        "routing-rules",
        RoutingRule,
        "route",
        ("name", "priority", "topics", "territories", "words", "recipient", "valid_until"),
        (
            "name",
            "code",
            "priority",
            "channels",
            "kinds",
            "topics",
            "territories",
            "words",
            "recipient",
            "block",
            "regulation_code",
            "fast_track",
            "importance",
            "executor",
            "template_code",
            "receipt_text",
            "told",
            "is_on",
            *IN_FORCE,
        ),
        ("priority", "code"),
        ("name", "code", "topics", "territories", "words"),
        ("recipient", "block"),
        removable=True,
        hint=_("Of the rules that fit, the one with the lowest priority wins, then the code."),
    ),
)
_RATINGS = (
    Sheet(
        "rating-reasons",
        RatingReason,
        "mood-sad",
        ("name", "parent", "position", *IN_FORCE),
        ("code", "parent", "name", "position", *IN_FORCE),
        ("position", "name"),
        ("name", "code"),
        hint=_("What a citizen may choose who rates an answer low."),
    ),
    Sheet(
        "survey-questions",
        SurveyQuestion,
        "forms",
        ("text", "kind", "position", *IN_FORCE),
        ("code", "text", "kind", "position", *IN_FORCE),
        ("position", "text"),
        ("text", "code"),
        hint=_("Asked on the page where a citizen rates an answer. Few are answered, many not."),
    ),
)
_AGREEMENT = (
    Sheet(
        "agreement-routes",
        AgreementRoute,
        "checkup-list",
        ("name", "priority", "regulation_codes", "channels", "steps", "valid_until"),
        (
            "name",
            "code",
            "priority",
            "steps",
            "regulation_codes",
            "channels",
            "kinds",
            "answer_kinds",
            *IN_FORCE,
        ),
        ("priority", "code"),
        ("name", "code", "steps", "regulation_codes"),
        removable=True,
        hint=_(
            "Who agrees an answer before it is sent, step by step: “block_lead;curator”. "
            "“curator|head” is one step for either of the two. Answers that wait already keep "
            "the route they were put on. Where no route fits, who may approve approves at once."
        ),
    ),
)
_ANSWERS = (
    Sheet(
        "reply-templates",
        ReplyTemplate,
        "file-text",
        ("name", "topics", "answer_kind", "municipality", *IN_FORCE),
        ("name", "code", "text", "topics", "kinds", "channels", "answer_kind", *IN_FORCE),
        ("name",),
        ("name", "code", "text", "topics"),
        ("answer_kind",),
        removable=True,
        hint=_("Fields in braces are filled from the case, words in brackets by who answers."),
    ),
    Sheet(
        "quality-items",
        QualityItem,
        "checkup-list",
        ("name", "check_name", "weight", "blocks", "municipality", *IN_FORCE),
        (
            "name",
            "code",
            "hint",
            "check_name",
            "weight",
            "blocks",
            "kinds",
            "channels",
            "topics",
            "resolutions",
            "answer_kind",
            *IN_FORCE,
        ),
        ("-weight", "code"),
        ("name", "code", "hint"),
        ("check_name",),
        hint=_("The score of an answer is the share of the weights of its good marks."),
    ),
)

_APPEALS = (
    Sheet(
        "no-answer-grounds",
        NoAnswerGround,
        "ban",
        ("name", "law", "tell_days", "letter", "valid_until"),
        (
            *("code", "name", "law", "kind", "tell_days", "letter"),
            *("wants_crime_check", "position", *IN_FORCE),
        ),
        ("position", "name"),
        ("name", "code", "law"),
        hint=_("Grounds to leave an item without an answer; the term is told from registration."),
    ),
    Sheet(
        "number-patterns",
        NumberPattern,
        "tag",
        ("name", "kind", "channels", "pattern", "valid_until"),
        ("code", "name", "kind", "channels", "pattern", "index", "position", *IN_FORCE),
        ("position", "code"),
        ("name", "code"),
        hint=_("What no row speaks of is numbered by the pattern of the municipality."),
    ),
)

GROUPS: tuple[Group, ...] = (
    Group(_("Municipality and territories"), _PLACE),
    Group(_("Bodies and people"), _BODIES),
    Group(_("Topics"), _TOPICS),
    Group(_("Terms and days"), _TERMS),
    Group(_("Routing"), _RULES),
    Group(_("Appeals"), _APPEALS),
    Group(_("Ratings by citizens"), _RATINGS),
    Group(_("Agreement of answers"), _AGREEMENT),
    Group(_("Answers"), _ANSWERS),
)
SHEETS: dict[str, Sheet] = {sheet.slug: sheet for group in GROUPS for sheet in group.sheets}
