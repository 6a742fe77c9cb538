"""One slip of the pen in a long word, found by what is left when a letter is taken out."""

from collections import defaultdict
from collections.abc import Iterable

TYPO_LENGTH = 6
# A known word of six letters with one left out.
SHORTEST_SLIP = TYPO_LENGTH - 1
LONGEST_WORD = 40


class Spelling:
    """Leads a misspelt word to the one known word that is one slip away."""

    def __init__(self, known: Iterable[str]) -> None:
        """Take the known words; those shorter than six letters are never guessed."""
        self._near: dict[str, set[str]] = defaultdict(set)
        for word in known:
            if len(word) >= TYPO_LENGTH and word.isalpha():
                for variant in _deletions(word):
                    self._near[variant].add(word)

    def near(self, word: str) -> set[str]:
        """Return the known words one letter away: put in, left out, wrong, or two swapped."""
        if not SHORTEST_SLIP <= len(word) <= LONGEST_WORD:
            return set()
        found: set[str] = set()
        for variant in _deletions(word):
            found |= self._near.get(variant, set())
        return {known for known in found if _one_slip(known, word)}


def _deletions(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _one_slip(known: str, word: str) -> bool:
    """Return whether the words differ by one slip; two wrong letters share variants too."""
    first = 0
    while first < min(len(known), len(word)) and known[first] == word[first]:
        first += 1
    one, other = known[first:], word[first:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:] and len(one) > 1
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]
