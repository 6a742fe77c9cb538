"""Small folders of registry files for tests: an invented district in a few rows."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from otklik.registry.files import SHEETS

Rows = Sequence[Mapping[str, str]]
HEADERS = {sheet.file: sheet.headers for sheet in SHEETS}
OPTIONAL = {header for sheet in SHEETS for header in sheet.optional_headers}

MUNICIPALITY = {
    "code": "lugovsk",
    "name": "Луговской район",
    "time_zone": "Asia/Krasnoyarsk",
    "case_number_pattern": "{year}-{number:05d}",
    "is_demo": "no",
}
DISTRICT: dict[str, Rows] = {
    "municipalities.csv": [MUNICIPALITY],
    "territories.csv": [
        # The settlement stands above the council it lies in.
        {"code": "t-lugovoe", "parent": "t-council", "kind": "settlement", "name": "Луговое"},
        {"code": "t-council", "kind": "village_council", "name": "Луговской сельсовет"},
        {"code": "t-dolina", "parent": "t-council", "kind": "settlement", "name": "Долина"},
    ],
    "blocks.csv": [{"code": "roads", "name": "Дороги"}],
    "organisations.csv": [
        {
            "code": "council",
            "block": "roads",
            "name": "Луговской сельсовет",
            "kind": "village_council",
            "jurisdiction_level": "municipal",
            "territory": "t-council",
            "is_recipient": "yes",
        },
    ],
    "people.csv": [
        {"login": "ivanova", "last_name": "Иванова", "organisation": "council"},
        {"login": "petrov", "last_name": "Петров"},
    ],
    "roles.csv": [
        {"login": "ivanova", "role": "executor", "organisation": "council"},
        {"login": "petrov", "role": "curator"},
    ],
}
DEFAULTS = {
    "people.csv": {"is_active": "yes", "is_demo": "no"},
    "regulations.csv": {
        "kind": "any",
        "fast_track": "any",
        "importance": "any",
        "priority": "100",
        "extension_days": "0",
        "extension_times": "0",
    },
    "topic_editions.csv": {"is_open": "no"},
}


def write_file(folder: Path, name: str, rows: Rows) -> Path:
    """Write one file with all its columns; what a row does not say is empty or usual."""
    folder.mkdir(exist_ok=True)
    used = {header for row in rows for header in row}
    headers = [h for h in HEADERS[name] if h not in OPTIONAL or h in used or h == "municipality"]
    if name == "regulations.csv" and "municipality" not in used:
        headers.remove("municipality")
    owner = {"municipality": "lugovsk"} if "municipality" in HEADERS[name] else {}
    if name in ("regulations.csv", "calendar.csv"):
        owner = {}
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(owner | DEFAULTS.get(name, {}) | dict(row) for row in rows)
    return folder / name


def write_district(folder: Path, **changed: Rows) -> Path:
    """Write the district; ``changed`` gives other rows of a file by its name without ``.csv``."""
    for name, rows in (DISTRICT | {f"{k}.csv": v for k, v in changed.items()}).items():
        write_file(folder, name, rows)
    return folder
