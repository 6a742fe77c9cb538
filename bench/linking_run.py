"""The measuring part of ``bench.linking``; runs with the settings of a bench folder."""

import statistics
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from random import Random
from time import perf_counter

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

django.setup()

from bench.duplicates_run import copied, text_of  # noqa: E402
from otklik.cases.models import Case  # noqa: E402
from otklik.cases.models.bulk import insert_rows, insert_values, made  # noqa: E402
from otklik.linking.finding import compare  # noqa: E402
from otklik.linking.keys import keys_of  # noqa: E402
from otklik.linking.models import LikenessKey, RepeatProposal  # noqa: E402
from otklik.registry.models import Municipality  # noqa: E402

CHUNK = 10_000
MESSAGES = 300
DAYS = 13


def measure(cases: int) -> None:
    """Fill a register with ``cases`` and print how long comparing a new one takes."""
    call_command("migrate", verbosity=0)
    at = timezone.now()
    municipality = Municipality.objects.create(code="bench", name="Bench")
    started = perf_counter()
    with ProcessPoolExecutor(2) as pool:
        signed = pool.map(partial(_keys, municipality.pk), range(0, cases, CHUNK))
        for chunk, keys in enumerate(signed):
            _store(municipality, chunk * CHUNK, keys, at)
    took = perf_counter() - started
    rows = LikenessKey.objects.count()
    print(f"{connection.vendor}: {cases:,} cases, {rows:,} keys, filled in {took:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _ask(municipality, cases, at)


def _keys(municipality_id: int, first: int) -> list[tuple[int, ...]]:
    return [
        tuple(keys_of(Case(municipality_id=municipality_id, text=text_of(number))))
        for number in range(first, first + CHUNK)
    ]


def _store(
    municipality: Municipality, first: int, keys: list[tuple[int, ...]], at: datetime
) -> None:
    random = Random(first)
    cases = [
        made(
            Case,
            municipality_id=municipality.pk,
            number=f"B{first + place}",
            channel="im",
            external_id=f"B{first + place}",
            text=text_of(first + place),
            received_at=at - timedelta(days=DAYS * random.random()),
            registered_at=at,
            state="closed",
            state_at=at,
        )
        for place in range(len(keys))
    ]
    with transaction.atomic():
        insert_rows(cases)
        rows = [
            (key, case.pk) for case, of_case in zip(cases, keys, strict=True) for key in of_case
        ]
        insert_values(LikenessKey, ("key", "case_id"), sorted(rows))


def _ask(municipality: Municipality, cases: int, at: datetime) -> None:
    random = Random(211)
    exact, whole, found = [], [], 0
    for message in range(MESSAGES):
        number = random.randrange(cases)
        text = copied(text_of(number), random)
        case = Case.objects.create(
            municipality=municipality,
            number=f"N{message}",
            channel="phone",
            text=text,
            received_at=at,
            registered_at=at,
            state="assigned",
            state_at=at,
        )
        started = perf_counter()
        Case.objects.filter(municipality=municipality, text=text).exclude(pk=case.pk).first()
        exact.append(perf_counter() - started)
        started = perf_counter()
        compare(case, at=at)
        whole.append(perf_counter() - started)
        found += RepeatProposal.objects.filter(case=case).exists()
        case.delete()
    print(f"baseline, equal texts by a scan: {_shown(exact[:20])}")
    print(f"compared with the register: {_shown(whole)}, {found / MESSAGES:.1%} proposed")
    print(f"ratio of the medians: {statistics.median(exact[:20]) / statistics.median(whole):.0f} x")


def _shown(seconds: list[float]) -> str:
    low, high = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    return f"{low * 1000:.1f} ms median, {high * 1000:.1f} ms p95"
