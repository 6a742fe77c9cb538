import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.core.text import clean_social, normalise, search_tokens, stem, words


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("'Добрый день", "Добрый день"),
        ("'", ""),
        ("  ' Яма\u00a0на\u202fдороге ", "Яма на дороге"),
        ("й".encode().decode() + "и\u0306", "йй"),
        ("одна\r\nдругая", "одна\nдругая"),
        ("не\u200bви\u00adдно", "невидно"),
        ("кафе 'Луна'", "кафе 'Луна'"),
    ],
)
def test_texts_get_one_fixed_form(written, plain):
    assert normalise(written) == plain


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("'[club123|Администрация района], когда?", "Администрация района, когда?"),
        ("[id5|Имя], спасибо 🌹", "Имя, спасибо"),
        ("@club5 (Совет) помогите", "Совет помогите"),
        ("@vasya смотри https://vk.com/wall-1_2?reply=3 тут", "смотри тут"),
        ("Снег<br>Лёд &amp; &laquo;каток&raquo; <b>везде</b>", "Снег\nЛёд & «каток» везде"),
        ("пишите a@b.ru, дом №5 — ул. Мира…", "пишите a@b.ru, дом №5 — ул. Мира…"),
        ("температура <5 и >3", "температура <5 и >3"),
        ("см. vk.com/demo и t.me/x", "см. и"),
    ],
)
def test_social_markup_goes_and_the_words_stay(written, plain):
    assert clean_social(written) == plain


def test_words_are_lower_case_and_without_yo():
    assert words("Ёлка, Верх-Таштып: дом 4Б!") == ["елка", "верх", "таштып", "дом", "4б"]


def test_khakass_letters_belong_to_words_and_look_alikes_are_one_letter():
    assert words("Чӱрт, хакас тiлi, ӌорых") == ["чӱрт", "хакас", "тілі", "ҷорых"]


def test_khakass_words_are_found_by_russian_letters_too():
    assert set(search_tokens("ӱс").split()) == {"ӱс", "ус"}
    assert search_tokens("ус") in search_tokens("Ӱс чирi").split()


def test_forms_of_a_word_have_one_stem():
    assert stem("дороги") == stem("дорогой") == stem("дорог")
    assert search_tokens("Уборка снега") == search_tokens("уборку СНЕГА")


def test_latin_words_and_numbers_stay():
    assert search_tokens("WiFi 58") == "wifi 58"


def test_stems_are_right_when_many_threads_ask_at_once():
    asked = [f"{word}{end}" for word in ("дорог", "школ", "снег") for end in ("ами", "ах", "ой")]
    wanted = {word: stem.__wrapped__(word) for word in asked}
    got: list[bool] = []

    def ask() -> None:
        got.append(all(stem.__wrapped__(word) == wanted[word] for word in asked * 50))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [True] * 4


@given(st.text())
def test_no_text_breaks_the_words(text):
    clean_social(text)
    assert all(word for word in words(text))
    assert search_tokens(text).split() == search_tokens(text).split(" ") or not words(text)


@given(st.text())
def test_normal_form_is_stable_but_for_the_one_apostrophe(text):
    once = normalise(text)
    assert normalise(once) == once or once.startswith("'")


@pytest.mark.parametrize("start", ["[club1|", "@club1 (", "<a", "&", "[https://", "vk.com/", "@a"])
def test_endless_rubbish_is_cleaned_in_time(start):
    assert len(clean_social(start * 20_000)) <= len(start) * 20_000
