"""What is personal in a text is found and covered; what is not is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.understanding import Span, find_personal_data, mask


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("Звоните 8 913 123-45-67 вечером", "phone", "8 913 123-45-67"),
        ("тел +7(913)1234567", "phone", "+7(913)1234567"),
        ("пишите ivanov.p@example.org", "email", "ivanov.p@example.org"),
        ("ул. Мира 5, кв. 12", "flat", "кв. 12"),
        ("СНИЛС 112-233-445 95", "snils", "112-233-445 95"),
        ("паспорт 95 04 123456", "passport", "95 04 123456"),
        ("карта 4276 1234 5678 9012", "card", "4276 1234 5678 9012"),
        ("Петров Иван Сергеевич просит", "name", "Петров Иван Сергеевич"),
        ("врач Петрова А.И. отказала", "name", "Петрова А.И."),
        ("моя мать Анна Ивановна", "name", "Анна Ивановна"),
        ("машина а123вс19 стоит", "car_plate", "а123вс19"),
        ("звоните 913-123-45-67", "phone", "913-123-45-67"),
        ("в ЖЭК 8(39046)2-12-34", "phone", "8(39046)2-12-34"),
        ("тел. 2-12-34", "phone", "2-12-34"),
        ("живу в 5 квартире", "flat", "5 квартире"),
        ("д. 5, кв. 12а", "flat", "кв. 12а"),
        ("СНИЛС: 11223344595", "snils", "11223344595"),
        ("ИНН 190101234567", "inn", "190101234567"),
        ("дочь 12.05.2018г.р.", "birth_date", "12.05.2018г.р."),
        ("родился 12.05.1980 здесь", "birth_date", "12.05.1980"),
        ("ПЕТРОВ ИВАН СЕРГЕЕВИЧ", "name", "ПЕТРОВ ИВАН СЕРГЕЕВИЧ"),
        ("это петров иван сергеевич", "name", "петров иван сергеевич"),
        ("соседка Топоева Анна", "name", "Топоева Анна"),
        ("меня зовут Валентина", "name", "Валентина"),
    ],
)
def test_personal_data_are_found(text: str, kind: str, part: str) -> None:
    spans = find_personal_data(text)
    assert [(span.kind, text[span.start : span.end]) for span in spans] == [(kind, part)]
    assert part not in mask(text, spans)
    assert len(mask(text, spans)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Яма на улице Карла Маркса, 15",
        "Свет отключили 12.10.2026 в 15:30",
        "Обращение № 327441806 от мая",
        "Дом 12, подъезд 3",
        "на Карла Маркса, 15 и по Карла Маркса",
        "больница им. Н.А. Семашко, ул. Ивана Сусанина",
        "комната 18 кв. м, дом 5-7",
        "Добрый День, Спасибо",
        "",
    ],
)
def test_what_is_not_personal_is_left(text: str) -> None:
    assert find_personal_data(text) == ()


def test_a_person_with_a_telephone_is_no_street() -> None:
    text = "Иванов Пётр 89131234567, Анна Петрова, 45 лет"
    assert mask(text, find_personal_data(text)) == f"{'▒' * 11} {'▒' * 11}, {'▒' * 12}, 45 лет"


_SECRETS = st.sampled_from(
    (
        *("8 913 123-45-67", "+79131234567", "ivanov@example.org", "112-233-445 95"),
        *("Петров Иван Сергеевич", "4276 1234 5678 9014", "кв. 12"),
    )
)


@given(before=st.text(max_size=40), secret=_SECRETS, after=st.text(max_size=40))
def test_no_masked_text_leaks_a_secret(before: str, secret: str, after: str) -> None:
    text = f"{before} . {secret} . {after}"
    spans = find_personal_data(text)
    assert secret not in mask(text, spans)


@given(st.text(max_size=200))
def test_a_mask_covers_every_span_of_any_text(text: str) -> None:
    spans = find_personal_data(text)
    covered = mask(text, spans)
    assert len(covered) == len(text)
    assert all(set(covered[span.start : span.end]) == {"▒"} for span in spans)
    ends = [0, *(place for span in spans for place in (span.start, span.end))]
    assert ends == sorted(ends)


def test_masking_nothing_changes_nothing() -> None:
    assert mask("Снег", ()) == "Снег"
    assert mask("Снег", (Span("name", 0, 2),)) == "▒▒ег"


@pytest.mark.parametrize(
    "name",
    ["Непомнящий Иван Петрович", "Белому Ивану Петровичу", "Прекрасная Анна Сергеевна"],
)
def test_a_surname_that_is_an_ordinary_word_is_covered_with_the_name(name: str) -> None:
    text = f"Пишет {name}, прошу почистить снег"
    assert [text[span.start : span.end] for span in find_personal_data(text)] == [name]


def test_a_polite_word_before_a_name_is_left() -> None:
    text = "Уважаемый Иван Петрович, примите меры"
    assert [text[span.start : span.end] for span in find_personal_data(text)] == ["Иван Петрович"]
