"""Copies of one message against messages of one pattern; all texts are invented."""

import csv
import os
import subprocess
import sys
import time
from copy import deepcopy
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.understanding.duplicates import (
    DIFFERENCES,
    SignatureIndex,
    Verdict,
    compare,
    signature,
)

FOLDER = os.environ.get("OTKLIK_REAL_DATA", "")
SAME, ANOTHER, DIFFERENT = Verdict.SAME, Verdict.ANOTHER_TROUBLE, Verdict.DIFFERENT
LIGHTS = "Не горит фонарь возле дома улица Заречная, 12. Просим восстановить освещение."
ROAD = (
    "Дорога от клуба до почты в деревне Осиновка разбита полностью, скорая помощь отказывается "
    "ехать. В прошлом году обещали подсыпать гравий, но техника так и не приехала. Дети ходят "
    "в школу по обочине, весной там вода по колено."
)

COPIES = {
    "letter case and signs": (LIGHTS, LIGHTS.upper().replace(",", " ").replace(".", "!!!")),
    "emoji": (LIGHTS, f"😡😡 {LIGHTS} 🙏"),
    "html": (LIGHTS, f"<p>{LIGHTS.replace('. ', '.<br>&nbsp;')}</p>"),
    "a link": (LIGHTS, f"{LIGHTS} https://vk.com/wall-1_2"),
    "greeting": (LIGHTS, f"Здравствуйте, уважаемая администрация! {LIGHTS} Заранее спасибо."),
    "misspelt greeting": (LIGHTS, f"Здраствуйте, уважаемая адмнистрация! {LIGHTS} Спосибо."),
    "forwarded": (ROAD, f"Добрый день, пересылаю обращение жителей: «{ROAD}» Прошу дать ответ."),
    "misspelt": (
        ROAD,
        "Дорога от клуба до почты в деревнее Осинвка разбита полностю, скорая помошь отказваеться "
        "ехать. В прошлом году обещали подсыпать гравий но техника так ине приехала. Дети ходят "
        "в школу по обочне, весной там вода покалено.",
    ),
    "shortened": (ROAD, ROAD.partition(". ")[0]),
    "reordered": (ROAD, " ".join(reversed(ROAD.split(". ")))),
    "edited": (ROAD, ROAD.replace("полностью", "совсем").replace("Дети", "Наши дети")),
    "lost words": (ROAD, " ".join(w for i, w in enumerate(ROAD.split()) if i % 5)),
    "building written out": ("Нет воды, Мира 5 корпус 2", "нет воды мира 5к2"),
    "part of a house": ("Нет воды, улица Мира, 4/1", "нет воды улица мира 4 1"),
    "letter glued to a word": (
        "Нет воды, ул. Мира, 3б, дом пустой",
        "Нет воды ул Мира 3бдом пустой",
    ),
    "counted anew": ("Нет воды второй день, Мира 4", "Нет воды уже третий день, Мира 4"),
    "digits of the count": ("Нет воды 2 дня, улица Мира, 4", "Нет воды 3 дня, улица Мира, 4"),
    "telephone of another neighbour": (
        "Нет воды на улице Мира, 4, телефон 8 913 000-11-22",
        "Нет воды на улице Мира, 4, телефон 8 (983) 000-33-44",
    ),
    "slip in a long number": (f"{ROAD} Обращение 1204567.", f"{ROAD} Обращение 120457."),
}
PATTERNS = {
    "house": (LIGHTS, LIGHTS.replace("12", "14")),
    "letter of a house": (LIGHTS, LIGHTS.replace("12", "12а")),
    "building": (LIGHTS.replace("12", "12к1"), LIGHTS.replace("12", "12к2")),
    "part": (LIGHTS.replace("12", "12/1"), LIGHTS.replace("12", "12/2")),
    "street": (LIGHTS, LIGHTS.replace("Заречная", "Полевая")),
    "street with a short name": (
        LIGHTS.replace("Заречная", "Мира"),
        LIGHTS.replace("Заречная", "Полевая"),
    ),
    "street after the house": (
        "Мусор не вывозят с площадки у дома 5 по улице Мира",
        "Мусор не вывозят с площадки у дома 5 по улице Ленина",
    ),
    "small letters": (LIGHTS.lower(), LIGHTS.lower().replace("заречная", "полевая")),
    "lane of the same name": (LIGHTS, LIGHTS.replace("улица Заречная", "переулок Заречный")),
    "settlement": (ROAD, ROAD.replace("Осиновка", "Берёзовка")),
    "settlement without a type": ("Нет света в Осиновке", "Нет света в Берёзовке"),
    "entrance in words": (
        "Не работает лифт в первом подъезде, Мира 4",
        "Не работает лифт во втором подъезде, Мира 4",
    ),
    "trouble": ("Прошу убрать мусор возле школы", "Прошу убрать снег возле школы"),
    "only a telephone": (
        "Нет воды, позвоните 8 913 000-11-22",
        "Нет воды, позвоните 8 983 000-33-44",
    ),
}
TEXTS = st.text(alphabet="абвгд еёЖ 12,.\n😡<>&;кд/\ud800\x00ғі", max_size=80)


