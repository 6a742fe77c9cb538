"""Personal data that are hidden, split, in other letters, or only look like personal data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.understanding import find_personal_data, mask
from otklik.understanding.check_digits import is_card, is_inn, is_snils


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("звони 8.913.123.45.67 днём", "phone", "8.913.123.45.67"),
        ("звони 8 9 1 3 1 2 3 4 5 6 7", "phone", "8 9 1 3 1 2 3 4 5 6 7"),
        ("звони 8 9О3 123 45 67", "phone", "8 9О3 123 45 67"),
        ("звони 8 9OO OOO 12 34", "phone", "8 9OO OOO 12 34"),
        ("звони 7 913 123 45 67", "phone", "7 913 123 45 67"),
        (
            "звони 8\u200b913\u200b123\u200b45\u200b67",
            "phone",
            "8\u200b913\u200b123\u200b45\u200b67",
        ),
        ("звони \u202e89131234567", "phone", "89131234567"),
        ("звони ８９１３１２３４５６７", "phone", "８９１３１２３４５６７"),
        ("звони 8–913–123–45–67", "phone", "8–913–123–45–67"),
        (
            "звони 8\u00a0913\u00a0123\u00a045\u00a067",
            "phone",
            "8\u00a0913\u00a0123\u00a045\u00a067",
        ),
        ("пишите ivanov(собака)mail.ru", "email", "ivanov(собака)mail.ru"),
        ("пишите ivanov собака mail точка ru", "email", "ivanov собака mail точка ru"),
        ("пишите ivanov @ mail.ru", "email", "ivanov @ mail.ru"),
        ("мой 112.233.445.95", "snils", "112.233.445.95"),
        ("карта: 4276.1234.5678.9014", "card", "4276.1234.5678.9014"),
        ("деньги на 4276 1234 5678 9014", "card", "4276 1234 5678 9014"),
        ("деньги на 4 2 7 6 1 2 3 4 5 6 7 8 9 0 1 4", "card", "4 2 7 6 1 2 3 4 5 6 7 8 9 0 1 4"),
        ("мой 500100732259", "inn", "500100732259"),
        ("ИНН 5001 0073 2259", "inn", "5001 0073 2259"),
        ("счёт 40817 810 0 0000 1234567", "account", "40817 810 0 0000 1234567"),
        ("лицевой счет 12345678", "account", "12345678"),
        ("серия 9504 номер 123456", "passport", "9504 номер 123456"),
        ("родилась 5 мая 1961 г.р.", "birth_date", "5 мая 1961 г.р."),
        ("дата рождения: 12 марта 1980", "birth_date", "12 марта 1980"),
        ("номер A123BC19", "car_plate", "A123BC19"),
        ("страница vk.com/id12345", "profile", "vk.com/id12345"),
        ("страница https://ok.ru/profile/123456789", "profile", "ok.ru/profile/123456789"),
        ("пишет [id123|Валя]", "profile", "[id123|Валя]"),
        ("мой телеграм @valya_petrova", "profile", "@valya_petrova"),
    ],
)
def test_a_disguise_hides_nothing(text: str, kind: str, part: str) -> None:
    spans = find_personal_data(text)
    assert [(span.kind, text[span.start : span.end]) for span in spans] == [(kind, part)]
    assert not any(letter.isdigit() for letter in mask(text, spans))


@pytest.mark.parametrize(
    "text",
    [
        "обращение 123-456-789 00",
        "годы 2020 2021 2022 2023",
        "номер 190101234500 по ЕПГУ",
        "дома 12 14 16 18 20 22 24 26",
        "группа vk.com/club12345 и vk.com/wall-1_2, @club12345",
        "бездомная собака на остановке. Ру",
        "маршрут 12-14-16",
    ],
)
def test_what_only_looks_like_personal_data(text: str) -> None:
    assert find_personal_data(text) == ()


def test_check_digits_prove_a_number() -> None:
    assert (is_snils("11223344595"), is_snils("11223344596")) == (True, False)
    assert (is_inn("500100732259"), is_inn("500100732258")) == (True, False)
    assert (is_card("4276123456789014"), is_card("4276123456789012")) == (True, False)
    assert not (is_snils("0" * 11) or is_card("0" * 16))


@pytest.mark.parametrize("behind", [" . 0", ". 2 раза", " 15 мая", "-7"])
def test_a_number_behind_a_card_does_not_hide_it(behind: str) -> None:
    text = f"оплатила с 4276 1234 5678 9014{behind}"
    assert "4276 1234" not in mask(text, find_personal_data(text))


@pytest.mark.parametrize("shift", range(0, 240, 8))
def test_what_is_too_long_to_be_read_is_covered_unread(shift: int) -> None:
    secret = "8 913 123-45-67"
    text = f"Снег. {'и ' * (150_000 - shift)}{secret}{' Лёд и снег.' * 100} {secret}"
    covered = mask(text, find_personal_data(text))
    assert covered.startswith("Снег. и и")
    assert len(covered) == len(text)
    assert "913" not in covered
    assert "45-67" not in covered


_NOISE = st.text(alphabet="\u200b\u200f\u202e\u2066\ufeff\u00ad", max_size=2)


@given(
    number=st.from_regex(r"\A8 ?9[0-9]{2} ?[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{2}\Z"),
    noise=st.lists(_NOISE, min_size=20, max_size=20),
    digits=st.sampled_from(["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩"]),
    before=st.text(alphabet="абв .,\n", max_size=20),
)
def test_no_digit_of_a_disguised_telephone_is_left(
    number: str, noise: list[str], digits: str, before: str
) -> None:
    strange = number.translate(str.maketrans("0123456789", digits))
    hidden = "".join(sign + extra for sign, extra in zip(strange, noise, strict=False))
    text = f"{before} {hidden} конец"
    covered = mask(text, find_personal_data(text))
    assert not any(letter.isdigit() for letter in covered)
    assert len(covered) == len(text)


@given(st.text(alphabet="0123456789 -.()ОOаквснилс@№\u200b٣８", max_size=120))
def test_spans_are_inside_in_order_apart_and_cut_no_run_of_digits(text: str) -> None:
    spans = find_personal_data(text)
    ends = [0, *(place for span in spans for place in (span.start, span.end)), len(text)]
    assert ends == sorted(ends)
    assert all(span.start < span.end for span in spans)
    for span in spans:
        assert not (span.start and _are_digits(text[span.start - 1 : span.start + 1]))
        assert not _are_digits(text[span.end - 1 : span.end + 1])


def _are_digits(pair: str) -> bool:
    return len(pair) == 2 and pair.isdecimal()
