"""A hint what the author wants: complaint, proposal, application, question or thanks."""

from collections.abc import Mapping

from otklik.core.reasons import Reason
from otklik.understanding.reading import Guess
from otklik.understanding.signs import Signs

# Weights set by hand; a phrase of weight 0 only takes its words out of the count.
SIGNS: Mapping[str, Mapping[str, float]] = {
    "gratitude": {
        **dict.fromkeys(("спасибо за", "благодарю за", "выражаю благодарность"), 1.0),
        **dict.fromkeys(("огромное спасибо", "большое спасибо", "спасибо огромное"), 1.0),
        **dict.fromkeys(("благодарность", "признательны", "объявите благодарность"), 0.8),
        **dict.fromkeys(("спасибо", "благодарю", "благодарим", "молодцы"), 0.4),
        **dict.fromkeys(("заранее спасибо", "заранее благодарю", "заранее благодарны"), 0.0),
        **dict.fromkeys(("спасибо за внимание", "спасибо за ответ", "спасибо за понимание"), 0.0),
    },
    "proposal": {
        **dict.fromkeys(("предлагаю", "предлагаем", "предложение", "идея", "инициатива"), 1.0),
        **dict.fromkeys(("хотелось бы", "было бы хорошо", "было бы здорово", "неплохо бы"), 0.7),
        **dict.fromkeys(("хорошо бы", "почему бы не", "можно было бы"), 0.7),
    },
    "application": {
        **dict.fromkeys(("прошу", "просим", "просьба", "ходатайствую", "ходатайство"), 0.9),
        **dict.fromkeys(("примите меры", "принять меры", "помогите", "окажите помощь"), 0.7),
        **dict.fromkeys(("необходимо", "требуется", "нужно"), 0.4),
    },
    "complaint": {
        **dict.fromkeys(("жалоба", "жалуюсь", "жалуемся", "безобразие", "бездействие"), 1.0),
        **dict.fromkeys(("требую", "требуем", "сколько можно", "возмущены", "возмущает"), 0.9),
        **dict.fromkeys(("никто не", "никому не", "до сих пор", "надоело", "ужас"), 0.6),
        **dict.fromkeys(("невозможно", "ужасное состояние", "не реагирует", "не реагируют"), 0.6),
    },
}
QUESTION = {
    **dict.fromkeys(("когда", "почему", "где", "куда", "сколько", "зачем", "кто"), 0.5),
    **dict.fromkeys(("подскажите", "скажите", "объясните", "как быть", "что делать"), 0.7),
}
QUESTION_MARK = 0.3
SURE = 0.8
DOUBT = 0.4
_SIGNS = {kind: Signs(weights) for kind, weights in SIGNS.items()}
_QUESTION = Signs(QUESTION)


def kind_of(text: str) -> Guess | None:
    """Return the kind the words speak for, or nothing.

    Confidence is weight / (weight of all kinds + doubt), at most 0.8: it is not measured, for
    there are no labelled texts yet, and it never decides by itself whether 59-FZ applies.
    """
    weights: dict[str, float] = {}
    said: dict[str, list[str]] = {}
    for kind, signs in _SIGNS.items():
        found = signs.find(text)
        if found:
            weights[kind] = sum(sign.weight for sign in found)
            said[kind] = [" ".join(sign.words) for sign in found]
    if "?" in text:
        found = _QUESTION.find(text)
        weights["question"] = QUESTION_MARK + sum(sign.weight for sign in found)
        said["question"] = [" ".join(sign.words) for sign in found]
    if not weights:
        return None
    best = max(weights, key=lambda kind: weights[kind])
    confidence = min(SURE, weights[best] / (sum(weights.values()) + DOUBT))
    reason = (
        Reason("words_matched", {"words": ", ".join(said[best])})
        if said[best]
        else Reason("question_mark")
    )
    return Guess(best, round(confidence, 3), (reason,))
