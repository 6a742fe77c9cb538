"""The measuring part of ``bench.import_im``; runs with the settings of a bench folder."""

import resource
from pathlib import Path
from random import Random
from time import perf_counter

import django
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from python_calamine import CalamineWorkbook

django.setup()

from bench.im_file import write_im_file  # noqa: E402
from otklik.intake.operations import take_in  # noqa: E402
from otklik.registry.files import BASE_FOLDER, DEMO_FOLDER, load_folder  # noqa: E402
from otklik.registry.models import Municipality, Topic  # noqa: E402


def measure(rows: int, folder: Path) -> None:
    """Make the file, run the baseline, take the file in, print everything."""
    call_command("migrate", verbosity=0)
    at = timezone.now()
    for registry in (BASE_FOLDER, DEMO_FOLDER):
        load_folder(registry, at=at)
    topics = [
        (topic.parent.name, topic.name)
        for topic in Topic.objects.filter(
            edition__classifier="im", parent__isnull=False
        ).select_related("parent")
    ]
    path = folder / "incidents.xlsx"
    named, random = [(g, t) for g, t in topics if g], Random(1)
    write_im_file(path, rows, lambda _code: random.choice(named))
    print(f"file: {rows:,} rows × 47 columns, {path.stat().st_size / 1e6:.1f} MB")
    read_seconds, insert_seconds = _baseline(path)
    bare = read_seconds + insert_seconds
    municipality = Municipality.objects.get()
    started = perf_counter()
    counts = {}
    batch = take_in.take_in_file(
        path=path,
        channel="im",
        municipality=municipality,
        zone=municipality.zone,
        person=None,
        at=at,
        counted=counts,
    )
    whole = perf_counter() - started
    understanding = counts["seconds_understanding"]
    started = perf_counter()
    again = take_in.take_in_file(
        path=path,
        channel="im",
        municipality=municipality,
        zone=municipality.zone,
        person=None,
        at=at,
    )
    repeat = perf_counter() - started
    print(f"database: {connection.vendor}; new {batch.new_count}, refused {batch.refused_count}")
    _line("baseline: calamine reads", read_seconds, rows, bare)
    _line("baseline: bare executemany", insert_seconds, rows, bare)
    _line("baseline together", bare, rows, bare)
    _line("take in, everything", whole, rows, bare)
    _line("  of it understanding", understanding, rows, bare)
    _line("  of it all the rest", whole - understanding, rows, bare)
    _line(f"the same file again ({again.unchanged_count} unchanged)", repeat, rows, bare)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:.0f} MB")


def _baseline(path: Path) -> tuple[float, float]:
    started = perf_counter()
    table = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    read_seconds = perf_counter() - started
    columns = ", ".join(f"c{i} text" for i in range(len(table[0])))
    marks = ", ".join(["%s"] * len(table[0]))
    values = [[str(cell) for cell in row] for row in table[1:]]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_bare ({columns})")
        started = perf_counter()
        cursor.execute("BEGIN")
        cursor.executemany(f"INSERT INTO bench_bare VALUES ({marks})", values)
        cursor.execute("COMMIT")
        insert_seconds = perf_counter() - started
        cursor.execute("DROP TABLE bench_bare")
    return read_seconds, insert_seconds


def _line(name: str, seconds: float, rows: int, bare: float) -> None:
    print(f"{name:48} {seconds:8.2f} s {rows / seconds:10,.0f} rows/s {seconds / bare:6.2f} ×")
