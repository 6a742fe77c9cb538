"""The checklist of an answer as lines of a page, and its text with the places underlined."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from otklik.cases import quality
from otklik.cases.models import Answer, AnswerMark, Case
from otklik.cases.models.quality import MarkValue
from otklik.core.reasons import Reason
from otklik.registry.grants import Grants
from otklik.web.desk.checklist.reason_words import words_of
from otklik.web.desk.veil import veil_of

MOST_PLAINER = 6


@dataclass(frozen=True, slots=True)
class QualityLine:
    """An item and its mark; ``plainer`` are words of the answer and what to say instead."""

    mark: AnswerMark
    icon: str
    reasons: list[str]
    plainer: list[tuple[str, str]]

    @property
    def field_name(self) -> str:
        """The field of the form the mark is given in."""
        return f"mark-{self.mark.item.code}"

    @property
    def is_by_person(self) -> bool:
        """Whether a person gave the mark."""
        return bool(self.mark.given)


@dataclass(frozen=True, slots=True)
class QualitySheet:
    """The checklist of one answer: what is to be mended first, then what is doubtful, good."""

    lines: list[QualityLine]
    text: SafeString
    score: int | None
    person_score: int | None
    overrule_reason: str

    @property
    def is_mended(self) -> bool:
        """Whether no line says no."""
        return all(line.mark.value != MarkValue.NO for line in self.lines)


ICONS = {
    MarkValue.YES: "circle-check",
    MarkValue.NO: "alert-circle",
    MarkValue.UNKNOWN: "eye",
    MarkValue.NOT_APPLICABLE: "point",
}
ORDER = [MarkValue.NO, MarkValue.UNKNOWN, MarkValue.YES, MarkValue.NOT_APPLICABLE]


def sheet_of(case: Case, answer: Answer, grants: Grants, at: datetime) -> QualitySheet:
    """Return the checklist of an answer, kept or not, as the person may see it."""
    check = getattr(answer, "quality", None) if answer.pk else None
    kept = quality.marks_of(answer) if answer.pk else []
    marks = kept or quality.proposed_marks(case, answer, at)
    veil = veil_of(case, grants)
    lines = [_line(mark, answer.text, veil.text) for mark in marks]
    lines.sort(key=lambda line: ORDER.index(MarkValue(line.mark.value)))
    return QualitySheet(
        lines=lines,
        text=_underlined(veil.text(answer.text), marks),
        score=quality.score_of(marks),
        person_score=check.score if check else None,
        overrule_reason=veil.text(check.overrule_reason) if check else "",
    )


def _line(mark: AnswerMark, text: str, hide: Callable[[str], str]) -> QualityLine:
    reasons = [Reason.from_json(one) for one in mark.reasons]
    plainer = {hide(text[start:end]): instead for start, end, instead in mark.places if instead}
    return QualityLine(
        mark=mark,
        icon=ICONS[MarkValue(mark.value)],
        reasons=[hide(words_of(one)) for one in reasons],
        plainer=list(plainer.items())[:MOST_PLAINER],
    )


def _underlined(text: str, marks: Iterable[AnswerMark]) -> SafeString:
    """Return the text as html with what the machine doubts in ``mark``; longer places win."""
    places = sorted(
        (start, -end, mark.item.name)
        for mark in marks
        if mark.value in (MarkValue.NO, MarkValue.UNKNOWN)
        for start, end, _instead in mark.places
    )
    pieces, done = [], 0
    for start, minus_end, name in places:
        end = min(-minus_end, len(text))
        if start >= done and start < end:
            pieces.append((text[done:start], name, text[start:end]))
            done = end
    marked = format_html_join("", '{}<mark title="{}">{}</mark>', pieces)
    return marked + conditional_escape(text[done:])
