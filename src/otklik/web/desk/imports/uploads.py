"""Keeping an uploaded file until the worker has read it."""

from pathlib import Path
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

SUFFIXES = (".xlsx", ".xls", ".csv", ".txt")


class TooLarge(Exception):
    """The file is above the limit of this installation; ``limit_mb`` says it in megabytes."""

    def __init__(self, limit_mb: int) -> None:
        super().__init__(f"above {limit_mb} MB")
        self.limit_mb = limit_mb


def store(upload: "UploadedFile[Any]") -> Path:
    """Store the upload under a random name and return where it is.

    The name that came with it is never used as a path, only a known ending of it is kept.
    Raises ``TooLarge``.
    """
    limit: int = settings.UPLOAD_LIMIT_BYTES
    if (upload.size or 0) > limit:
        raise TooLarge(limit // (1024 * 1024))
    folder = Path(settings.IMPORT_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{token_hex(16)}{ending_of(upload.name or '')}"
    with path.open("xb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    path.chmod(0o600)
    return path


def ending_of(name: str) -> str:
    """Return the ending of the name in small letters when it is one of a table, else nothing."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix in SUFFIXES else ""