@pytest.mark.parametrize(("one", "other"), COPIES.values(), ids=COPIES.keys())
def test_a_copy_is_the_same(one: str, other: str) -> None:
    assert compare(one, other).verdict is SAME
    assert compare(other, one).verdict is SAME


@pytest.mark.parametrize(("one", "other"), PATTERNS.values(), ids=PATTERNS.keys())
def test_a_text_of_the_same_pattern_is_another_trouble(one: str, other: str) -> None:
    found = compare(one, other)
    assert found.verdict is ANOTHER
    assert any(difference.parts for difference in found.differences)
    assert compare(other, one).verdict is ANOTHER


def test_texts_about_other_things_are_different() -> None:
    assert compare(LIGHTS, ROAD).verdict is DIFFERENT
    assert compare("Нет воды", "Когда откроют музей?").verdict is DIFFERENT


def test_a_text_without_words_is_like_its_kind_only() -> None:
    assert compare("", "  😡 ").verdict is SAME
    assert compare("", LIGHTS).verdict is DIFFERENT
    assert signature("").keys == ()


def test_the_evidence_names_what_is_shared_and_what_differs() -> None:
    found = compare(LIGHTS, LIGHTS.replace("12", "14"))
    assert "фонарь" in found.shared_words
    assert [(d.kind, d.only_a, d.only_b) for d in found.differences] == [
        ("house", ("12",), ("14",))
    ]
    assert (
        compare("Яма, ул. Мира, 4, кв. 7", "Яма, ул. Мира, 4, кв. 8").differences[0].kind == "flat"
    )


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    found = compare(text, text)
    assert (found.verdict, found.score) == (SAME, 1.0)
    assert signature(text) == signature(text)


@given(TEXTS, TEXTS)
def test_the_order_of_two_texts_does_not_matter(one: str, other: str) -> None:
    there, back = compare(one, other), compare(other, one)
    assert (there.verdict, there.score) == (back.verdict, back.score)
    assert [difference.turned for difference in back.differences] == list(there.differences)
    assert {difference.kind for difference in there.differences} <= set(DIFFERENCES)


@given(TEXTS)
def test_a_signature_fits_a_table_of_a_database(text: str) -> None:
    made = signature(text)
    assert all(0 <= number < 2**63 for number in (made.exact, *made.keys))
    assert len(made.keys) <= 24


