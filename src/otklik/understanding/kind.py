"""A hint what the author wants, whether the text is an appeal of 59-FZ, and whether of many."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from math import prod

from otklik.core.reasons import Reason
from otklik.understanding.reading import Guess, Span
from otklik.understanding.sign_words import house_words
from otklik.understanding.signs import Phrase, Signs

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
_SIGNS = Signs(
    Phrase(words, weight, kind)
    for kind, weights in SIGNS.items()
    for words, weight in weights.items()
)
_QUESTION = Signs(QUESTION)


def kind_of(text: str) -> Guess | None:
    """Return the kind the words speak for, or nothing.

    Confidence is weight / (weight of all kinds + doubt), at most 0.8: it is not measured, for
    there are no labelled texts yet, and it never decides by itself whether 59-FZ applies.
    """
    weights: dict[str, float] = defaultdict(float)
    said: dict[str, list[str]] = defaultdict(list)
    for sign in _SIGNS.find(text):
        weights[sign.code] += sign.weight
        said[sign.code].append(" ".join(sign.words))
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


# What one sign of weight 1 is worth, and what art. 7 of 59-FZ wants of an appeal: the author's
# surname with initials or more, a postal address, for an electronic one an address of e-mail.
WORDS_WORTH = 0.6
SIGNED_WORTH: Mapping[str, float] = {"name": 0.35, "flat": 0.25, "email": 0.15, "phone": 0.1}
# Where a letter is signed: its head («от кого») and its end.
SIGNED_WITHIN = 250
_LEAST_NAMES = 3
_LIST_OF_NAMES = re.compile(r"[\s,;.0-9)]{1,12}")


@cache
def _signs(name: str) -> Signs:
    return Signs(house_words()[name])


def appeal_of(text: str, personal_data: Sequence[Span]) -> Guess | None:
    """Return how much the text looks like an appeal under 59-FZ (art. 4 and 7), or nothing.

    ``personal_data`` are the spans in ``text``. A plain message has neither a request for a
    written answer nor a signature; the decision is a person's, for the law asks for
    identification too.
    """
    signs = _signs("appeal").find(text)
    edge = len(text) - SIGNED_WITHIN
    signed = {s.kind for s in personal_data if s.start <= SIGNED_WITHIN or s.start >= edge}
    marks = [mark for mark in SIGNED_WORTH if mark in signed]
    if not signs or len(signs) + len(marks) < 2:
        return None
    worth = [WORDS_WORTH * sign.weight for sign in signs] + [SIGNED_WORTH[mark] for mark in marks]
    said = ", ".join(" ".join(sign.words) for sign in signs)
    reasons = [Reason("words_matched", {"words": said})]
    reasons += [Reason(f"signed_with_{mark}") for mark in marks]
    return Guess("appeal", round(1 - prod(1 - one for one in worth), 3), tuple(reasons))


def collective_of(text: str, personal_data: Sequence[Span]) -> Guess | None:
    """Return how much the text speaks for several authors (59-FZ art. 2), or nothing.

    «Мы, жители дома» says so, and so does a list of three names or more.
    """
    signs = _signs("collective").find(text)
    listed = _longest_list(text, [span for span in personal_data if span.kind == "name"])
    worth = [WORDS_WORTH * sign.weight for sign in signs]
    reasons = []
    if signs:
        said = ", ".join(" ".join(sign.words) for sign in signs)
        reasons.append(Reason("words_matched", {"words": said}))
    if listed >= _LEAST_NAMES:
        worth.append(WORDS_WORTH)
        reasons.append(Reason("list_of_names", {"count": str(listed)}))
    if not worth:
        return None
    return Guess("collective", round(1 - prod(1 - one for one in worth), 3), tuple(reasons))


def _longest_list(text: str, names: Sequence[Span]) -> int:
    """Return how many names stand one after the other with nothing but signs between."""
    longest = run = 1 if names else 0
    for one, other in zip(names, names[1:], strict=False):
        between = text[one.end : other.start]
        run = run + 1 if _LIST_OF_NAMES.fullmatch(between) else 1
        longest = max(longest, run)
    return longest
