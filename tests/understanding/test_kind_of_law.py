"""Signs of an appeal under 59-FZ, of many authors, and of the level whose competence it is."""

import pytest

from otklik.understanding import Gazetteer, KeywordTopicClassifier, Reader, Reading

READER = Reader(topics=KeywordTopicClassifier([]), gazetteer=Gazetteer([]))


def read(text: str) -> Reading:
    return READER.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Прошу рассмотреть моё обращение и дать письменный ответ. Петров Иван Сергеевич, "
        "с. Таштып, ул. Мира, 5, кв. 12",
        "Прошу принять меры по 59-ФЗ и ответить в установленный законом срок",
        "Заявление от гражданки Ивановой Анны Петровны, проживающей по адресу: ул. Мира, 5. "
        "Прошу провести проверку",
    ],
)
def test_an_appeal_is_known_by_its_words_and_signature(text: str) -> None:
    appeal = read(text).appeal
    assert appeal is not None
    assert appeal.confidence >= 0.5
    assert appeal.reasons[0].code == "words_matched"


@pytest.mark.parametrize(
    "text",
    ["Когда уберут снег?", "Прошу убрать снег на Мира", "Иванов Иван Петрович молодец", ""],
)
def test_a_plain_message_is_no_appeal(text: str) -> None:
    appeal = read(text).appeal
    assert appeal is None or appeal.confidence < 0.5


def test_a_signature_is_told_among_the_reasons() -> None:
    appeal = read("Прошу дать письменный ответ. Петров Иван Сергеевич, кв. 12").appeal
    assert appeal is not None
    codes = [reason.code for reason in appeal.reasons]
    assert codes == ["words_matched", "signed_with_name", "signed_with_flat"]


@pytest.mark.parametrize(
    "text",
    [
        "Мы, жители дома 5 по улице Мира, просим отремонтировать крышу",
        "Обращаются к вам жильцы дома 12. Просим помочь",
        "Просим помочь. Петров Иван Сергеевич, Сидорова Анна Петровна, Ким Олег Игоревич",
        "Коллективная жалоба",
    ],
)
def test_many_authors_are_heard(text: str) -> None:
    collective = read(text).collective
    assert collective is not None
    assert collective.confidence >= 0.5


def test_one_author_is_one() -> None:
    for text in ("Прошу убрать снег", "Петров Иван Сергеевич, ул. Мира", ""):
        collective = read(text).collective
        assert collective is None or collective.confidence < 0.5


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Яма на трассе федерального значения", "federal"),
        ("Полиция не выезжает на вызов", "federal"),
        ("Пенсионный фонд неверно посчитал стаж", "federal"),
        ("В больнице нет терапевта, к врачу не попасть", "regional"),
        ("Когда выплатят детское пособие, соцзащита молчит", "regional"),
        ("В школе холодно, на детской площадке сломаны качели", "municipal"),
        ("Во дворе не горит фонарь", "municipal"),
        ("Яма у больницы, асфальт провалился, яма глубокая", "municipal"),
    ],
)
def test_the_level_of_competence_is_guessed_with_its_words(text: str, level: str) -> None:
    guess = read(text).competence
    assert guess is not None
    assert guess.code == level
    assert guess.reasons[0].params["words"]


@pytest.mark.parametrize("text", ["Здравствуйте", "Живу возле полиции", ""])
def test_a_text_without_a_matter_has_no_level(text: str) -> None:
    assert read(text).competence is None
