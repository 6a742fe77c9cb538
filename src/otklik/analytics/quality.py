"""How good the answers of a month were: what was checked, what is to be checked, mean scores."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from otklik.analytics.periods import Month
from otklik.cases.queries import facts
from otklik.cases.queries.facts import AnswerFact
from otklik.registry.models import Municipality, Organisation, SectorBlock

# With fewer checked answers a mean tells nothing (facts.md 5.4, the rule of Ульяновск).
FEWEST_CHECKED = 2
_WHOLE = 1 << 64


@dataclass(frozen=True, slots=True)
class QualityLine:
    """Answers of one body or block; ``key`` is its registry key, ``None`` for nobody's.

    ``mean`` is of people's scores, ``machine_mean`` of the machine's proposals.
    """

    key: int | None
    name: str
    sent: int
    drawn: int
    drawn_checked: int
    checked: int
    mean: float | None
    machine_mean: float | None

    @property
    def is_few(self) -> bool:
        """Whether too few were checked for the mean to mean something («мало данных»)."""
        return self.checked < FEWEST_CHECKED

    @property
    def share_checked(self) -> float | None:
        """The share of the sent answers a person checked."""
        return self.checked / self.sent if self.sent else None


@dataclass(frozen=True, slots=True)
class QualityFigures:
    """The quality of the answers sent in a month."""

    month: Month
    answers: tuple[AnswerFact, ...]
    drawn: frozenset[int]
    total: QualityLine
    recipients: tuple[QualityLine, ...]
    blocks: tuple[QualityLine, ...]


def quality_figures(municipality: Municipality, month: Month) -> QualityFigures:
    """Count the final answers sent in the month."""
    sent = tuple(facts.answers_sent(municipality, *month.bounds(municipality.zone)))
    chosen = drawn(sent, month, municipality.quality_percent)
    bodies = Organisation.objects.filter(municipality=municipality)
    blocks = SectorBlock.objects.filter(municipality=municipality)
    return QualityFigures(
        month=month,
        answers=sent,
        drawn=chosen,
        total=_line(None, "", sent, chosen),
        recipients=_lines(sent, chosen, "recipient_id", {row.pk: str(row) for row in bodies}),
        blocks=_lines(sent, chosen, "block_id", {row.pk: str(row) for row in blocks}),
    )


def drawn(answers: Iterable[AnswerFact], month: Month, percent: int) -> frozenset[int]:
    """Return the keys of the answers drawn to be checked.

    Whether one is drawn its number and the month say alone, so nobody chooses and anybody can
    draw again: those whose hash is below the percent, and of each recipient at least the one
    with the lowest. While the month runs, that last one may still change.
    """
    if percent <= 0:
        return frozenset()
    lots = [(_lot(one.number, month), one) for one in answers]
    lowest: dict[int | None, tuple[int, AnswerFact]] = {}
    for lot, one in lots:
        if one.recipient_id not in lowest or lot < lowest[one.recipient_id][0]:
            lowest[one.recipient_id] = (lot, one)
    below = {one.answer_id for lot, one in lots if lot < _WHOLE * percent // 100}
    return frozenset(below | {one.answer_id for _lot, one in lowest.values()})


def _lot(number: str, month: Month) -> int:
    return int.from_bytes(sha256(f"{month}/{number}".encode()).digest()[:8], "big")


def _lines(
    answers: Iterable[AnswerFact], chosen: frozenset[int], field: str, names: dict[int, str]
) -> tuple[QualityLine, ...]:
    by_key: dict[int | None, list[AnswerFact]] = defaultdict(list)
    for one in answers:
        by_key[getattr(one, field)].append(one)
    lines = [
        _line(key, names.get(key, "") if key is not None else "", found, chosen)
        for key, found in by_key.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.sent, line.name)))


def _line(
    key: int | None, name: str, answers: Iterable[AnswerFact], chosen: frozenset[int]
) -> QualityLine:
    found = list(answers)
    checked = [one.score for one in found if one.score is not None]
    machine = [one.machine_score for one in found if one.machine_score is not None]
    to_check = [one for one in found if one.answer_id in chosen]
    return QualityLine(
        key=key,
        name=name,
        sent=len(found),
        drawn=len(to_check),
        drawn_checked=sum(one.score is not None for one in to_check),
        checked=len(checked),
        mean=sum(checked) / len(checked) if checked else None,
        machine_mean=sum(machine) / len(machine) if machine else None,
    )
