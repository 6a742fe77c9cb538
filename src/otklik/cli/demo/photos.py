"""Photographs of the demonstration: drawn, not taken, so that nobody's yard is in them."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw

from otklik.cases.models import Case
from otklik.cases.models.choices import State
from otklik.cases.operations.attach import attach
from otklik.enclosures.receiving import receiving
from otklik.enclosures.refusal import Rules
from otklik.enclosures.store import Store
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality

CASES = 6
SIZE = (960, 720)
SKY, SNOW, ROAD = (176, 196, 214), (240, 244, 248), (92, 96, 104)


def take_photos(municipality: Municipality, grants: Grants, at: datetime) -> None:
    """Attach drawn photographs to a few cases: of the trouble, and of the work if it is done."""
    found = Case.objects.of_municipality(municipality).filter(
        state__in=(State.IN_PROGRESS, State.IN_REVIEW, State.APPROVED)
    )
    for number, case in enumerate(found.order_by("-received_at", "pk")[:CASES]):
        moment = min(case.received_at + timedelta(hours=31), at)
        before = _attach(case, grants, moment, "before", "Фото до.jpg", 3 + number)
        if number % 2 == 0:
            _attach(case, grants, moment, "after", "Фото после.jpg", 0, before)


def _attach(
    case: Case, grants: Grants, at: datetime, kind: str, name: str, drifts: int, *before: int
) -> int:
    store, rules = Store(Path(settings.FILES_FOLDER)), Rules(kinds=frozenset({"jpeg"}))
    with receiving([_street(drifts)], name, store=store, rules=rules) as received:
        return attach(
            case=case,
            grants=grants,
            at=at,
            received=received,
            store=store,
            kind=kind,
            before=before[0] if before else None,
            most_files=settings.CASE_FILES,
            most_bytes=settings.CASE_FILES_LIMIT_BYTES,
        ).pk


def _street(drifts: int) -> bytes:
    """Return a JPEG of a road with so many snowdrifts on it."""
    width, height = SIZE
    image = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height * 0.45, width, height), fill=SNOW)
    road = [(width * 0.44, height * 0.45), (width * 0.56, height * 0.45)]
    draw.polygon([*road, (width * 0.9, height), (width * 0.1, height)], fill=ROAD)
    for number in range(drifts):
        left = width * (0.2 + 0.6 * ((number * 37) % 10) / 10)
        top = height * (0.55 + 0.4 * number / max(drifts, 1))
        draw.ellipse((left - 110, top - 45, left + 110, top + 60), fill=SNOW)
    out = BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
