"""House numbers beside a street, and landmarks that stand for an address."""

import re
from collections.abc import Sequence

from otklik.understanding.tokens import Token, stand_close

HOUSE_WORDS = frozenset(
    (
        *("д", "дом", "дома", "доме", "дому", "домом", "домов", "домам", "домами", "домах"),
        *("здание", "здания", "здании", "вл", "влд", "владение"),
    )
)
_LETTERS = "а-еА-Е"
_HOUSE = re.compile(
    # «5 в темноте»: a small «в» with a word after it is a preposition; «5-е» is a day.
    rf"(\d{{1,4}})(?:(?!\sв\s[а-яё])(?!-[её])[\s-]?[«\"]?([{_LETTERS}])[»\"]?(?![а-яёА-ЯЁ]))?"
    rf"(?:\s?([/-])\s?(\d{{1,3}}[{_LETTERS}]?)(?!\d)|"
    rf"(?:\s?,?\s?(корпус|корп\.?|строение|стр\.?|к\.)\s?|к)(\d{{1,2}}[{_LETTERS}]?)\b)?"
)
# «12.05», «15:30», «15 000», «7-й»: a day, an hour, an amount, the beginning of another name.
_NO_HOUSE = re.compile(r"\d+(?:[.:]\d|\s\d{3}(?!\d)|-?(?:[йя]|го|ой|ая|му)(?![а-яё]))")
# What is counted is no house: «на Мира 5 человек», «Советская 3 дня без воды».
_COUNTED = re.compile(
    r"(?:л[её]т|год(?:а|у|ов)?|мес|месяц\w*|недел\w+|дн(?:я|ей)|день|час\w*|минут\w*|раза?|чел|"
    r"челов\w+|сем(?:ей|ьи)|дом(?:а|ов)|км|метр\w*|м|руб\w*|тыс\w*|янв\w*|фев\w*|март\w*|"
    r"апр\w*|ма[йя]|июн\w*|июл\w*|авг\w*|сен\w*|окт\w*|ноя\w*|дек\w*|класс\w*|подъезд\w*|"
    r"этаж\w*|фонар\w+|шт|ямы?|соток|сотки|процент\w*|вольт\w*|квт\w*|кг|тонн\w*|литр\w*|"
    r"градус\w*|штук\w*|куб\w*|га|столб\w*|собак\w*|коров\w*|машин\w*|квартир|жител\w+|"
    r"дерев\w+|куст\w*|контейнер\w*|светильник\w*|лампоч\w+)"
)
_BEFORE = 8
_BESIDE = ("районе", "за", "у", "около", "возле", "напротив")
_LANDMARK = re.compile(
    r"\b(?:у|возле|около|напротив|рядом с|недалеко от|вблизи|перед|позади|за)\s+"
    r"((?:[а-яё]{1,30}\s){0,2}?"
    r"(?:школ|клуб|магазин|фап|больниц|аптек|почт|мост|остановк|сад(?:а|у|ом|ика|иком)\b|церк|"
    r"дк\b|администрац|кладбищ|котельн|стадион|площадк|памятник|рынк|заправк|контор|сельсовет|"
    r"библиотек|парк|вокзал|поликлиник|детсад|пекарн|пилорам|ферм|колонк|водокачк)[а-яё]{0,30}"
    r"(?:\s?№\s?\d{1,3})?)",
    re.IGNORECASE,
)


def house_after(tokens: Sequence[Token], index: int, text: str) -> str:
    """Return the house number right after a street, such as ``12/1``, ``5а`` or ``5-7``.

    Knows «д. 5а», «дом 12/1», «12 корп 2», «дом № 5» and «за 20 домом».
    """
    if index < len(tokens) and index and tokens[index].word in HOUSE_WORDS:
        if not stand_close(text, tokens[index - 1], tokens[index], signs=" ,.;:\n-"):
            return ""
        index += 1
        if index < len(tokens) and tokens[index].word == "номер":
            index += 1
    elif place := _beside(tokens, index):
        return _number_at(tokens[place], text)
    if not index or index >= len(tokens) or not tokens[index].is_number:
        return ""
    if not stand_close(text, tokens[index - 1], tokens[index], signs=" ,.№:\n-–"):
        return ""
    return "" if is_counted(tokens, index) else _number_at(tokens[index], text)


def house_before(tokens: Sequence[Token], index: int, text: str) -> str:
    """Return the first house number of «дома 11 по …», «домам 23, 32 по …» before a street."""
    first = max(0, index - _BEFORE)
    for place in range(index - 1, first - 1, -1):
        is_short = tokens[place].word == "д"
        between = text[tokens[place].end : tokens[place + 1].start]
        if "." in between and place + 1 < index and not is_short:
            return ""
        following = tokens[place + 1] if place + 1 < index else None
        if tokens[place].word in HOUSE_WORDS and following is not None and following.is_number:
            return _number_at(following, text)
    return ""


def is_counted(tokens: Sequence[Token], index: int) -> bool:
    """Return whether the number at the index counts something («5 лет», «3 фонаря»)."""
    if not tokens[index].word.isdigit():
        return False
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is not None and following.word.isdigit() and index + 2 < len(tokens):
        # «20-30 метров»; of «5, 7 дней» the first may still be a house.
        index += following.start - tokens[index].end == 1
        following = tokens[index + 1]
    if following is None:
        return False
    is_beside = following.start - tokens[index].end == 1
    return is_beside and _COUNTED.fullmatch(following.word) is not None


def landmark_in(text: str) -> str:
    """Return the landmark the text names («у школы»), as written; blank if none."""
    found = _LANDMARK.search(text)
    return " ".join(found.group().split()) if found else ""


def _beside(tokens: Sequence[Token], index: int) -> int:
    """Return where the number of «за 20 домом», «у дома 20» stands; 0 if that is not there."""
    if [token.word for token in tokens[index : index + 2]] == ["в", "районе"]:
        index += 1
    following = tokens[index : index + 3]
    if len(following) < 3 or following[0].word not in _BESIDE:
        return 0
    if following[1].is_number and following[2].word in HOUSE_WORDS:
        return index + 1
    is_named = following[1].word in HOUSE_WORDS and following[2].is_number
    return index + 2 if is_named and not is_counted(tokens, index + 2) else 0


def _number_at(token: Token, text: str) -> str:
    found = _HOUSE.match(text, token.start)
    if found is None or found.end() < token.end or _NO_HOUSE.match(text, token.start):
        return ""
    number, letter, sign, part, kind, building = found.groups()
    house = number + (letter or "").lower()
    if part:
        return f"{house}{sign}{part.lower()}"
    short = "стр." if kind and kind.startswith("ст") else "корп."
    return f"{house} {short} {building.lower()}" if building else house
