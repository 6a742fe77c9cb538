"""Load the municipality's part of the state address register and write it down in the log."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from otklik.address_register import GarReport, Progress, load_part, read_part
from otklik.cases import log
from otklik.registry.models import Municipality


def load_gar(
    *,
    path: Path,
    municipality: Municipality,
    oktmo: str,
    at: datetime,
    progress: Progress | None = None,
    is_trial: bool = False,
) -> GarReport:
    """Bring settlements, streets and houses from a region's folder or zip into the registry.

    Only places whose ОКТМО begins with ``oktmo``. All of it is stored in one transaction or, on
    any refusal, nothing; a trial stores nothing. The files are gone through before it begins:
    nobody else waits for the database during minutes of reading. One entry of the log names new,
    renamed and ended places and counts the houses; a load that changes nothing leaves none.
    Raises ``GarError``.
    """
    on = municipality.local(at).date()
    with read_part(path, oktmo, on, progress) as part, transaction.atomic():
        report = load_part(municipality, part, on)
        if is_trial:
            transaction.set_rollback(True)
        elif not report.is_empty:
            entry = log.Entry("registry.changed", None, at, _told(report), log.FILE)
            log.append(municipality, [entry], person=None, recorded_at=at)
    return report


def _told(report: GarReport) -> dict[str, object]:
    places = report.places
    after: dict[str, object] = {"counts": report.counts, "export": report.day, **places.after}
    if places.new:
        after["new"] = places.new
    return {"what": f"gar/{report.oktmo}", "before": places.before or None, "after": after}
