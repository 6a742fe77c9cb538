"""Words that cannot wait. The list is data a municipality may replace."""

from collections.abc import Mapping

from otklik.core.reasons import Reason
from otklik.core.text import stem, words
from otklik.understanding.reading import Guess

# Weight 1 is sure by itself; smaller ones add up.
URGENT_WORDS: Mapping[str, float] = {
    "провалился": 0.6,
    "обрыв": 0.5,
    "авария": 0.5,
    "прорвало": 0.7,
    "пожар": 0.6,
    "угроза": 0.4,
    "жизни": 0.3,
    "опасно": 0.4,
    "умирает": 0.8,
    "замерзаем": 0.6,
    "взрыв": 0.8,
    "задымление": 0.7,
    "искрит": 0.7,
    "покусали": 0.6,
    "срочно": 0.3,
    "рухнул": 0.7,
    "эвакуация": 0.8,
}
NEGATIONS = frozenset({"не", "нет", "без", "ни"})


class Urgency:
    """Weighs urgent words; one right after a negation does not count."""

    def __init__(self, weights: Mapping[str, float] = URGENT_WORDS) -> None:
        """Take words with weights between 0 and 1."""
        self._weights = {stem(word): weight for word, weight in weights.items()}

    def read(self, text: str) -> Guess | None:
        """Return how surely the text cannot wait, or nothing."""
        said = []
        calm = 1.0
        before = ""
        for word in words(text):
            weight = self._weights.get(stem(word))
            if weight is not None and before not in NEGATIONS and word not in said:
                said.append(word)
                calm *= 1 - weight
            before = word
        if not said:
            return None
        reason = Reason("urgent_words", {"words": ", ".join(said)})
        return Guess("urgent", round(1 - calm, 3), (reason,))
