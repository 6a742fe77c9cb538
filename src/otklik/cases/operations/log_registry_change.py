"""Write a change of the registry down in the log of the municipality."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from otklik.cases import log
from otklik.registry.models import Municipality, Person


def log_registry_change(
    *,
    municipality: Municipality | None,
    person: Person | None,
    at: datetime,
    what: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """Append ``registry.changed`` to the chain of the municipality; ``None`` means to all chains,
    for a row that belongs to no municipality concerns them all.

    ``what`` names table and row, such as ``topics/im-115``; ``before`` and ``after`` hold plain
    values of the fields that changed: ``before`` is ``None`` for a new row, ``after`` for a
    removed one. Must run in the transaction that makes the change.
    """
    data = {
        "what": what,
        "before": None if before is None else dict(before),
        "after": None if after is None else dict(after),
    }
    entry = log.Entry("registry.changed", None, at, data)
    concerned = [municipality] if municipality else Municipality.objects.order_by("code")
    for one in concerned:
        log.append(one, [entry], person=person, recorded_at=at)
