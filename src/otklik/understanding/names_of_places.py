"""All forms in which the name of a place may stand in a text."""

from otklik.core.text import words
from otklik.understanding.morphology import CASES, SECOND_LOCATIVE, case_forms, tags

Forms = frozenset[tuple[str, ...]]

_IN_WORDS = {
    "1": "первая",
    "2": "вторая",
    "3": "третья",
    "4": "четвертая",
    "5": "пятая",
    "6": "шестая",
    "7": "седьмая",
    "8": "восьмая",
}
ORDINAL_ENDINGS = frozenset(("я", "й", "ю", "ая", "ой", "ую", "е", "го", "ый", "ий"))
# «Б. Сея», «Ниж. Имек»: how people shorten the first word.
_SHORT: dict[str, tuple[str, ...]] = {
    "больш": ("б", "бол"),
    "мал": ("м", "мал"),
    "верхн": ("в", "верх", "верхн"),
    "нижн": ("н", "ниж", "нижн"),
    "нов": ("н", "нов"),
    "стар": ("ст",),
}


def forms_of(name: str, kind: str) -> Forms:
    """Return the forms of a name as tuples of words.

    Streets named after persons («Ленина», «Карла Маркса») stand in the genitive for ever: they
    do not bend, but lose their first name («К. Маркса», «Маркса»).
    """
    parts = tuple(words(name))
    if not parts:
        return frozenset()
    if len(parts) > 2 and parts[0].isdigit() and parts[1] in ORDINAL_ENDINGS:
        return _ordinal_forms(parts)
    if parts[0].isdigit():
        return frozenset({parts, *_dated(parts)})
    if kind == "street" and (_is_initialled(parts) or not _bends(parts)):
        return frozenset({parts, *_short_persons(parts)})
    tables = [_part_forms(part, index, parts) for index, part in enumerate(parts)]
    found = {parts}
    for case in (*CASES, SECOND_LOCATIVE):
        found.add(tuple(table.get(case, table["loct"]) for table in tables))
    if parts[-1][-1] in "ыи" and len(parts[-1]) > 2:
        # People say «из Сиров» as well as «из Сир».
        first = tuple(table["gent"] for table in tables[:-1])
        found.add((*first, parts[-1][:-1] + "ов"))
    found |= _shortened(parts, found)
    if "-" in name:
        found |= {("".join(form),) for form in found if len(form[0]) > 1}
    return frozenset(found)


def _dated(parts: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Return «8-го Марта», «50-летия Октября», «50лет Октября»."""
    number, rest = parts[0], parts[1:]
    if rest and rest[0] == "лет":
        return {(f"{number}лет", *rest[1:]), (number, "летия", *rest[1:])}
    return {(number, "го", *rest), (f"{number}го", *rest)} if rest else set()


def _ordinal_forms(parts: tuple[str, ...]) -> Forms:
    """Return «5-я Линия», «на 5-й Линии», «5 линия»: the ending may be any or none."""
    tables = [case_forms(part) for part in parts[2:]]
    bent = {
        tuple(table.get(case, part) for table, part in zip(tables, parts[2:], strict=True))
        for case in CASES
    }
    bent.add(parts[2:])
    found = {
        (parts[0], *ending, *form)
        for form in bent
        for ending in ((), *((one,) for one in ORDINAL_ENDINGS))
    }
    if parts[1] in ("я", "ая") and parts[0] in _IN_WORDS:
        number = case_forms(_IN_WORDS[parts[0]])
        found |= {(number[case], *(table[case] for table in tables)) for case in CASES}
    return frozenset(found)


def _part_forms(part: str, index: int, parts: tuple[str, ...]) -> dict[str, str]:
    # Of «Верх-Таштып» only the last part bends; an adjective before a noun bends with it.
    is_last = index == len(parts) - 1
    if not is_last and not {"ADJF", "Apro"} & tags(part):
        return dict.fromkeys(CASES, part)
    return case_forms(part)


def _is_initialled(parts: tuple[str, ...]) -> bool:
    """Return whether it is «М. Горького», which does not bend, and not «Б. Садовая»."""
    is_initial = len(parts) == 2 and len(parts[0]) == 1 and parts[0].isalpha()
    return is_initial and not parts[1].endswith(("ая", "яя"))


def _bends(parts: tuple[str, ...]) -> bool:
    marks = tags(parts[-1])
    if parts[0][0].isdigit() and "ADJF" not in marks:
        return False
    return "ADJF" in marks or ("nomn" in marks and "Surn" not in marks and "Name" not in marks)


def _short_persons(parts: tuple[str, ...]) -> set[tuple[str, ...]]:
    if len(parts) != 2 or not parts[0].isalpha():
        return set()
    if len(parts[0]) == 1:
        return {(parts[1],)}
    return {(parts[0][0], parts[1]), (parts[1],)} if "Name" in tags(parts[0]) else set()


def _shortened(parts: tuple[str, ...], forms: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    if len(parts) < 2:
        return set()
    short = next((s for start, s in _SHORT.items() if parts[0].startswith(start)), ())
    return {(first, *form[1:]) for first in short for form in forms}
