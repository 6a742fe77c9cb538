"""The measuring part of ``bench.unlabelled``; runs with the settings of a bench folder."""

from datetime import datetime
from pathlib import Path
from time import perf_counter

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

django.setup()

from bench.im_file import Label, write_im_file  # noqa: E402
from otklik.cases.models import Case  # noqa: E402
from otklik.intake.operations import take_in  # noqa: E402
from otklik.intake.reader import reader_of  # noqa: E402
from otklik.learning.study import study  # noqa: E402
from otklik.registry.catalogue import Catalogue  # noqa: E402
from otklik.registry.files import BASE_FOLDER, DEMO_FOLDER, load_folder  # noqa: E402
from otklik.registry.models import Municipality, Topic  # noqa: E402
from otklik.understanding import Reader  # noqa: E402

LESSONS = 2_000
TEXTS = 3_000


def measure(rows: int) -> None:
    """Learn, print the speed of reading by part, take the file in, print what came of it."""
    call_command("migrate", verbosity=0)
    at = timezone.now()
    for registry in (BASE_FOLDER, DEMO_FOLDER):
        load_folder(registry, at=at)
    municipality = Municipality.objects.get()
    folder = Path(settings.DATA_FOLDER)
    _take(folder / "labelled.xlsx", LESSONS, _named(), municipality, at, first_number=1_000_000)
    _speeds("by words (baseline)", _reader(municipality, at))
    started = perf_counter()
    outcomes = study(municipality, at=at, person=None)
    learnt = [str(one.aspect) for one in outcomes if one.has_taken_over]
    print(f"learnt from {LESSONS:,} in {perf_counter() - started:.0f} s: {', '.join(learnt)}")
    _speeds("as learnt", _reader(municipality, at))
    whole, counted = _take(
        folder / "unlabelled.xlsx", rows, lambda _code: ("", ""), municipality, at
    )
    cases = Case.objects.filter(decisions__topic__by="machine")
    print(f"database: {connection.vendor}; {rows:,} rows without topics")
    print(f"taken in: {whole:.0f} s, {rows / whole:,.0f} rows/s")
    understood = counted["seconds_understanding"]
    print(f"  of it understanding and sorting: {understood:.0f} s, {rows / understood:,.0f} rows/s")
    print(f"sorted by the machine: {cases.filter(topic__isnull=False).count() / rows:.1%}")


def _named() -> Label:
    topics = Topic.objects.filter(edition__classifier="im").select_related("parent")
    names = {t.code: (t.parent.name, t.name) for t in topics if t.parent is not None}
    return lambda code: names[code]


def _reader(municipality: Municipality, at: datetime) -> Reader:
    on = municipality.local(at).date()
    return reader_of(Catalogue(municipality), on)


def _take(
    path: Path,
    rows: int,
    label_of: Label,
    municipality: Municipality,
    at: datetime,
    *,
    first_number: int = 2_000_000,
) -> tuple[float, dict[str, float]]:
    write_im_file(path, rows, label_of, seed=first_number, first_number=first_number)
    counted: dict[str, float] = {}
    started = perf_counter()
    take_in.take_in_file(
        path=path,
        channel="im",
        municipality=municipality,
        zone=municipality.zone,
        person=None,
        at=at,
        counted=counted,
    )
    return perf_counter() - started, counted


def _speeds(name: str, reader: Reader) -> None:
    """Print messages a second on one core: the topic alone, and everything together."""
    texts = list(Case.objects.order_by("pk").values_list("text", flat=True)[:TEXTS])
    started = perf_counter()
    for text in texts:
        _topic = reader.read(text).topic
    topic = len(texts) / (perf_counter() - started)
    started = perf_counter()
    for text in texts:
        reading = reader.read(text)
        _all = (reading.topic, reading.place, reading.flags, reading.tone, reading.personal_data)
    every = len(texts) / (perf_counter() - started)
    print(f"{name}: topic {topic:,.0f} messages/s, with place and flags {every:,.0f} messages/s")
