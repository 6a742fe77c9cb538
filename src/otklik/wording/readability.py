"""How hard a Russian text is to read."""

from dataclasses import dataclass

from otklik.wording.sentences import sentences_of

_VOWELS = frozenset("аеёиоуыэюяіӧӱ")
# With fewer words the mean of a few tells nothing.
FEWEST_WORDS = 30
# Words of a sentence nobody reads at one go.
LONG_SENTENCE = 25


@dataclass(frozen=True, slots=True)
class Readability:
    """Flesch's index and the grade of school, both adapted to Russian.

    ``ease`` runs from 0 (hard) to 100, ``grade`` is the number of years at school (11 is who has
    finished it, beyond that a university) the reader needs.
    """

    ease: int
    grade: int
    words: int
    sentences: int
    mean_length: float

    @property
    def is_telling(self) -> bool:
        """Whether there are words enough for the figures to mean something."""
        return self.words >= FEWEST_WORDS


def readability_of(text: str) -> Readability:
    """Return how hard the text is, by the formulas adapted to Russian by I. Oborneva.

    Оборнева И. В. Автоматизированная оценка сложности учебных текстов на основе статистических
    параметров: дис. … канд. пед. наук. М., 2006: ease = 206.835 - 1.3 × ASL - 60.1 × ASW, grade =
    0.5 × ASL + 8.4 × ASW - 15.59, where ASL is the mean of words in a sentence, ASW of syllables
    (vowels) in a word. Numbers are words of one syllable. An empty text has ease 0, grade 0.
    """
    sentences = [words for one in sentences_of(text) if (words := one.words)]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Readability(0, 0, 0, 0, 0.0)
    length = len(words) / len(sentences)
    syllables = sum(map(_syllables, words)) / len(words)
    ease = 206.835 - 1.3 * length - 60.1 * syllables
    grade = 0.5 * length + 8.4 * syllables - 15.59
    return Readability(
        ease=round(min(max(ease, 0), 100)),
        grade=round(max(grade, 1)),
        words=len(words),
        sentences=len(sentences),
        mean_length=round(length, 1),
    )


def _syllables(word: str) -> int:
    return sum(letter in _VOWELS for letter in word.lower()) or 1
