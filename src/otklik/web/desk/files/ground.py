"""The store of enclosures and the rules of this installation."""

from pathlib import Path

from django.conf import settings

from otklik.enclosures.kinds import KINDS
from otklik.enclosures.refusal import Rules
from otklik.enclosures.store import Store


def the_store() -> Store:
    """Return the store of the installation."""
    return Store(Path(settings.FILES_FOLDER))


def the_rules() -> Rules:
    """Return what one file may be."""
    return Rules(
        kinds=settings.FILE_KINDS,
        file_bytes=settings.FILE_LIMIT_BYTES,
        antivirus=settings.ANTIVIRUS_COMMAND,
        antivirus_seconds=settings.ANTIVIRUS_SECONDS,
    )


def accepted() -> str:
    """Return what a browser offers to choose: media types and endings of the kinds taken.

    HEIC is not among them: an iPhone that is asked for JPEG sends JPEG.
    """
    kinds = [kind for symbol, kind in KINDS.items() if symbol in settings.FILE_KINDS]
    types = [kind.media_type for kind in kinds]
    return ",".join([*types, *(ending for kind in kinds for ending in kind.endings)])
