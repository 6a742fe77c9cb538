"""All registry files in the order in which they depend on each other."""

from typing import Any

from otklik.registry.files import checks
from otklik.registry.files.columns import LoneReference, Plain, Reference
from otklik.registry.files.sheet import Sheet
from otklik.registry.models import (
    CalendarDay,
    Municipality,
    Organisation,
    Person,
    Regulation,
    RegulationTerm,
    RoleAssignment,
    RoutingRule,
    SectorBlock,
    Substitution,
    Territory,
    Topic,
    TopicBlock,
    TopicEdition,
    TopicMapping,
    WorkingHours,
)

OWN = ("municipality",)
MUNICIPALITY = Reference("municipality", Municipality, ("municipality",))
DATES = (Plain("valid_from"), Plain("valid_until"))
DATES_IN_ORDER = checks.ends_after("valid_from", "valid_until")
TOPIC_KEY = ("edition.classifier", "edition.edition", "code")


def _within(field: str, to: type[Any], header: str = "", *, waits: bool = False) -> Reference:
    """A reference to a row of the same municipality by its code."""
    return Reference(field, to, (header or field,), context=OWN, waits=waits)


def _without_password(person: Any) -> None:
    person.set_unusable_password()


MUNICIPALITIES = Sheet(
    "municipalities.csv",
    Municipality,
    tuple(
        Plain(name)
        for name in (
            "code",
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
            "is_demo",
        )
    ),
    key=("code",),
    order=("code",),
    within=("pk",),
    checks=(checks.has_zone, checks.has_number_pattern),
)
WORKING_HOURS = Sheet(
    "working_hours.csv",
    WorkingHours,
    (
        MUNICIPALITY,
        Plain("weekday"),
        Plain("start"),
        Plain("end"),
        Plain("break_start"),
        Plain("break_end"),
        *DATES,
    ),
    key=("municipality", "weekday", "valid_from"),
    order=("municipality", "valid_from", "weekday"),
    owner="municipality",
    within=OWN,
    scope=OWN,
    relations=OWN,
    checks=(
        checks.has_weekday,
        checks.ends_after("start", "end"),
        checks.has_whole_break,
        DATES_IN_ORDER,
    ),
)
CALENDAR = Sheet(
    "calendar.csv",
    CalendarDay,
    (MUNICIPALITY, Plain("date"), Plain("kind"), Plain("reason")),
    key=("municipality", "date"),
    order=("municipality", "date"),
    owner="municipality",
    within=OWN,
    scope=OWN,
    relations=OWN,
)
TERRITORIES = Sheet(
    "territories.csv",
    Territory,
    (
        MUNICIPALITY,
        Plain("code"),
        _within("parent", Territory, waits=True),
        Plain("kind"),
        Plain("type_label"),
        Plain("name"),
        Plain("khakass_name"),
        Plain("oktmo"),
        Plain("lat"),
        Plain("lon"),
        Plain("population"),
        Plain("population_year"),
        *DATES,
        _within("successor", Territory, waits=True),
    ),
    key=("municipality", "code"),
    order=("municipality", "code"),
    owner="municipality",
    within=OWN,
    scope=OWN,
    tree="parent",
    relations=("municipality", "parent", "successor"),
    checks=(DATES_IN_ORDER,),
)
BLOCKS = Sheet(
    "blocks.csv",
    SectorBlock,
    (MUNICIPALITY, Plain("code"), Plain("name"), *DATES),
    key=("municipality", "code"),
    order=("municipality", "code"),
    owner="municipality",
    within=OWN,
    scope=OWN,
    relations=OWN,
    checks=(DATES_IN_ORDER,),
)
ORGANISATIONS = Sheet(
    "organisations.csv",
    Organisation,
    (
        MUNICIPALITY,
        Plain("code"),
        _within("parent", Organisation, waits=True),
        _within("block", SectorBlock),
        Plain("name"),
        Plain("short_name"),
        Plain("kind"),
        Plain("jurisdiction_level"),
        _within("territory", Territory),
        Plain("is_recipient"),
        Plain("aliases"),
        Plain("email"),
        Plain("phone"),
        *DATES,
    ),
    key=("municipality", "code"),
    order=("municipality", "code"),
    owner="municipality",
    within=OWN,
    scope=OWN,
    tree="parent",
    relations=("municipality", "parent", "block", "territory"),
    checks=(DATES_IN_ORDER,),
)
PEOPLE = Sheet(
    "people.csv",
    Person,
    (
        Plain("login"),
        Plain("last_name"),
        Plain("first_name"),
        Plain("patronymic"),
        Plain("position"),
        LoneReference("organisation", Organisation, ("organisation",)),
        Plain("email"),
        Plain("phone"),
        Plain("is_active"),
        Plain("is_demo"),
    ),
    key=("login",),
    order=("login",),
    owner="organisation.municipality",
    within=("organisation__municipality", "role_assignments__municipality"),
    relations=("organisation__municipality",),
    complete=_without_password,
    ignores_case=True,
)
ROLES = Sheet(
    "roles.csv",
    RoleAssignment,
    (
        Reference("person", Person, ("login",), paths=("login",)),
        Plain("role"),
        MUNICIPALITY,
        _within("block", SectorBlock),
        _within("organisation", Organisation),
        *DATES,
    ),
    key=("login", "role", "municipality", "block", "organisation"),
    order=("login", "role", "municipality", "block", "organisation"),
    owner="municipality",
    within=OWN,
    scope=OWN,
    relations=("person", "municipality", "block", "organisation"),
    checks=(DATES_IN_ORDER,),
)
SUBSTITUTIONS = Sheet(
    "substitutions.csv",
    Substitution,
    (
        Reference("absent", Person, ("absent",), paths=("login",)),
        Reference("substitute", Person, ("substitute",), paths=("login",)),
        Plain("from_date"),
        Plain("until_date"),
        Plain("reason"),
    ),
    key=("absent", "substitute", "from_date"),
    order=("from_date", "absent", "substitute"),
    owner="absent.organisation.municipality",
    within=("absent__organisation__municipality", "absent__role_assignments__municipality"),
    relations=("absent__organisation__municipality", "substitute"),
    checks=(
        checks.ends_after("from_date", "until_date", may_be_equal=True),
        checks.substitutes_somebody_else,
    ),
)
TOPIC_EDITIONS = Sheet(
    "topic_editions.csv",
    TopicEdition,
    (
        Plain("classifier"),
        Plain("edition"),
        Plain("name"),
        *DATES,
        Plain("is_open"),
        Plain("source"),
    ),
    key=("classifier", "edition"),
    order=("classifier", "edition"),
    checks=(DATES_IN_ORDER,),
)
TOPICS = Sheet(
    "topics.csv",
    Topic,
    (
        Reference(
            "edition", TopicEdition, ("classifier", "edition"), paths=("classifier", "edition")
        ),
        Plain("code"),
        Reference("parent", Topic, ("parent",), context=("classifier", "edition"), waits=True),
        Plain("name"),
        Plain("description"),
        Plain("synonyms"),
        Plain("do_not_confuse"),
        Plain("is_met_in_files", "met_in_files", is_optional=True),
    ),
    key=("classifier", "edition", "code"),
    order=("classifier", "edition", "code"),
    scope=("classifier", "edition"),
    tree="parent",
    relations=("edition", "parent"),
    checks=(checks.knows_other_topics,),
)
TOPIC_MAPPINGS = Sheet(
    "topic_mappings.csv",
    TopicMapping,
    (
        Reference(
            "from_topic", Topic, ("from_classifier", "from_edition", "from_code"), paths=TOPIC_KEY
        ),
        Reference("to_topic", Topic, ("to_classifier", "to_edition", "to_code"), paths=TOPIC_KEY),
    ),
    key=(
        "from_classifier",
        "from_edition",
        "from_code",
        "to_classifier",
        "to_edition",
        "to_code",
    ),
    order=(
        "from_classifier",
        "from_edition",
        "from_code",
        "to_classifier",
        "to_edition",
        "to_code",
    ),
    relations=("from_topic__edition", "to_topic__edition"),
)
TOPIC_BLOCKS = Sheet(
    "topic_blocks.csv",
    TopicBlock,
    (
        MUNICIPALITY,
        Reference("topic", Topic, ("classifier", "edition", "topic"), paths=TOPIC_KEY),
        _within("block", SectorBlock),
        Plain("jurisdiction_level"),
    ),
    key=("municipality", "classifier", "edition", "topic"),
    order=("municipality", "classifier", "edition", "topic"),
    owner="municipality",
    within=OWN,
    scope=OWN,
    relations=("municipality", "topic__edition", "block"),
)
REGULATIONS = Sheet(
    "regulations.csv",
    Regulation,
    (
        Plain("code"),
        Plain("version"),
        Plain("name"),
        Plain("law"),
        Plain("kind"),
        Plain("channels"),
        Plain("fast_track"),
        Plain("importance"),
        *DATES,
        Plain("priority"),
        Plain("extension_days"),
        Plain("extension_times"),
        Plain("reopen_at_rating"),
        Reference("municipality", Municipality, ("municipality",), is_optional=True),
    ),
    key=("code", "version"),
    order=("municipality", "code", "valid_from", "version"),
    owner="municipality",
    within=OWN,
    relations=OWN,
    checks=(DATES_IN_ORDER, checks.symbols("channels", checks.CHANNELS)),
)
REGULATION_TERMS = Sheet(
    "regulation_terms.csv",
    RegulationTerm,
    (
        Reference("regulation", Regulation, ("regulation", "version"), paths=("code", "version")),
        Plain("clock"),
        Plain("amount"),
        Plain("unit"),
        Plain("last_day_rule"),
        Plain("starts_at"),
        Plain("stops_at"),
    ),
    key=("regulation", "version", "clock"),
    order=("regulation", "version", "clock"),
    owner="regulation.municipality",
    within=("regulation__municipality",),
    relations=("regulation__municipality",),
    checks=(
        checks.symbols("starts_at", checks.STARTS),
        checks.symbols("stops_at", checks.STOPS),
    ),
)
ROUTING_RULES = Sheet(
    "routing_rules.csv",
    RoutingRule,
    (
        MUNICIPALITY,
        Plain("code"),
        Plain("name"),
        Plain("priority"),
        Plain("channels"),
        Plain("kinds"),
        Plain("topics"),
        Plain("territories"),
        Plain("words"),
        _within("recipient", Organisation),
        _within("block", SectorBlock),
        Plain("regulation_code", "regulation"),
        Plain("fast_track"),
        Plain("importance"),
        *DATES,
    ),
    key=("municipality", "code"),
    order=("municipality", "priority", "code"),
    owner="municipality",
    within=OWN,
    scope=OWN,
    relations=("municipality", "recipient", "block"),
    checks=(
        DATES_IN_ORDER,
        checks.symbols("channels", checks.CHANNELS),
        checks.symbols("kinds", checks.CASE_KINDS),
        checks.symbols("importance", checks.IMPORTANCE),
        checks.knows_rule_conditions,
    ),
)

SHEETS: tuple[Sheet, ...] = (
    MUNICIPALITIES,
    WORKING_HOURS,
    CALENDAR,
    TERRITORIES,
    BLOCKS,
    ORGANISATIONS,
    PEOPLE,
    ROLES,
    SUBSTITUTIONS,
    TOPIC_EDITIONS,
    TOPICS,
    TOPIC_MAPPINGS,
    TOPIC_BLOCKS,
    REGULATIONS,
    REGULATION_TERMS,
    ROUTING_RULES,
)
