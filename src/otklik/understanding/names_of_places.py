"""All forms in which the name of a place may stand in a text."""

from otklik.core.text import words
from otklik.understanding.morphology import CASES, case_forms, tags

Forms = frozenset[tuple[str, ...]]


def forms_of(name: str, kind: str) -> Forms:
    """Return the forms of a name as tuples of words.

    Streets named after persons («Ленина», «Карла Маркса») stand in the genitive for ever: they
    do not bend.
    """
    parts = tuple(words(name))
    if not parts:
        return frozenset()
    found = {parts}
    if kind == "street" and not _bends(parts):
        return frozenset(found)
    tables = [_part_forms(part, index, parts) for index, part in enumerate(parts)]
    for case in CASES:
        found.add(tuple(table[case] for table in tables))
    if "-" in name:
        found |= {("".join(form),) for form in found}
    return frozenset(found)


def _part_forms(part: str, index: int, parts: tuple[str, ...]) -> dict[str, str]:
    # Of «Верх-Таштып» only the last part bends; an adjective before a noun bends with it.
    is_last = index == len(parts) - 1
    if not is_last and not {"ADJF", "Apro"} & tags(part):
        return dict.fromkeys(CASES, part)
    return case_forms(part)


def _bends(parts: tuple[str, ...]) -> bool:
    marks = tags(parts[-1])
    return "ADJF" in marks or ("nomn" in marks and "Surn" not in marks and "Name" not in marks)
