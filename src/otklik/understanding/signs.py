"""Words and phrases with weights, found in a text in any form; denied ones are told apart."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from otklik.core.text import stem, words

NEGATIONS = frozenset(("не", "нет", "без", "ни"))
# «Пожара нет»: denied from behind. A verb with «не» behind it denies only itself, unless it is
# one that says whether something is at all: «пожара не было».
DENIED_BEHIND = frozenset(("нет", "отсутствует"))
OF_BEING = frozenset(("было", "был", "была", "были", "будет", "обнаружено", "никакого", "никакой"))
WINDOW = 3
_SENTENCE_END = re.compile(r"[.!?;…\n]+")
_LONGEST_WORD = 64
MOST_WORDS_KNOWN = 32_768


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words to look for, the weight they have and what they are a sign of.

    A word stands for all its forms; ``=слово`` for that form alone, ``слов*`` for all that begins
    so, ``дом|сарай`` for either. Words of a phrase may stand in any order, up to two between.
    """

    words: str
    weight: float
    code: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """A phrase found: its words as written, its weight and code, where its first word stands.

    ``phrase`` tells signs of one phrase from those of another.
    """

    words: tuple[str, ...]
    weight: float
    code: str = ""
    place: int = 0
    phrase: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    atoms: tuple[int, ...]
    weight: float
    code: str


class _AtomsOfWords(dict[str, frozenset[int]]):
    """The words met, each with the words of phrases it is a form of; forgets all when it is full.

    A text is looked up in a dozen lists: this is the one loop that counts.
    """

    def __init__(self, find: Callable[[str], frozenset[int]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> frozenset[int]:
        if len(self) >= MOST_WORDS_KNOWN:
            self.clear()
        found = self[word] = self._find(word)
        return found


class Signs:
    """Finds weighted phrases inside the sentences of a text."""

    def __init__(self, weights: Mapping[str, float] | Iterable[Phrase]) -> None:
        """Take phrases; one of weight 0 only takes its words out of the count."""
        if isinstance(weights, Mapping):
            weights = [Phrase(said, weight) for said, weight in weights.items()]
        self._atoms: dict[str, int] = {}
        self._by_key: dict[str, set[int]] = defaultdict(set)
        self._by_first: dict[int, list[_Wanted]] = defaultdict(list)
        for phrase in weights:
            atoms = tuple(self._atom(part) for part in phrase.words.split())
            self._by_first[atoms[0]].append(_Wanted(atoms, phrase.weight, phrase.code))
        # «слов*» is looked up by every beginning of a word as long as one of these.
        self._lengths = sorted({len(key) - 1 for key in self._by_key if key.endswith("*")})
        self._atoms_of = _AtomsOfWords(self._find_atoms)

    def _atom(self, part: str) -> int:
        """Return the number of a word of a phrase, the same for the same word."""
        number = self._atoms.setdefault(part, len(self._atoms))
        for choice in part.split("|"):
            if choice[0] == "=" or choice[-1] == "*":
                self._by_key[choice.replace("ё", "е")].add(number)
            else:
                self._by_key[stem(words(choice)[0])].add(number)
        return number

    def _find_atoms(self, word: str) -> frozenset[int]:
        keys = [stem(word), f"={word}", *(f"{word[:length]}*" for length in self._lengths)]
        return frozenset().union(*(self._by_key.get(key, ()) for key in keys))

    def find(self, text: str) -> list[Sign]:
        """Return the phrases that are said and not denied, each counted once."""
        return list({sign.phrase: sign for sign in reversed(self.find_all(text))}.values())[::-1]

    def find_all(self, text: str) -> list[Sign]:
        """Return the phrases that are said and not denied, as often as they are.

        Longer phrases take their words first, then those that stand closer together.
        """
        said = said_in(text)
        atoms = list(map(self._atoms_of.__getitem__, said))
        candidates = [
            (wanted, places)
            for place, found in enumerate(atoms)
            if found
            for atom in found
            for wanted in self._by_first.get(atom, ())
            if (places := _places(atoms, place, wanted.atoms)) is not None
        ]
        if not candidates:
            return []
        candidates.sort(
            key=lambda one: (-len(one[1]), max(one[1]) - min(one[1]), one[0].weight > 0, one[1])
        )
        taken: set[int] = set()
        signs: list[Sign] = []
        for wanted, places in candidates:
            if taken.intersection(places):
                continue
            taken.update(places)
            if wanted.weight and not _is_denied(said, places):
                written = tuple(said[place] for place in sorted(places))
                first = min(places)
                signs.append(Sign(written, wanted.weight, wanted.code, first, wanted.atoms))
        return signs


# All lists of signs are asked of one text, one after the other.
@lru_cache(maxsize=16)
def said_in(text: str) -> tuple[str, ...]:
    """Return the words of the text; empty ones between sentences keep phrases inside them."""
    said: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        said.extend(word[:_LONGEST_WORD] for word in words(sentence))
        if said and said[-1]:
            said.extend([""] * WINDOW)
    return tuple(said)


def _places(
    atoms: Sequence[frozenset[int]], place: int, phrase: tuple[int, ...]
) -> tuple[int, ...] | None:
    """Return where the words of the phrase stand, the first at ``place``; None if apart."""
    found = [place]
    for part in phrase[1:]:
        low, high = max(0, min(found) - WINDOW), max(found) + WINDOW + 1
        near = [i for i in range(low, min(high, len(atoms))) if part in atoms[i] and i not in found]
        if not near:
            return None
        found.append(min(near, key=lambda i: abs(i - found[-1])))
    return tuple(found)


def _is_denied(said: Sequence[str], places: Sequence[int]) -> bool:
    """Return whether a word of the phrase has «не» before it, or all of it «нет» behind it."""
    for place in places:
        before = place - 1
        if before > 0 and said[before] in OF_BEING:
            before -= 1
        if before >= 0 and before not in places and said[before] in NEGATIONS:
            return True
    after = [*said[max(places) + 1 : max(places) + 3], "", ""]
    return after[0] in DENIED_BEHIND or (after[0] == "не" and after[1] in OF_BEING)
