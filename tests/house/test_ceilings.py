"""Files and functions stay small enough to be read at one go."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import ROOT, python_files, text_files

FILE_CEILING = 400
FUNCTION_CEILING = 40
FUNCTION_LIMIT = 80
SHARE_BELOW_CEILING = 0.95
# name: why it is longer. Generated files and data are not counted at all.
LONG_FILES: dict[str, str] = {
    "src/otklik/registry/files/sheets.py": "one table that describes all the files, no logic",
    "src/otklik/web/desk/registry/sheets.py": "one table that describes as many pages, no logic",
    "tests/web/test_roles_table.py": "one table of every role and every deed",
}
COUNTED = (".py", ".js", ".mjs", ".css", ".html")
# The registry also reads and writes its files; understanding reads, compares and learns.
# The commands hold the demonstration too: who writes in it, and how it lives.
# The card is the one page on which every deed is done.
ROOMS = {
    "cases": 6_000,
    "registry": 4_000,
    "understanding": 5_000,
    "cli": 4_000,
    "web/desk/case": 5_000,
}
ROOM_CEILING = 2_500
# The web holds no rule of the domain and every page: it is measured by the work place.
PLACES = ("web/desk", "web/portal")


def lengths_of_functions(source: str) -> Iterator[tuple[str, int]]:
    """Yield (name, lines without the docstring) of every function in a source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node, clean=False) is not None:
                length -= (first.end_lineno or first.lineno) - first.lineno + 1
            yield node.name, length


def test_files_are_short() -> None:
    long = {
        name: content.count("\n")
        for name, content in text_files()
        if name.endswith(COUNTED) and "/migrations/" not in name
        if content.count("\n") > FILE_CEILING
    }
    assert {name: lines for name, lines in long.items() if name not in LONG_FILES} == {}
    assert LONG_FILES.keys() - long.keys() == set(), "no longer long: take it off the list"


def test_functions_are_short() -> None:
    functions = [
        (f"{name}: {function}", length)
        for name, content in python_files("src", "scripts")
        for function, length in lengths_of_functions(content)
    ]
    over = [(where, length) for where, length in functions if length > FUNCTION_CEILING]
    assert [where for where, length in over if length > FUNCTION_LIMIT] == []
    assert 1 - len(over) / len(functions) >= SHARE_BELOW_CEILING, over


def lines_of(*folders: str) -> int:
    return sum(
        1
        for _name, content in python_files(*folders)
        for line in content.splitlines()
        if line.strip()
    )


def folders_of(folder: str) -> list[str]:
    return sorted(
        path.name
        for path in (ROOT / "src/otklik" / folder).glob("*/")
        if list(path.rglob("*.py")) and path.name != "migrations"
    )


@pytest.mark.parametrize("room", [name for name in folders_of("") if name != "web"])
def test_rooms_are_not_swollen(room: str) -> None:
    assert lines_of(f"src/otklik/{room}") <= ROOMS.get(room, ROOM_CEILING)


@pytest.mark.parametrize(
    "place", [f"{where}/{name}" for where in PLACES for name in folders_of(where)]
)
def test_work_places_are_not_swollen(place: str) -> None:
    assert lines_of(f"src/otklik/{place}") <= ROOMS.get(place, ROOM_CEILING)


def test_what_the_pages_share_is_little() -> None:
    places = [f"src/otklik/{where}/{name}" for where in PLACES for name in folders_of(where)]
    assert lines_of("src/otklik/web") - lines_of(*places) <= ROOM_CEILING
