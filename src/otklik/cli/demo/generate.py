"""Fill the register of the demonstration district through the same doors real items use."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from otklik.cases.models import Case, ImportBatch
from otklik.cases.models.choices import BatchState
from otklik.cli.demo.items import DemoItem, ItemMaker
from otklik.cli.demo.life import live_on
from otklik.intake.desk import IntakeDesk
from otklik.registry.models import Municipality, Person
from otklik.reminders.telling import tell_news

CHUNK = 500
Progress = Callable[[int, int], None]


def generate(
    *,
    municipality: Municipality,
    at: datetime,
    total: int = 4000,
    seed: int = 211,
    progress: Progress | None = None,
) -> int:
    """Make about ``total`` invented items of the two years before ``at``; return how many.

    A register that has items already is left as it is, and nothing is made. Raises
    ``ValueError`` for a municipality that is not marked as a demonstration.
    """
    if not municipality.is_demo:
        raise ValueError(f"{municipality.code} is not a demonstration municipality")
    if Case.objects.of_municipality(municipality).exists():
        return 0
    _set_passwords()
    items = list(ItemMaker(municipality, at, seed).items(total))
    with transaction.atomic():
        done = 0
        for channel, part in _by_channel(items).items():
            batch = _batch(municipality, channel, at)
            desk = IntakeDesk(municipality=municipality, batch=batch, person=None, at=at)
            for start in range(0, len(part), CHUNK):
                desk.take([item.incoming for item in part[start : start + CHUNK]])
                done += len(part[start : start + CHUNK])
                if progress is not None:
                    progress(done, len(items))
            batch.new_count = desk.counts.new
            batch.save()
        live_on(municipality, items, at=at, seed=seed)
    # Notices are made as in life: from the log of the last day, and from the terms.
    tell_news(at=at)
    return len(items)


def _by_channel(items: list[DemoItem]) -> dict[str, list[DemoItem]]:
    parts: dict[str, list[DemoItem]] = defaultdict(list)
    for item in items:
        parts[item.incoming.channel].append(item)
    return parts


def _batch(municipality: Municipality, channel: str, at: datetime) -> ImportBatch:
    return ImportBatch.objects.create(
        municipality=municipality,
        channel=channel,
        file_name=f"demo-{channel}",
        zone=municipality.time_zone,
        state=BatchState.APPLIED,
        created_at=at,
        applied_at=at,
    )


def _set_passwords() -> None:
    # The password is printed for all to see, so one hash does for all: forty would take 13 s.
    Person.objects.filter(is_demo=True).update(password=make_password(settings.DEMO_PASSWORD))
