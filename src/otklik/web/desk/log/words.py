"""Events of the log in words: those of cases and those of the centre itself."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from otklik.cases.models import Case, Event
from otklik.cases.models.choices import Channel
from otklik.cases.queries.history import INNER_FIELDS, PERSONAL_FIELDS
from otklik.web.desk.case.event_words import (
    ACTOR_NAMES,
    ASPECT_NAMES,
    DETAIL_NAMES,
    EVENT_NAMES,
    ROLE_DETAILS,
)
from otklik.web.desk.case.history import CHOICES, FREE_WORDS, choice_label, moved
from otklik.web.desk.registry.rows import label_of
from otklik.web.desk.registry.sheets import SHEETS
from otklik.web.desk.role_words import steps_words

LONGEST_VALUE = 200
EVENT_WORDS: dict[str, "str | Promise"] = {
    **EVENT_NAMES,
    "import.applied": gettext_lazy("file taken in"),
    "import.undone": gettext_lazy("file undone"),
    "registry.changed": gettext_lazy("registry changed"),
    "rule.entered": gettext_lazy("rule entered in an outside system"),
    "case.anonymised": gettext_lazy("names removed after the term of keeping"),
    "case.destroyed": gettext_lazy("destroyed after the term of keeping"),
    "retention.drawn": gettext_lazy("act of the end of keeping drawn"),
    "retention.left_out": gettext_lazy("cases left out of an act"),
    "retention.approved": gettext_lazy("act of the end of keeping approved"),
    "retention.cancelled": gettext_lazy("act of the end of keeping cancelled"),
    "retention.done": gettext_lazy("act of the end of keeping carried out"),
    "leak.found": gettext_lazy("leak of personal data written down"),
    "leak.changed": gettext_lazy("more known of a leak"),
    "log.exported": gettext_lazy("log taken away as a file"),
    "problem.closed": gettext_lazy("problem closed"),
    "problem.declined": gettext_lazy("proposed problem declined"),
    "login.unlocked": gettext_lazy("login unlocked"),
    "login.factor_reset": gettext_lazy("second factor of a person taken off"),
    "login.sessions_ended": gettext_lazy("sessions of a person ended"),
    "machine.taken_over": gettext_lazy("a trained classifier took over"),
    "machine.taken_back": gettext_lazy("sorting by words again"),
}
CENTRE_DETAILS: dict[str, "str | Promise"] = {
    "file": gettext_lazy("file"),
    "what": gettext_lazy("what"),
    "new": pgettext_lazy("how many", "new"),
    "changed": pgettext_lazy("how many", "changed"),
    "refused": pgettext_lazy("how many", "refused"),
    "restored": gettext_lazy("put back"),
    "kept": gettext_lazy("left as they are"),
    "removed": gettext_lazy("removed"),
    "aspect": gettext_lazy("what it sorts"),
    "problem": gettext_lazy("problem"),
    "cases": gettext_lazy("cases"),
    "topic": gettext_lazy("topic"),
    "place": gettext_lazy("place"),
    "classifier_before": gettext_lazy("classifier before"),
    "classifier": gettext_lazy("classifier"),
    "act": gettext_lazy("act"),
    "action": gettext_lazy("what then"),
    "covered": gettext_lazy("entries of the log covered"),
    "covered_by_act": gettext_lazy("covered by act"),
    "fields": gettext_lazy("fields"),
    "leak": gettext_lazy("leak"),
    "login": gettext_lazy("login"),
}
HIDDEN_DETAILS = frozenset(
    {
        *("sha256", "digest", "batch", "before", "after", "decisions", "from_state", "to_state"),
        *("called_ids", "request"),
    }
)


def event_name(name: str) -> str:
    """Return the event in words; one that is not known is shown as it is."""
    return str(EVENT_WORDS.get(name, name))


def detail_lines(event: Event, *, shows_personal: bool) -> list[str]:
    """Return what the event tells, line by line; what may name an applicant only if allowed."""
    details = event.details
    before, after = details.get("before") or {}, details.get("after") or {}
    lines = _decision_lines(details.get("decisions") or {})
    if moved(details):
        lines.append(moved(details))
    lines += [
        _one(key, value, shows_personal=shows_personal)
        for key, value in details.items()
        if key not in HIDDEN_DETAILS and value not in ("", None)
    ]
    for key in sorted({*before, *after} - INNER_FIELDS):
        old, new, field = before.get(key), after.get(key), _field_label(event, key)
        if key in PERSONAL_FIELDS and not shows_personal:
            lines.append(_("%(field)s: changed (personal data)") % {"field": field})
        elif old != new:
            told = {"field": field, "before": _value(old), "after": _value(new)}
            lines.append(_("%(field)s: %(before)s → %(after)s") % told)
    return lines


def _decision_lines(decisions: dict[str, dict[str, Any]]) -> list[str]:
    """Return what the machine decided: aspect, code of the registry, who decided, how surely."""
    lines = []
    for aspect, decision in decisions.items():
        by = str(decision.get("by", ""))
        told = [str(ACTOR_NAMES.get(by, by))]
        if decision.get("confidence"):
            told.append(f"{round(float(decision['confidence']) * 100)} %")
        who = ", ".join(told)
        code = decision.get("code")
        lines.append(f"{ASPECT_NAMES.get(aspect, aspect)}: {f'{code} ({who})' if code else who}")
    return lines


def _field_label(event: Event, key: str) -> str:
    """Return the name of a field of a case, or of the table of the registry that changed."""
    if event.name == "registry.changed":
        slug = str(event.details.get("what", "")).partition("/")[0]
        return label_of(SHEETS[slug], key) if slug in SHEETS else key
    try:
        field = Case._meta.get_field(key.removesuffix("_id"))
    except FieldDoesNotExist:
        return key
    return str(getattr(field, "verbose_name", key))


def _one(key: str, value: Any, *, shows_personal: bool) -> str:
    if key in PERSONAL_FIELDS | FREE_WORDS and not shows_personal:
        return _("%(field)s: hidden (personal data)") % {"field": _label(key)}
    if key in CHOICES:
        value = choice_label(CHOICES[key], value)
    elif key in ROLE_DETAILS:
        value = steps_words(str(value))
    elif key == "channel" and value in Channel.values:
        value = Channel(value).label
    return f"{_label(key)}: {_value(value)}"


def _label(key: str) -> str:
    return str(CENTRE_DETAILS.get(key) or DETAIL_NAMES.get(key) or key)


def _value(value: Any) -> str:
    if value in ("", None):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict) and "name" in value:
        value = value["name"]
    elif isinstance(value, dict):
        value = "; ".join(f"{key}: {_value(part)}" for key, part in value.items())
    if isinstance(value, list):
        value = len(value) if len(value) > 5 else ", ".join(str(part) for part in value)
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
