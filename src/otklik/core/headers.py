"""Knowing a sheet's columns by the words of their headers, however they are spelled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

_NOT_LETTERS = re.compile(r"[\W_]+")
_SPACES = re.compile(r"\s+")
# Longer cells are no headers; they are not worth folding and remembering.
_LONGEST_HEADER = 300


@dataclass(frozen=True)
class Column:
    """One column a reader knows: its symbol, its usual header, and other headers it may have.

    A column that is not `is_usual` is read when it is there and not missed when it is not.
    """

    name: str
    header: str
    synonyms: tuple[str, ...] = ()
    is_usual: bool = True


@dataclass(frozen=True)
class TableSpec:
    """The columns of one kind of table.

    A row is the header row when all columns of at least one set of `required` are in it;
    the other columns may be missing, shuffled, or joined by unknown ones.
    """

    columns: tuple[Column, ...]
    required: tuple[frozenset[str], ...]

    @cached_property
    def names_by_header(self) -> Mapping[str, str]:
        """Return column names by folded header, synonyms included."""
        names: dict[str, str] = {}
        for column in self.columns:
            for header in (column.header, *column.synonyms):
                names.setdefault(fold_header(header), column.name)
        return names

    def required_headers(self) -> str:
        """Return the usual headers of the first required set, parted by commas."""
        return ", ".join(c.header for c in self.columns if c.name in self.required[0])


@dataclass(frozen=True)
class HeaderMatch:
    """What the headers of one table are: `keys` of the cells, and which column is which.

    `keys` are the headers with runs of spaces made one, in order; a header that stands twice
    gets « (2)», one that is empty stays empty (its cells get a numbered key when they hold
    something). `columns` leads from the name of a known column to its key.
    """

    keys: tuple[str, ...]
    columns: Mapping[str, str]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    is_complete: bool = field(default=False)

    @property
    def found(self) -> tuple[str, ...]:
        """Return the keys of the known columns in the order of the sheet."""
        known = set(self.columns.values())
        return tuple(key for key in self.keys if key in known)


@lru_cache(maxsize=4096)
def fold_header(header: str) -> str:
    """Return the letters and digits of a header: lower case, ё as е, nothing else."""
    plain = unicodedata.normalize("NFKC", header).lower().replace("ё", "е")
    return _NOT_LETTERS.sub("", plain)


def match_headers(spec: TableSpec, headers: Sequence[str]) -> HeaderMatch:
    """Return which columns of the spec the headers are; the first of equal headers wins."""
    keys = _distinct_keys(headers)
    columns: dict[str, str] = {}
    unknown: list[str] = []
    for key, header in zip(keys, headers, strict=True):
        folded = fold_header(header) if len(header) <= _LONGEST_HEADER else ""
        name = spec.names_by_header.get(folded)
        if name is not None and name not in columns:
            columns[name] = key
        elif key:
            unknown.append(key)
    missing = tuple(
        column.header for column in spec.columns if column.is_usual and column.name not in columns
    )
    is_complete = any(needed <= columns.keys() for needed in spec.required)
    return HeaderMatch(tuple(keys), columns, missing, tuple(unknown), is_complete)


def numbered_key(position: int, taken: Sequence[str]) -> str:
    """Return the key of a cell whose column has no header; `position` counts from 1."""
    key = f"Столбец {position}"
    while key in taken:
        key += "*"
    return key


def _distinct_keys(headers: Sequence[str]) -> list[str]:
    keys: list[str] = []
    taken: set[str] = set()
    for header in headers:
        plain = _SPACES.sub(" ", header).strip()
        key, turn = plain, 2
        while key and key in taken:
            key, turn = f"{plain} ({turn})", turn + 1
        taken.add(key)
        keys.append(key)
    return keys
