"""Which earlier case a case repeats, and why the machine thinks so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from otklik.cases.models import Case
from otklik.core.reasons import Reason
from otklik.core.text import words
from otklik.linking.keys import Keys, candidates, keys_of
from otklik.linking.models import ProposalState, RepeatProposal
from otklik.understanding import find_personal_data, mask
from otklik.understanding.duplicates import Comparison, Verdict, compare

SHOWN_WORDS = 5
# «Нет света» without a place says who writes or when, or it says nothing.
FEW_WORDS = 5
SOON = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A case that says again what the earlier one has said, and the evidence."""

    case: Case
    earlier: Case
    percent: int
    is_same_applicant: bool
    evidence: tuple[Reason, ...]


def repeat_in(case: Case, keys: Keys) -> Repeat | None:
    """Return the pair the case makes with one it repeats, or that repeats it; ``None`` if none.

    Either the words are the same, whoever sent them through whatever channel, or the applicant
    writes of the same topic again. The same pattern about another house is another trouble, and
    so is a case whose known place is another. Of several the oldest is taken. Looked at are the
    days before and after that the municipality has set: ``repeat_days`` for what one person says,
    ``copy_days`` for the same words of others, which later mean that it has happened again.
    """
    by_words = _near(case, candidates(case, keys.text))
    text = _masked(case)
    found = [(other, compare(text, _masked(other))) for other in by_words]
    same = [
        (other, compared)
        for other, compared in found
        if compared.verdict is Verdict.SAME and _is_telling(case, other, keys)
    ]
    if not same:
        by_applicant = _near(case, candidates(case, keys.applicant))
        same = [
            (other, compare(text, _masked(other)))
            for other in by_applicant
            if case.topic_id is not None and other.topic_id == case.topic_id
        ]
    if not same:
        return None
    other, compared = min(same, key=lambda pair: (pair[0].received_at, pair[0].pk))
    return _repeat(case, other, compared, is_same_applicant=_is_known_again(other, keys))


def _near(case: Case, ids: list[int]) -> list[Case]:
    """Return the cases of these that lie in the window and not at another known place.

    A pair a person has declined is left out: another may be the right one.
    """
    window = timedelta(days=case.municipality.repeat_days)
    found = Case.objects.of_municipality(case.municipality).in_bulk(ids)
    declined = RepeatProposal.objects.filter(state=ProposalState.DECLINED)
    for mine, theirs in (("case", "earlier"), ("earlier", "case")):
        pairs = declined.filter(**{mine: case, f"{theirs}__in": ids})
        for key in pairs.values_list(theirs, flat=True):
            found.pop(key, None)
    return [
        found[key]
        for key in ids
        if key in found
        and abs(case.received_at - found[key].received_at) <= window
        and not _is_elsewhere(case, found[key])
    ]


def _is_elsewhere(case: Case, other: Case) -> bool:
    for name in ("settlement_id", "street_id", "house"):
        here, there = getattr(case, name), getattr(other, name)
        if here and there and here != there:
            return True
    return False


def _is_telling(case: Case, other: Case, keys: Keys) -> bool:
    """Tell whether the same words are a sign at all: few of them need another one."""
    if _is_known_again(other, keys):
        return True
    apart = abs(case.received_at - other.received_at)
    if apart > timedelta(days=case.municipality.copy_days):
        return False
    if len(words(case.text)) >= FEW_WORDS or (case.street_id and other.street_id):
        return True
    return apart <= SOON


def _is_known_again(other: Case, keys: Keys) -> bool:
    return not set(keys.applicant).isdisjoint(keys_of(other).applicant)


def _repeat(case: Case, other: Case, compared: Comparison, *, is_same_applicant: bool) -> Repeat:
    earlier, later = sorted((case, other), key=lambda one: (one.received_at, one.pk))
    evidence = list(_evidence(earlier, later, compared, is_same_applicant=is_same_applicant))
    percent = round(min(compared.score, 1.0) * 100)
    return Repeat(later, earlier, percent, is_same_applicant, tuple(evidence))


def _evidence(
    earlier: Case, later: Case, compared: Comparison, *, is_same_applicant: bool
) -> Iterable[Reason]:
    if compared.verdict is Verdict.SAME:
        shown = ", ".join(compared.shared_words[:SHOWN_WORDS])
        yield Reason("same_words", {"words": shown})
    if is_same_applicant:
        yield Reason("same_applicant")
    if later.topic_id is not None and later.topic_id == earlier.topic_id:
        yield Reason("same_topic")
    if earlier.channel != later.channel:
        yield Reason("other_channel")
    yield Reason("days_apart", {"days": str((later.received_at - earlier.received_at).days)})


def _masked(case: Case) -> str:
    """Return the text without personal data: words of it may be shown as evidence."""
    return mask(case.text, find_personal_data(case.text))
