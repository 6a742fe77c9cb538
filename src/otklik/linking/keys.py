"""The keys by which cases that look alike are found: kept in a table, made anew at any time."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from django.db import connection

from otklik.cases.models import Case
from otklik.linking.models import LikenessKey
from otklik.understanding.duplicates import signature

# Of a key that thousands share only the newest cases are looked at: it says little anyway.
MOST_PER_KEY = 300
CANDIDATES = 12
PHONE_DIGITS = 10
_LARGEST = (1 << 63) - 1
# Parts the keys of municipalities: the golden ratio spreads small numbers over all bits.
_SPREAD = 0x9E37_79B9_7F4A_7C15


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of the words, the exact one first, and of the ways to know the applicant again."""

    text: tuple[int, ...]
    applicant: tuple[int, ...]

    def __iter__(self) -> Iterator[int]:
        return iter((*self.text, *self.applicant))


def keys_of(case: Case) -> Keys:
    """Return the keys of a case; a text without words and a nameless applicant have none.

    Keys of two municipalities are never equal.
    """
    made = signature(case.text)
    apart = (case.municipality_id * _SPREAD) & _LARGEST
    words = (made.exact, *made.keys) if made.keys else ()
    return Keys(
        tuple(dict.fromkeys(key ^ apart for key in words)),
        tuple(_number(mark) ^ apart for mark in _marks(case)),
    )


def _marks(case: Case) -> list[str]:
    """Return how the applicant may be known again. A name counts only with its address."""
    phone = "".join(filter(str.isdecimal, case.applicant_phone))[-PHONE_DIGITS:]
    marks = {
        "url": case.applicant_url.strip().rstrip("/").lower(),
        "email": case.applicant_email.strip().lower(),
        "phone": phone if len(phone) == PHONE_DIGITS else "",
    }
    name, address = case.applicant_name.strip().lower(), case.applicant_address.strip().lower()
    if name and address:
        marks["name"] = f"{name}\n{address}"
    return [f"{kind}:{mark}" for kind, mark in marks.items() if mark]


def _number(mark: str) -> int:
    whole = mark.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(whole, digest_size=8).digest(), "big") >> 1


def store_keys(pairs: Iterable[tuple[Case, Keys]]) -> None:
    """Keep the keys of cases; those kept already stay."""
    rows = [LikenessKey(key=key, case_id=case.pk) for case, keys in pairs for key in keys]
    LikenessKey.objects.bulk_create(rows, ignore_conflicts=True, batch_size=400)


def candidates(case: Case, keys: tuple[int, ...], limit: int = CANDIDATES) -> list[int]:
    """Return cases that share keys with the case, those with the rarest in common first.

    One statement with a bounded part for each key, so its time does not grow with the register.
    """
    if not keys:
        return []
    table, key, other = map(
        connection.ops.quote_name, (LikenessKey._meta.db_table, "key", "case_id")
    )
    # A part of its own bounds each key; SQLite wants it as a subquery. Names are the model's.
    part = (
        f"SELECT * FROM (SELECT {key}, {other} FROM {table} WHERE {key} = %s"  # noqa: S608
        f" ORDER BY {other} DESC LIMIT {MOST_PER_KEY}) AS part"
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([part] * len(keys)), list(keys))
        rows = cursor.fetchall()
    return _ranked(rows, case.pk)[:limit]


def _ranked(rows: list[tuple[int, int]], own: int) -> list[int]:
    sharing: defaultdict[int, list[int]] = defaultdict(list)
    for key, case_id in rows:
        sharing[key].append(case_id)
    ranks: defaultdict[int, float] = defaultdict(float)
    for held in sharing.values():
        rarity = math.log1p(MOST_PER_KEY / len(held))
        for case_id in held:
            ranks[case_id] += rarity
    ranks.pop(own, None)
    return sorted(ranks, key=lambda case_id: (-ranks[case_id], -case_id))
