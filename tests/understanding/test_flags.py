"""Red flags are raised by facts, not by figures of speech, drills, fears and what is denied."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.understanding.flags import FLAGS, Flags
from otklik.understanding.sign_words import house_words, read_words
from otklik.understanding.signs import Phrase
from otklik.understanding.tone import TONES, Tone

INVENTED = Path(__file__).parent / "invented"
READER = Flags()
TONE = Tone()


def invented(name: str) -> Iterator[tuple[str, str]]:
    """Yield (label, text) of a file of invented sentences."""
    with (INVENTED / name).open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            if row[1] != "text":
                yield row[0], row[1]


@pytest.mark.parametrize("name", ["flags.csv", "flags_unseen.csv"])
def test_invented_sentences_are_told_apart(name: str) -> None:
    told = [(label, [flag.code for flag in READER.read(text)]) for label, text in invented(name)]
    missed = [label for label, codes in told if label and label not in codes]
    false = [codes for label, codes in told if not label and codes]
    assert (missed, false) == ([], [])
    assert sum(not label for label, _codes in told) * 2 >= len(told) - 10, "half of them are traps"


def test_a_flag_says_by_which_words_and_how_sure() -> None:
    (flag,) = READER.read("Сильный запах газа в подъезде")
    assert (flag.code, flag.confidence) == ("emergency", 0.95)
    assert flag.reasons[0].params == {"words": "запах газа"}


def test_two_signs_are_surer_than_one_and_one_said_twice_is_not() -> None:
    once = READER.read("Рухнул потолок")[0].confidence
    assert READER.read("Рухнул потолок. Рухнул потолок")[0].confidence == once
    assert READER.read("Рухнул потолок. Горит крыша")[0].confidence > once


def test_the_gravest_flag_comes_first() -> None:
    found = READER.read("Во дворе избили подростка. Если не приедете, я повешусь")
    assert [flag.code for flag in found] == ["suicide", "crime"]


@pytest.mark.parametrize(
    ("fact", "fear"),
    [
        ("Рухнула крыша клуба", "Крыша клуба может рухнуть"),
        ("Собака напала на ребёнка", "Боимся, что собака нападёт на ребёнка"),
        ("Провод оборвался", "Провода нет, не оборвался"),
    ],
)
def test_a_fear_is_less_than_a_fact(fact: str, fear: str) -> None:
    assert READER.read(fact)
    assert not READER.read(fear)


def test_a_condition_does_not_calm_a_threat_to_oneself() -> None:
    assert READER.read("Если не почините отопление, я покончу с собой")[0].code == "suicide"


def test_a_region_brings_words_of_its_own() -> None:
    assert Flags([Phrase("паром застрял", 0.9, "emergency")]).read("Застрял наш паром")


def test_words_hold_from_day_to_day() -> None:
    lines = [
        "list,code,weight,words,valid_from,valid_until",
        "group,лодка,0,катер|лодка,,",
        "flag,emergency,0.8,@лодка тонет;паром тонет,2026-01-01,2026-07-01",
    ]
    (first, second) = read_words(lines, date(2026, 6, 30))["flag"]
    assert (first.words, second.code) == ("катер|лодка тонет", "emergency")
    assert "flag" not in read_words(lines, date(2026, 7, 1))
    assert "flag" not in read_words(lines, date(2025, 12, 31))


def test_the_words_of_the_product_are_well_formed() -> None:
    for name, phrases in house_words().items():
        codes = {phrase.code for phrase in phrases}
        if name == "flag":
            assert codes == {*FLAGS, "", "doubt", "calm"}
        for phrase in phrases:
            assert 0 <= phrase.weight <= 1
            assert bool(phrase.weight) == bool(phrase.code) or name == "group"
            for choice in re.split(r"[ |]", phrase.words):
                assert re.fullmatch(r"=?[а-яё0-9]+|[а-я]+\*", choice), phrase


@given(st.text(max_size=300))
def test_any_text_has_a_tone_and_flags_in_order(text: str) -> None:
    assert TONE.read(text).code in TONES
    codes = [flag.code for flag in READER.read(text)]
    assert codes == sorted(codes, key=FLAGS.index)


def test_tones_of_invented_sentences() -> None:
    told = [(label, TONE.read(text).code, text) for label, text in invented("tones.csv")]
    assert [one for one in told if one[0] != one[1]] == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Дорога - пи**ец", "п*****"),
        ("Какого х*я", "х**"),
        ("Полная xуйня", "x****"),
        ("х.у.й вам", "х****"),
    ],
)
def test_disguised_obscenity_is_heard_and_not_repeated(text: str, word: str) -> None:
    tone = TONE.read(text)
    assert tone.code == "hostile"
    assert tone.reasons[0].params == {"words": word}


@pytest.mark.parametrize(
    "text",
    [
        "Употреблять",
        "хлеб",
        "страхуйте",
        "подъезд 5",
        "**важно**",
        "Херсонская, 5",
        "команда",
        "изд. 2",
    ]
    + [
        "небу",
        "победа",
        "требуха",
        "художник",
        "рубль",
        "поезд",
        "опоздал",
        "себе",
        "учеба",
        "сучья",
    ],
)
def test_words_that_only_look_obscene(text: str) -> None:
    assert TONE.read(text).code == "neutral"
