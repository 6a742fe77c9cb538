"""The questions of a message, and whether an answer says something to each."""

import re
from dataclasses import dataclass
from functools import lru_cache

from otklik.core.text import stem, words
from otklik.wording.dates import terms_in
from otklik.wording.findings import LONGEST_READ, Matter, Verdict, small
from otklik.wording.lexicon import word_list
from otklik.wording.sentences import Sentence, sentences_of

MOST_QUESTIONS = 20
# Two neighbouring sentences of the answer are read together.
_NEIGHBOURS = 2
# The share of telling words of a question the answer must take up.
_ENOUGH = 0.25
_BEGINNING = 5
_FEWEST_LETTERS = 3
_MEASURED = ("when", "how_many")
_POINT = re.compile(r"(?m)(?:^|\s)(?:\d{1,2}|[а-еА-Е])[.)]\s+(?=[А-ЯЁа-яё])")
_NUMBER = re.compile(r"\d")
_EMPTY_WORDS = frozenset(
    words(
        "когда почему зачем кто кому куда где откуда сколько какой какая какое какие каким "
        "как можно нельзя ли будет будут есть имеет что это этот эта эти того этого мне нам "
        "вам вас нас мой наш ваш для или если уже еще очень пожалуйста здравствуйте добрый "
        "день вечер прошу просим просьба скажите подскажите ответьте ваша наша все всех был "
        "была было были должен должны так там тут при под над без чем чтобы его она они оно "
        "примите меры меру наконец "
    )
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a message. ``asks`` is when, why, how_many, who or blank."""

    text: str
    asks: str
    stems: frozenset[str]
    is_asked: bool


_ASKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("when", re.compile(r"\bкогда\b|\bдо каких пор\b|\bв какие сроки\b|\bв какой срок\b")),
    ("why", re.compile(r"\bпочему\b|\bзачем\b|\bна каком основании\b|\bпо какой причине\b")),
    ("how_many", re.compile(r"\bсколько\b")),
    ("who", re.compile(r"\bкто\b|\bк кому\b|\bкому\b|\bкуда\b")),
)


@lru_cache(maxsize=64)
def questions_of(message: str) -> tuple[Question, ...]:
    """Return what the message asks: questions, requests and numbered points, in order.

    A message without any is one matter as a whole, not ``is_asked``.
    """
    plain = small(message[:LONGEST_READ])
    found = [_question(one.text) for one in _parts(plain) if _asks(one.text)]
    found = [one for one in found if one.stems or one.asks][:MOST_QUESTIONS]
    if found:
        return tuple(found)
    return (Question(plain, "", telling(plain), is_asked=False),)


def _parts(plain: str) -> list[Sentence]:
    """Return the sentences, numbered points among them as sentences of their own."""
    return sentences_of(_POINT.sub("\n", plain))


def _asks(sentence: str) -> bool:
    if sentence.rstrip().endswith("?"):
        return True
    said = sentence.strip(" -–—,:;")
    first = next(word_list("question").find(said), None)
    begins = first is not None and first.start == 0 and not said.startswith(("чем ", "как "))
    return begins or word_list("request").is_in(said)


def _question(text: str) -> Question:
    asks = next((name for name, pattern in _ASKS if pattern.search(text)), "")
    return Question(" ".join(text.split()), asks, telling(text), is_asked=True)


def telling(text: str) -> frozenset[str]:
    """Return the beginnings of the words that tell what a text is about."""
    return frozenset(
        stem(word)[:_BEGINNING]
        for word in words(text)
        if len(word) >= _FEWEST_LETTERS and word not in _EMPTY_WORDS and not word.isdigit()
    )


def answered(question: Question, matter: Matter, *, is_only: bool = True) -> Verdict:
    """Return whether the answer says something to the question.

    Words of the question must come again in neighbouring sentences; a question of time, reason,
    number or person wants one named. With several questions words alone tell which is meant.
    """
    said = [telling(one.text) for one in matter.sentences]
    windows = [frozenset().union(*said[i : i + _NEIGHBOURS]) for i in range(len(said))] or [
        frozenset[str]()
    ]
    share = max((len(question.stems & one) for one in windows), default=0) / max(
        len(question.stems), 1
    )
    takes_up = share >= _ENOUGH or (not question.stems and bool(said))
    if question.asks:
        verdict = _of_kind(question, matter, takes_up=takes_up)
        is_bare = not takes_up and not is_only and question.asks in _MEASURED
        return Verdict.NO if is_bare else verdict
    if takes_up:
        return Verdict.YES
    return Verdict.NO if question.is_asked else Verdict.UNKNOWN


def _of_kind(question: Question, matter: Matter, *, takes_up: bool) -> Verdict:
    if _names(question.asks, matter):
        return Verdict.YES if takes_up else Verdict.UNKNOWN
    # Why and who may be told in words no list knows; a day or a number may not.
    is_sure = question.asks in _MEASURED or not takes_up
    return Verdict.NO if is_sure else Verdict.UNKNOWN


def _names(asks: str, matter: Matter) -> bool:
    if asks == "when":
        return next(terms_in(matter.small), None) is not None
    if asks == "how_many":
        return _NUMBER.search(matter.small) is not None
    if asks == "why":
        return word_list("because").is_in(matter.small)
    return word_list("body").is_in(matter.small) or word_list("where").is_in(matter.small)
