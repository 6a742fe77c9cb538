"""A hint what the author wants: complaint, proposal, application, question or thanks."""

from otklik.core.reasons import Reason
from otklik.core.text import stem, words
from otklik.understanding.reading import Guess

SIGNS: dict[str, tuple[str, ...]] = {
    "gratitude": ("спасибо", "благодарю", "благодарность", "признательны"),
    "proposal": ("предлагаю", "предложение", "предлагаем", "идея"),
    "application": ("прошу", "просим", "просьба", "ходатайствую"),
    "complaint": ("жалоба", "жалуюсь", "безобразие", "требую", "невозможно", "бездействие"),
}
SURE = 0.7
UNSURE = 0.5
_STEMS = {kind: frozenset(stem(word) for word in signs) for kind, signs in SIGNS.items()}


def kind_of(text: str) -> Guess | None:
    """Return the kind the words speak for; a mere question mark is a question."""
    stems = {stem(word): word for word in words(text)}
    counts = {kind: [stems[s] for s in signs & stems.keys()] for kind, signs in _STEMS.items()}
    best = max(counts, key=lambda kind: len(counts[kind]))
    if counts[best]:
        rivals = sum(bool(said) for said in counts.values())
        reason = Reason("words_matched", {"words": ", ".join(sorted(counts[best]))})
        return Guess(best, SURE if rivals == 1 else UNSURE, (reason,))
    if "?" in text:
        return Guess("question", UNSURE, (Reason("question_mark"),))
    return None
