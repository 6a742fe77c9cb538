"""Why a file is not taken: one exception, its codes, and the rules files are measured by."""

from collections.abc import Mapping
from dataclasses import dataclass

from otklik.core.reasons import Reason

# Codes of EnclosureRefused and the names of their parameters; the registry of texts has each.
ENCLOSURE_REASONS: Mapping[str, tuple[str, ...]] = {
    "enclosure_empty": (),
    "enclosure_too_large": ("limit_mb",),
    "enclosure_kind_unknown": (),
    "enclosure_kind_not_taken": ("kind",),
    "enclosure_named_otherwise": ("ending", "kind"),
    "enclosure_heic": (),
    "enclosure_old_office": (),
    "enclosure_program": (),
    "enclosure_archive": (),
    "enclosure_web_page": (),
    "enclosure_active": (),
    "enclosure_two_in_one": (),
    "enclosure_protected": (),
    "enclosure_damaged": (),
    "enclosure_unpacks_too_large": (),
    "enclosure_too_many_pixels": ("limit",),
    "enclosure_infected": ("found",),
}
MEGABYTE = 1 << 20


class EnclosureRefused(Exception):
    """The file is not taken; ``reason`` says why, its code is one of ``ENCLOSURE_REASONS``."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"{reason.code} {dict(reason.params)}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Rules:
    """What one file may be. ``kinds`` are symbols of ``kinds.KINDS``; ``pixels`` of a picture;
    ``antivirus`` the words of the checker's command, none for no check."""

    kinds: frozenset[str]
    file_bytes: int = 50 * MEGABYTE
    pixels: int = 50_000_000
    unpacked_bytes: int = 300 * MEGABYTE
    packing_ratio: int = 150
    parts: int = 3_000
    antivirus: tuple[str, ...] = ()
    antivirus_seconds: float = 60.0
