"""Full-text search over the stems of cases, and search by number.

SQLite asks its FTS5 table (migration ``0002_search``), PostgreSQL a stored vector with a GIN
index (``0005_search_vector``). Who may not see names in the whole municipality searches only in
texts with personal data masked: in PostgreSQL, among the stems with the label A.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from otklik.cases.models.case import CaseQuerySet
from otklik.cases.models.choices import Channel
from otklik.cases.queries import access
from otklik.core.text import search_tokens
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission

SORTABLE = 1000
CHUNK = 500
LONGEST_CHUNK = 8000
NUMBERS = 50
SHORTEST_NUMBER = 3
LONGEST_NUMBER = 80
MOST_TOKENS = 16
LAST_LETTER = "\U0010ffff"

SQLITE = "SELECT rowid FROM cases_search WHERE cases_search MATCH %s {range} ORDER BY rowid {order}"
POSTGRESQL = (
    "SELECT id FROM cases_case WHERE municipality_id = %s "
    "AND search_vector @@ to_tsquery('simple', %s) {range} ORDER BY id {order}"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. ``ids`` are all of them unless ``is_large``, unordered by meaning.

    ``is_large``: too many to be sorted in memory; ``ids`` are the newest then, take all by
    ``chunks``.
    """

    ids: list[int]
    is_large: bool
    tokens: tuple[str, ...]
    municipality_id: int
    with_personal: bool

    def chunks(self, cursor: int | None, *, backwards: bool) -> Iterator[Sequence[int]]:
        """Yield the ids beyond the cursor, the nearest first, in chunks that grow."""
        size = CHUNK
        known = self._known(cursor, backwards=backwards)
        if known:
            yield known
            if backwards:
                # Nothing is newer than the newest.
                return
            cursor = known[-1]
        while True:
            chunk = _ids(self, limit=size, cursor=cursor, ascending=backwards)
            if chunk:
                yield chunk
            if len(chunk) < size:
                return
            cursor, size = chunk[-1], min(size * 2, LONGEST_CHUNK)

    def _known(self, cursor: int | None, *, backwards: bool) -> list[int]:
        """Return the ids beyond the cursor as far as they are among those found at once."""
        if not backwards:
            return [pk for pk in self.ids if cursor is None or pk < cursor]
        if cursor is None or cursor < self.ids[-1]:
            return []
        return [pk for pk in reversed(self.ids) if pk > cursor]


def find(words: str, grants: Grants, municipality: Municipality) -> Found:
    """Return the cases of the municipality in which all the words are met in any form.

    A query that looks like a number also finds the cases whose number, or number in the
    channel, is or begins with it. The gate is not asked here but for the right to search by
    names: the caller filters.
    """
    scopes = grants.scopes_of(Permission.VIEW_PERSONAL, municipality.pk)
    found = Found(
        ids=[],
        is_large=False,
        tokens=tuple(dict.fromkeys(search_tokens(words).split()[:MOST_TOKENS])),
        municipality_id=municipality.pk,
        with_personal=any(scope.is_whole for scope in scopes),
    )
    numbers = with_number(words, access.cases_for(grants, municipality))
    ids = _ids(found, limit=SORTABLE + 1, cursor=None, ascending=False)
    is_large = len(ids) > SORTABLE and not numbers
    together = list(dict.fromkeys([*numbers, *ids[:SORTABLE]]))
    return Found(together, is_large, found.tokens, found.municipality_id, found.with_personal)


def with_number(words: str, cases: CaseQuerySet) -> list[int]:
    """Return the ids of those of the cases whose number, or number in the channel, begins so."""
    number = words.strip().removeprefix("№").strip()
    if not SHORTEST_NUMBER <= len(number) <= LONGEST_NUMBER or len(number.split()) > 1:
        return []
    if not any(sign.isdigit() for sign in number):
        return []
    own = cases.filter(_begins("number", number))
    # The channels are named because the index of external numbers goes channel by channel.
    foreign = cases.filter(_begins("external_id", number), channel__in=Channel.values)
    foreign = foreign.exclude(external_id="")
    found = [*own.order_by("-number").values_list("pk", flat=True)[:NUMBERS]]
    found += foreign.values_list("pk", flat=True)[:NUMBERS]
    return list(dict.fromkeys(found))


def _begins(field: str, start: str) -> Q:
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": start})
    # SQLite does not use an index for LIKE with an escape sign.
    return Q(**{f"{field}__gte": start, f"{field}__lt": start + LAST_LETTER})


def _ids(found: Found, *, limit: int, cursor: int | None, ascending: bool) -> list[int]:
    if not found.tokens:
        return []
    sql, parameters = _statement(found, cursor, ascending=ascending)
    with connection.cursor() as database:
        database.execute(f"{sql} LIMIT %s", [*parameters, limit])
        return [row[0] for row in database.fetchall()]


def _statement(found: Found, cursor: int | None, *, ascending: bool) -> tuple[str, list[str | int]]:
    order = "ASC" if ascending else "DESC"
    sign = ">" if ascending else "<"
    beyond: list[str | int] = [] if cursor is None else [cursor]
    # Tokens are letters and digits only (core.text.words), so nothing in them needs escaping.
    if connection.vendor == "postgresql":
        label = "" if found.with_personal else ":A"
        query = " & ".join(f"{token}{label}" for token in found.tokens)
        part = "" if cursor is None else f"AND id {sign} %s"
        sql = POSTGRESQL.format(range=part, order=order)
        return sql, [found.municipality_id, query, *beyond]
    part = "" if cursor is None else f"AND rowid {sign} %s"
    query = " AND ".join(f'"{token}"' for token in found.tokens)
    if not found.with_personal:
        query = f"search_text : ({query})"
    return SQLITE.format(range=part, order=order), [query, *beyond]
