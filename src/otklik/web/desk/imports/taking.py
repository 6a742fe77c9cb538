"""What becomes of the files of one upload, told in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from otklik.cases.models import ImportBatch
from otklik.core.tables import TableError
from otklik.intake.operations import take_in
from otklik.intake.reason_texts import reason_text
from otklik.web.desk.imports import uploads
from otklik.web.desk.middleware import DeskRequest

PREVIEW_LIMIT_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Taken:
    """One file of the upload: its batch, or the sentence why it was not taken."""

    file_name: str
    batch: ImportBatch | None = None
    failure: str = ""


def queue(
    request: DeskRequest, files: "Sequence[UploadedFile[Any]]", channel: str | None, zone: ZoneInfo
) -> list[Taken]:
    """Put the files up for the worker; a file that is refused at once leaves nothing behind."""
    return [_each(request, upload, channel, zone, keep=True) for upload in files]


def preview(
    request: DeskRequest, files: "Sequence[UploadedFile[Any]]", channel: str | None, zone: ZoneInfo
) -> list[Taken]:
    """Count what the files would bring, and keep nothing of them."""
    return [_each(request, upload, channel, zone, keep=False) for upload in files]


def _each(
    request: DeskRequest,
    upload: "UploadedFile[Any]",
    channel: str | None,
    zone: ZoneInfo,
    *,
    keep: bool,
) -> Taken:
    name = Path(upload.name or "").name
    if not keep and (upload.size or 0) > PREVIEW_LIMIT_BYTES:
        words = _("“%(file)s” is too large for a trial: take it in, it can be undone.")
        return Taken(name, failure=words % {"file": name})
    try:
        path = uploads.store(upload)
    except uploads.TooLarge as error:
        words = _("“%(file)s” is larger than %(limit)s MB, the limit of this installation.")
        return Taken(name, failure=words % {"file": name, "limit": error.limit_mb})
    made = None
    try:
        made = (
            _queued(request, path, name, channel, zone)
            if keep
            else (_previewed(request, path, channel, zone))
        )
    except TableError as error:
        reason = error.reason
        params = {**reason.params, "file": name} if "file" in reason.params else reason.params
        return Taken(name, failure=reason_text(type(reason)(reason.code, params)))
    finally:
        # Whatever went wrong, words of citizens do not stay behind without a batch.
        if made is None or not keep:
            path.unlink(missing_ok=True)
    return Taken(name, made)


def _queued(
    request: DeskRequest, path: Path, name: str, channel: str | None, zone: ZoneInfo
) -> ImportBatch:
    return take_in.queue_file(
        path=path,
        file_name=name,
        channel=channel,
        municipality=request.municipality,
        zone=zone,
        person=request.user,
        at=request.at,
    )


def _previewed(
    request: DeskRequest, path: Path, channel: str | None, zone: ZoneInfo
) -> ImportBatch:
    return take_in.preview_file(
        path=path, channel=channel, municipality=request.municipality, zone=zone, at=request.at
    )