def test_a_signature_is_the_same_in_every_process() -> None:
    code = (
        "from otklik.understanding.duplicates import signature;"
        f"made = signature({LIGHTS!r}); print(made.exact, *made.keys)"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    made = signature(LIGHTS)
    assert told == {" ".join(map(str, (made.exact, *made.keys))) + "\n"}


def test_case_signs_and_emoji_leave_the_exact_signature() -> None:
    assert signature(LIGHTS).exact == signature(f"<b>{LIGHTS.upper()}</b> 🙏").exact
    assert signature(LIGHTS).exact != signature(LIGHTS.replace("12", "14")).exact


@pytest.fixture(scope="module")
def register() -> SignatureIndex:
    """Return an index of two patterns, five hundred texts each."""
    index = SignatureIndex()
    for number in range(1, 501):
        index.add(number, signature(LIGHTS.replace("12", str(number))))
        index.add(1000 + number, signature(ROAD.replace("Осиновка", f"Осиновка, {number}")))
    return index


@pytest.mark.parametrize("copy", ["forwarded", "misspelt", "reordered", "lost words", "edited"])
def test_a_copy_is_found_among_texts_of_its_pattern(register: SignatureIndex, copy: str) -> None:
    index = deepcopy(register)
    original, changed = COPIES[copy]
    index.add(5000, signature(original))
    assert len(index) == 1001
    assert 5000 in index.candidates(signature(changed))


def test_a_shortened_copy_is_found() -> None:
    index = SignatureIndex()
    for house in range(1, 501):
        index.add(house, signature(LIGHTS.replace("12", str(house))))
    original, changed = COPIES["shortened"]
    index.add(5000, signature(original))
    assert 5000 in index.candidates(signature(changed))


def test_exact_copies_come_first_and_houses_are_told_apart() -> None:
    index = SignatureIndex()
    for house in range(1, 200):
        index.add(house, signature(LIGHTS.replace("12", str(house))))
    assert index.candidates(signature(LIGHTS.upper()), limit=1) == [12]
    assert index.candidates(signature("Здравствуйте! " + LIGHTS), limit=3)[0] == 12
    assert SignatureIndex().candidates(signature(LIGHTS)) == []
    assert index.candidates(signature("")) == []


# A quiet machine needs under one second; the bound is for one that tests on all cores.
BOUND = 10


def megabyte(kind: str) -> str:
    """Return a text of a million letters and more."""
    random = Random(7)
    if kind == "words":
        letters = "абвгдежзиклмнопрст"
        return " ".join("".join(random.choices(letters, k=7)) for _word in range(130_000))
    return {"digits": "1" * 1_000_000, "tags": "<a href=1>" * 100_000, "letter": "а" * 1_000_000}[
        kind
    ]


@pytest.mark.parametrize("kind", ["words", "digits", "tags", "letter"])
def test_a_text_of_a_megabyte_costs_seconds_at_most(kind: str) -> None:
    text = megabyte(kind)
    started = time.process_time()
    signature(text)
    assert time.process_time() - started < BOUND
    started = time.process_time()
    compare(text, text[500_000:] + " 7")
    assert time.process_time() - started < BOUND


def test_a_list_of_thousands_of_numbers_costs_seconds_at_most() -> None:
    one, other = " ".join(map(str, range(4_000))), " ".join(map(str, range(2_000, 6_000)))
    started = time.process_time()
    compare(one, other)
    assert time.process_time() - started < BOUND


@pytest.mark.skipif(not FOLDER, reason="OTKLIK_REAL_DATA is not set: no real pairs to compare")
def test_real_pairs_keep_what_was_reached() -> None:
    with Path(FOLDER, "duplicate_pairs_dev.csv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    index = SignatureIndex()
    for number, pair in enumerate(pairs):
        index.add(number, signature(pair["text_a"]))
    copies = [(i, pair) for i, pair in enumerate(pairs) if pair["label"] == "1"]
    combined = [pair for _i, pair in copies if pair["kind"] == "synthetic:combo"]
    others = [p for p in pairs if p["label"] == "0" and "other address" in p["kind"]]
    assert share_joined([pair for _i, pair in copies]) >= 0.98
    assert share_joined(combined) >= 0.95
    assert share_joined(others) <= 0.02
    found = [i in index.candidates(signature(pair["text_b"])) for i, pair in copies]
    assert sum(found) / len(found) >= 0.98


def share_joined(pairs: list[dict[str, str]]) -> float:
    """Return the share of pairs that are said to be one message."""
    return sum(compare(p["text_a"], p["text_b"]).verdict is SAME for p in pairs) / len(pairs)
