"""The history of a case as the card shows it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from otklik.appeals.models import AnswerTo, AppealForm
from otklik.cases.models import Case
from otklik.cases.models.choices import (
    AnswerKind,
    AttachmentKind,
    Channel,
    FileCheck,
    LeaveGround,
    QuestionResult,
    RatingSource,
    RedFlag,
    State,
)
from otklik.cases.models.information import Shown
from otklik.cases.queries.history import Change, Happening
from otklik.letters.models import LetterKind
from otklik.registry.models.regulations import ClockKind
from otklik.satisfaction.models import CallOutcome
from otklik.web.desk.case.event_words import (
    ACTOR_NAMES,
    DETAIL_NAMES,
    EVENT_NAMES,
    ROLE_DETAILS,
)
from otklik.web.desk.role_words import steps_words
from otklik.web.desk.veil import Veil

# Told by the line itself or of no use to a reader.
SILENT_DETAILS = frozenset(
    {"from_state", "to_state", "decisions", "is_opened", "digest", "called_ids", "request"}
    | {"marks"}
)
# They may name the applicant.
FREE_WORDS = frozenset(
    {"reason", "remark", "notice", "text", "note", "comment", "proof", "address"}
    | {"question", "reply", "question_text", "text_before"}
)
LONGEST = 300
# What was written down this much later than it happened is told with both moments.
LATE = timedelta(hours=1)
CHOICES = {
    "ground": LeaveGround,
    "kind": AnswerKind,
    "clock": ClockKind,
    "channel": Channel,
    "flag": RedFlag,
    "source": RatingSource,
    "outcome": CallOutcome,
    "file_kind": AttachmentKind,
    "check_state": FileCheck,
    "shown": Shown,
    "result": QuestionResult,
    "result_before": QuestionResult,
    "form": AppealForm,
    "answer_to": AnswerTo,
    "letter": LetterKind,
}
ICONS = {"file": "file-import", "machine": "robot", "person": "user", "applicant": "star"}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A field before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened, in words. ``recorded_at`` only if written down much later."""

    title: str
    at: datetime
    recorded_at: datetime | None
    who: str
    icon: str
    moved: str
    details: list[tuple[str, str]]
    changes: list[ChangeLine]


def history_lines(happenings: list[Happening], veil: Veil) -> list[HistoryLine]:
    """Return the history in words, in the order given, personal data under the veil."""
    return [_line(happening, veil) for happening in happenings]


def _line(happening: Happening, veil: Veil) -> HistoryLine:
    is_late = happening.actor == "person" and happening.recorded_at - happening.at > LATE
    who = happening.person_name if happening.actor == "person" else ""
    return HistoryLine(
        title=capfirst(str(EVENT_NAMES.get(happening.name, happening.name))),
        at=happening.at,
        recorded_at=happening.recorded_at if is_late else None,
        who=who or str(ACTOR_NAMES.get(happening.actor, happening.actor)),
        icon=ICONS.get(happening.actor, "point"),
        moved=moved(happening.details),
        details=_details(happening.details, veil),
        changes=[
            _change(change, veil)
            for change in happening.changes
            # The rating is told by the details, whether it changed or not.
            if not (change.field == "rating" and "value" in happening.details)
        ],
    )


def moved(details: dict[str, Any]) -> str:
    """Return from which state to which the case went, in words; blank if it stayed."""
    states = [choice_label(State, details.get(key)) for key in ("from_state", "to_state")]
    return " → ".join(states) if all(states) else ""


def _details(details: dict[str, Any], veil: Veil) -> list[tuple[str, str]]:
    found = []
    for name, value in sorted(details.items(), key=_place):
        if name in SILENT_DETAILS or value in (None, ""):
            continue
        if name == "days" and not value:
            continue
        label = capfirst(str(DETAIL_NAMES.get(name, name)))
        found.append((label, _detail(name, value, veil)))
    return found


def _place(detail: tuple[str, Any]) -> int:
    """Return where the detail stands among the others: the log keeps them by the alphabet."""
    order = list(DETAIL_NAMES)
    return order.index(detail[0]) if detail[0] in order else len(order)


def _detail(name: str, value: object, veil: Veil) -> str:
    if name in CHOICES:
        return choice_label(CHOICES[name], value)
    if name == "plan" and isinstance(value, list):
        return veil.text("; ".join(_step(step) for step in value))
    if name in ROLE_DETAILS:
        return steps_words(str(value))
    if name in FREE_WORDS:
        return veil.text(str(value))
    return plain(value)


def _step(step: dict[str, str]) -> str:
    who = f" ({step['who']})" if step.get("who") else ""
    return f"{plain(step['date'])} {step['what']}{who}"


def choice_label(choices: Any, value: object) -> str:
    """Return the label of a stored symbol; an unknown one as it is."""
    if not value:
        return ""
    return str(choices(value).label) if value in choices.values else str(value)


def _change(change: Change, veil: Veil) -> ChangeLine:
    field = Case._meta.get_field(change.field)
    labels = dict(getattr(field, "flatchoices", ()) or ())
    values = [_value(labels, value) for value in (change.before, change.after)]
    if change.is_personal:
        hide = veil.text if change.field == "text" else veil.name
        values = [hide(value) if value != "—" else value for value in values]
    label = str(getattr(field, "verbose_name", change.field))
    return ChangeLine(capfirst(label), *(_short(value) for value in values))


def _value(labels: dict[Any, Any], value: object) -> str:
    if value in (None, ""):
        return "—"
    return str(labels[value]) if isinstance(value, str | int) and value in labels else plain(value)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"


def plain(value: object) -> str:
    """Write a value of the log: yes and no, local moments and days, else as it is."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and len(value) >= 10 and value[:4].isdigit():
        moment = _moment(value)
        if moment is not None:
            return moment
    return str(value)


def _moment(value: str) -> str | None:
    try:
        moment: datetime | date | None = parse_datetime(value) if "T" in value else None
        moment = moment or (parse_date(value) if len(value) == 10 else None)
    except ValueError:
        return None
    if isinstance(moment, datetime):
        return f"{timezone.localtime(moment):%d.%m.%Y %H:%M}" if moment.tzinfo else None
    return f"{moment:%d.%m.%Y}" if moment else None
