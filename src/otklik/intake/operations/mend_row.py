"""Try a mended row from quarantine again."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from otklik.cases import log
from otklik.cases.models import Case, CaseSource, ImportBatch, QuarantinedRow
from otklik.cases.models.choices import BatchState
from otklik.cases.queries.access import NotAllowed
from otklik.channels import ADAPTERS
from otklik.channels.incoming import Incoming, RefusedRow
from otklik.core.reasons import Reason
from otklik.intake.desk import IntakeDesk
from otklik.registry.grants import Grants
from otklik.registry.permissions import Permission


class StillRefused(Exception):
    """The row cannot be taken in as it is now; ``reasons`` say why."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons


class AlreadyMended(Exception):
    """The row was taken in before, or its file was undone."""


def mend_row(
    *, row: QuarantinedRow, payload: Mapping[str, str], grants: Grants, at: datetime
) -> Case:
    """Take the row in with its mended cells and return its case.

    Raises ``NotAllowed``, ``AlreadyMended`` and ``StillRefused``; the row then stays in
    quarantine.
    """
    municipality = row.batch.municipality
    if not grants.allows(Permission.RUN_IMPORT, municipality):
        raise NotAllowed(Permission.RUN_IMPORT)
    with transaction.atomic():
        log.hold(municipality)
        locked = QuarantinedRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
        batch = locked.batch
        if locked.mended_at is not None or batch.state != BatchState.APPLIED:
            raise AlreadyMended
        item = ADAPTERS[batch.channel].read_row(
            payload, row_number=locked.row_number, zone=ZoneInfo(batch.zone)
        )
        if isinstance(item, RefusedRow):
            raise StillRefused(item.reasons)
        if _is_overtaken(item, batch):
            raise StillRefused((Reason("later_file_has_it", {"number": item.external_id}),))
        desk = IntakeDesk(municipality=municipality, batch=batch, person=grants.person, at=at)
        desk.take([item])
        locked.case = Case.objects.get(
            municipality=municipality, channel=batch.channel, external_id=item.external_id
        )
        locked.payload = dict(payload)
        locked.mended_at, locked.mended_by = at, grants.person
        locked.save()
        batch.new_count += desk.counts.new
        batch.changed_count += desk.counts.changed
        batch.unchanged_count += desk.counts.unchanged
        batch.refused_count -= 1
        batch.save()
    row.refresh_from_db()
    return locked.case


def _is_overtaken(item: Incoming, batch: ImportBatch) -> bool:
    """Tell whether a later file has brought the item: its row is newer than this one."""
    return CaseSource.objects.filter(
        case__municipality=batch.municipality,
        case__channel=batch.channel,
        case__external_id=item.external_id,
        batch__pk__gt=batch.pk,
        batch__state=BatchState.APPLIED,
    ).exists()
