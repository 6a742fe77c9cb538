"""What two look-alike texts say differently about the place and the numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otklik.understanding.duplicates.matching import Match, lone_numbers
from otklik.understanding.duplicates.substitutions import substitutions_of
from otklik.understanding.duplicates.wording import Number, Wording


@dataclass(frozen=True, slots=True)
class Difference:
    """What only one of the texts says: ``kind`` is one of DIFFERENCES.

    ``parts`` is true when it alone makes two troubles of look-alike texts.
    """

    kind: str
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    parts: bool

    @property
    def turned(self) -> "Difference":
        """Return the same difference with the texts in the other order."""
        return Difference(self.kind, self.only_b, self.only_a, self.parts)


DIFFERENCES = (
    *("house", "flat", "phone", "count", "number"),
    *("street", "street_type", "settlement", "name", "words"),
)
# In a short text another word is another trouble; a long one may be edited here and there.
CHANGED_SHARE = 0.15


def differences_of(a: Wording, b: Wording, match: Match) -> tuple[Difference, ...]:
    """Return the differences of numbers and place, and the words put in place of others."""
    return (
        *_of_numbers(a, b),
        *_of_names(a, b, match),
        *_of_street_types(a, b),
        *_of_words(a, b, match),
    )


def _of_numbers(a: Wording, b: Wording) -> Iterator[Difference]:
    only_a, only_b = lone_numbers(a.numbers, b.numbers), lone_numbers(b.numbers, a.numbers)
    share_a_place = _share_a_place(a.numbers, b.numbers)
    for group in (("phone",), ("count",), ("house", "flat", "number")):
        one = [number for number in only_a if number.kind in group]
        other = [number for number in only_b if number.kind in group]
        if not one and not other:
            continue
        # A copy may lose a number; another one in its stead is another house, or another day.
        parts = bool(one and other) and group != ("count",)
        if group == ("phone",):
            parts = parts and not share_a_place
        yield Difference(_kind_of([*one, *other]), _values(one), _values(other), parts)


def _share_a_place(numbers: Sequence[Number], others: Sequence[Number]) -> bool:
    return any(
        number.kind == "house" and any(number.fits(other) for other in others) for number in numbers
    )


def _kind_of(numbers: Sequence[Number]) -> str:
    kinds = {number.kind for number in numbers}
    return "house" if "house" in kinds else kinds.pop() if len(kinds) == 1 else "number"


def _values(numbers: Sequence[Number]) -> tuple[str, ...]:
    return tuple(number.value for number in numbers)


def _of_names(a: Wording, b: Wording, match: Match) -> Iterator[Difference]:
    for kind in ("street", "settlement"):
        only_a, only_b = _lone_names(a, match.left_a, kind), _lone_names(b, match.left_b, kind)
        if only_a or only_b:
            yield Difference(kind, only_a, only_b, parts=bool(only_a and only_b))


def _lone_names(wording: Wording, left: frozenset[int], kind: str) -> tuple[str, ...]:
    return tuple(
        wording.words[place]
        for found, place in sorted(wording.names)
        if found == kind and place in left
    )


def _of_street_types(a: Wording, b: Wording) -> Iterator[Difference]:
    """Yield a lane against a street of one name: two places."""
    only_a = tuple(sorted(a.street_types - b.street_types))
    only_b = tuple(sorted(b.street_types - a.street_types))
    if only_a and only_b:
        yield Difference("street_type", only_a, only_b, parts=True)


def _of_words(a: Wording, b: Wording, match: Match) -> Iterator[Difference]:
    found = list(substitutions_of(a, b, match))
    changed = sum(substitution.weight for substitution in found)
    parts = changed >= CHANGED_SHARE * min(a.weight, b.weight)
    for substitution in found:
        kind = "name" if substitution.is_name else "words"
        yield Difference(
            kind, substitution.words_a, substitution.words_b, parts or substitution.is_name
        )
