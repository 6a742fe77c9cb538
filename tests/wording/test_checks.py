"""What the checks say of answers, good and bad ones: all invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.wording import CHECKS, Matter, Verdict, as_draft, judge, readability_of
from tests.wording.answers import JUDGED, LATER, counts, invented

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
POISON = (
    "а" * 300_000,
    "." * 300_000,
    "1. " * 100_000,
    "от 1 1 2020 " * 30_000,
    "«" * 100_000,
    "ния " * 100_000,
    "8 913 " * 50_000,
    "@" * 300_000,
    "\x00\ud800🏴\u202e",
    "",
    " \n\t ",
    "İ" * 1_000,
)


def verdict(check: str, answer: str, message: str = "Когда уберут снег?", **known: object) -> str:
    return judge(Matter(message, answer, **known), [check])[check].verdict  # type: ignore[arg-type]


def test_there_are_answers_enough_to_measure_by() -> None:
    assert len(invented()) >= 40
    assert {name for one in invented() for name in one.bad} == set(JUDGED)


def test_checks_find_most_defects_and_raise_few_false_alarms() -> None:
    for name, one in counts().items():
        assert one.precision >= 0.8, (name, one)
        assert one.recall >= 0.8, (name, one)


def test_checks_do_on_answers_nobody_tuned_them_to() -> None:
    """When first measured: all 16 defects found and 5 false alarms, a precision of 0.76."""
    every = counts(LATER).values()
    found, false = sum(one.found for one in every), sum(one.false for one in every)
    bad = found + sum(one.missed + one.left_bad for one in every)
    assert found / bad >= 0.9
    assert found / (found + false) >= 0.75


def test_a_good_answer_fails_nothing() -> None:
    good = [one for one in invented() if not one.bad]
    bad = [
        (name, one.matter.answer[:60])
        for one in good
        for name, finding in judge(one.matter, JUDGED).items()
        if finding.verdict is NO
    ]
    assert len(bad) <= 1, bad


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Снег уберут до 15 декабря.", YES),
        ("Снег уберём в течение 10 рабочих дней.", YES),
        ("Дорогу отремонтируем в III квартале 2027 года.", YES),
        ("Асфальт положим до конца лета.", YES),
        ("Снег уберём в ближайшее время.", NO),
        ("Снег уберём согласно постановлению от 12.05.2022 № 211.", NO),
        ("Снег убран.", UNKNOWN),
    ],
)
def test_days_and_terms_are_told_from_vague_words(answer: str, expected: Verdict) -> None:
    assert verdict("date", answer) == expected


def test_each_question_of_the_message_wants_its_own_answer() -> None:
    message = "1. Когда откроют каток? 2. Сколько стоит прокат коньков?"
    answer = "Здравствуйте! Каток откроют 5 декабря."
    finding = judge(Matter(message, answer), ["questions"])["questions"]
    assert finding.verdict is NO
    assert "прокат" in finding.reasons[0].params["questions"]
    assert "каток" not in finding.reasons[0].params["questions"]
    assert verdict("questions", answer + " Прокат коньков стоит 100 рублей.", message) == YES


def test_places_point_at_the_words_of_the_answer() -> None:
    answer = "Здравствуйте! Данный вопрос взят на контроль, меры будут приняты."
    for name in ("formulas", "plain_words"):
        for place in judge(Matter("", answer), [name])[name].places:
            assert answer[place.start : place.end].strip()
    (place,) = judge(Matter("", answer), ["plain_words"])["plain_words"].places
    assert (answer[place.start : place.end], place.instead) == ("Данный", "этот")


def test_a_telephone_of_a_body_and_an_official_are_nobodys_secret() -> None:
    answer = "Звоните: 8 (39046) 2-10-01, директор школы Серова Анна Ивановна."
    assert verdict("others_data", answer) == YES
    assert verdict("others_data", "Вам поможет Серова Анна Ивановна.") == NO
    assert (
        verdict("others_data", "Вам поможет Серова Анна.", known=("Серова Анна Ивановна",)) == YES
    )


def test_the_applicants_own_name_is_a_secret_only_before_everybody() -> None:
    answer = "Здравствуйте! Пенсию Луговой Вере Ильиничне привезут 5 мая."
    applicant = ("Луговая Вера Ильинична",)
    assert verdict("others_data", answer, applicant=applicant) == YES
    assert verdict("personal_data", answer, applicant=applicant) == YES
    assert verdict("personal_data", answer, applicant=applicant, is_public=True) == NO


def test_an_outcome_known_wins_over_the_words() -> None:
    answer = "Здравствуйте! Снег чистить не можем. Оцените ответ."
    assert verdict("rating", answer) == NO
    assert verdict("rating", answer, is_refusal=False) == YES


def test_officialese_is_harder_to_read_by_the_formula() -> None:
    plain = "Мы починим дорогу летом. Сейчас холодно, асфальт не ляжет. До мая мы засыпем ямы. " * 3
    official = (
        "В целях обеспечения надлежащего содержания автомобильных дорог общего пользования "
        "осуществляется реализация мероприятий по восстановлению дорожного покрытия. " * 3
    )
    assert readability_of(plain).grade < 8 < 14 < readability_of(official).grade
    assert readability_of("").words == 0


@pytest.mark.parametrize("text", POISON, ids=lambda text: repr(text[:6]))
def test_no_text_makes_the_checks_fail(text: str) -> None:
    assert judge(Matter(text, text)).keys() == CHECKS.keys()
    as_draft(text, [text[:100]])


@given(st.text(max_size=300), st.text(max_size=300))
def test_every_check_answers_with_places_inside_the_text(message: str, answer: str) -> None:
    for finding in judge(Matter(message, answer)).values():
        assert all(0 <= one.start < one.end <= len(answer) for one in finding.places)


def test_an_answer_given_before_becomes_a_draft_with_fields() -> None:
    text = (
        "Здравствуйте, Мария Петровна! Снег на улице Ленина, д. 5 в Таштыпе уберут до 15 декабря. "
        "Телефон 8 913 111-22-33."
    )
    assert as_draft(text, ["Ленина", "Таштып"]) == (
        "Здравствуйте, [имя]! Снег на улице [место] [дом] в [место] уберут до [дата или срок]. "
        "Телефон [телефон]."
    )
