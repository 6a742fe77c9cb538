"""Write down that somebody took the log, or a part of it, away as a file."""

from datetime import datetime

from django.db import transaction

from otklik.cases import log
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality


def log_export(*, municipality: Municipality, grants: Grants, at: datetime, what: str) -> None:
    """Append an entry that names what was taken away and by whom (152-FZ art. 19 part 2)."""
    with transaction.atomic():
        entry = log.Entry("log.exported", None, at, {"what": what})
        log.append(municipality, [entry], person=grants.person, recorded_at=at)
