"""Rows of the registry by their natural keys, those just read from files included."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model

from otklik.registry.files.sheet import Key, Sheet


class Known:
    """One query a table, when it is first asked for."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        """Take the descriptions of all tables that can be referred to."""
        self._sheets = {sheet.model: sheet for sheet in sheets}
        self._rows: dict[type[Model], dict[Key, Model]] = {}
        self._refused: dict[type[Model], set[Key]] = defaultdict(set)
        self._scope: frozenset[str] = frozenset()

    def narrow(self, municipalities: Iterable[str]) -> None:
        """Let codes without a municipality mean rows of these ones; none given means all."""
        self._scope = frozenset(municipalities)

    def rows(self, model: type[Model]) -> dict[Key, Model]:
        """Return all rows of the table by natural key."""
        if model not in self._rows:
            sheet = self._sheets[model]
            self._rows[model] = {sheet.key_of(row): row for row in sheet.stored()}
        return self._rows[model]

    def find(self, model: type[Model], key: Key) -> Model | None:
        """Return the row with the natural key, if there is one."""
        return self.rows(model).get(self._sheets[model].folded(key))

    def with_code(self, model: type[Model], code: str) -> list[Model]:
        """Return the rows whose key ends with the code, in the municipalities of the folder."""
        return [
            row
            for key, row in self.rows(model).items()
            if key[-1] == code and (not self._scope or key[0] in self._scope)
        ]

    def codes(self, model: type[Model]) -> set[str]:
        """Return the last parts of all keys of the table."""
        return {key[-1] for key in self.rows(model)}

    def add(self, model: type[Model], key: Key, row: Model) -> None:
        """Remember a row that was just read."""
        self.rows(model)[key] = row

    def refuse(self, model: type[Model], key: Key) -> None:
        """Remember that a row of a file was refused."""
        self._refused[model].add(key)

    def was_refused(self, model: type[Model], key: Key) -> bool:
        """Tell whether a row with the key was refused."""
        return self._sheets[model].folded(key) in self._refused[model]

    def was_code_refused(self, model: type[Model], code: str) -> bool:
        """Tell whether a row whose key ends with the code was refused."""
        return any(key[-1] == code for key in self._refused[model])
