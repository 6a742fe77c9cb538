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
        "Добрый День, Спасибо",
        "",
    ],
)
def test_what_is_not_personal_is_left(text: str) -> None:
    assert find_personal_data(text) == ()


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
