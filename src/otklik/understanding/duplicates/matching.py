"""Which words of two texts are the same words, slips of the pen and lost spaces forgiven."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from otklik.understanding.duplicates.wording import Number, Wording, lone_weight_of

SHORTEST_SLIP = 4
TWO_SLIPS = 7
# Beyond this many unlike words two texts are no copies, whatever the slips.
MOST_LEFT = 300
LONG_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Match:
    """``share_a``, ``share_b``: matched weight of each text; ``left_*``: places of lone words."""

    share_a: float
    share_b: float
    left_a: frozenset[int]
    left_b: frozenset[int]

    @property
    def dice(self) -> float:
        """The harmonic middle of both shares."""
        total = self.share_a + self.share_b
        return 2 * self.share_a * self.share_b / total if total else 0.0


def match_words(a: Wording, b: Wording) -> Match:
    """Return the match of the words of two texts."""
    left_a, left_b = _unlike(a.stems, b.stems)
    if left_a and left_b and max(len(left_a), len(left_b)) <= MOST_LEFT:
        _forgive_slips(a, b, left_a, left_b)
        _forgive_lost_spaces(a, b, left_a, left_b)
        _forgive_lost_spaces(b, a, left_b, left_a)
    return Match(
        share_a=_share(a, left_a, lone_numbers(a.numbers, b.numbers)),
        share_b=_share(b, left_b, lone_numbers(b.numbers, a.numbers)),
        left_a=frozenset(left_a),
        left_b=frozenset(left_b),
    )


def _unlike(a: Sequence[str], b: Sequence[str]) -> tuple[set[int], set[int]]:
    """Return the places of the words that the other text has not, or not as often."""
    spare_a, spare_b = Counter(b), Counter(a)
    return set(_beyond(a, spare_a)), set(_beyond(b, spare_b))


def _beyond(stems: Sequence[str], spare: Counter[str]) -> Iterator[int]:
    for place, word_stem in enumerate(stems):
        if spare[word_stem] > 0:
            spare[word_stem] -= 1
        else:
            yield place


def _forgive_slips(a: Wording, b: Wording, left_a: set[int], left_b: set[int]) -> None:
    pairs = sorted(
        (slips, i, j)
        for i in left_a
        for j in left_b
        if (slips := slips_between(a.words[i], b.words[j])) is not None
    )
    for _slips, i, j in pairs:
        if i in left_a and j in left_b:
            left_a.remove(i)
            left_b.remove(j)


def _forgive_lost_spaces(a: Wording, b: Wording, left_a: set[int], left_b: set[int]) -> None:
    """Match a word of one text with two neighbours of the other written together in it."""
    by_place = defaultdict(list)
    for place in range(len(a.words) - 1):
        if place in left_a or place + 1 in left_a:
            joined = a.words[place] + a.words[place + 1]
            by_place[joined[0]].append((place, joined))
    for place in sorted(left_b):
        for first, joined in by_place[b.words[place][0]]:
            if slips_between(joined, b.words[place]) is not None:
                left_a -= {first, first + 1}
                left_b.discard(place)
                break


def _share(wording: Wording, left: set[int], lone: Sequence[Number]) -> float:
    total = wording.weight
    missing = sum(lone_weight_of(wording.words[place]) for place in left)
    missing += len(lone) * wording.weight_of_a_number
    return max(0.0, 1 - missing / total) if total else 1.0


def lone_numbers(numbers: Sequence[Number], others: Sequence[Number]) -> list[Number]:
    """Return the numbers, each once, that the other text has not."""
    values = {other.value for other in others}
    missing = [number for number in dict.fromkeys(numbers) if number.value not in values]
    # A price list may hold thousands: there a slip more or less is no matter.
    near = others if len(missing) <= MOST_LEFT else ()
    return [
        number
        for number in missing
        if not any(number.fits(other) or _is_slip(number, other) for other in near[:MOST_LEFT])
    ]


def _is_slip(one: Number, other: Number) -> bool:
    """Return whether a digit was put in or left out; house numbers are too short to say."""
    return (
        min(len(one.value), len(other.value)) >= LONG_NUMBER
        and len(one.value) != len(other.value)
        and slips_between(one.value, other.value) == 1
    )


def slips_between(one: str, other: str) -> int | None:
    """Return how many slips part two words; ``None`` when they are two words."""
    if one == other:
        return 0
    short = min(len(one), len(other))
    allowed = 2 if short >= TWO_SLIPS else 1
    if short < SHORTEST_SLIP or abs(len(one) - len(other)) > allowed:
        return None
    # A slip changes at most two letters of the set: most pairs end here.
    if (_letters(one) ^ _letters(other)).bit_count() > 2 * allowed:
        return None
    slips = _distance(one, other, allowed)
    return slips if slips <= allowed else None


@lru_cache(maxsize=65_536)
def _letters(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 63)
    return mask


def _distance(one: str, other: str, allowed: int) -> int:
    """Return the slips: a letter put in, left out, wrong, or two neighbours swapped."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        current = [i]
        for j, sign in enumerate(other, start=1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > allowed:
            return allowed + 1
        before, row = row, current
    return row[-1]
