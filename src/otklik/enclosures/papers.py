"""Plain papers that are kept as they came: PDF and text. They are only looked through."""

import codecs
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from otklik.core.reasons import Reason
from otklik.enclosures.refusal import EnclosureRefused
from otklik.enclosures.sniffing import looks_like_a_page

_CHUNK = 1 << 20
_OVERLAP = 64
_LONGEST_TEXT = 10 << 20
# Long names only: short ones are met by chance in the packed bytes of a picture.
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)\b")
_PROPERTIES = re.compile(rb"/(?:Author|Creator|Producer|Metadata)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"PK\x03\x04")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


def check_pdf(source: Path) -> tuple[str, ...]:
    """Look a PDF through; return ``("properties",)`` when it names its author or program.

    They are left: to take them out, the paper would have to be written anew, and a signature
    would break. Raises ``EnclosureRefused``.
    """
    size = source.stat().st_size
    has_properties = False
    for piece in _stretches(source):
        plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), piece)
        if _ACTIVE.search(plain):
            raise EnclosureRefused(Reason("enclosure_active"))
        has_properties = has_properties or _PROPERTIES.search(plain) is not None
    with source.open("rb") as file:
        file.seek(max(size - 2048, 0))
        if b"%%EOF" not in file.read():
            raise EnclosureRefused(Reason("enclosure_damaged"))
    refuse_a_second_file(source)
    return ("properties",) if has_properties else ()


def refuse_a_second_file(source: Path) -> None:
    """Raise ``EnclosureRefused`` when an archive is hung on behind the file.

    Programs that unpack look for a zip from the end: such a file is two things at once.
    """
    with source.open("rb") as file:
        file.seek(max(source.stat().st_size - (1 << 16) - 22, 0))
        tail = file.read()
    if any(magic in tail for magic in _ARCHIVES[:2]) or zipfile.is_zipfile(source):
        raise EnclosureRefused(Reason("enclosure_two_in_one"))


def check_text(source: Path) -> None:
    """Raise ``EnclosureRefused`` unless the file is words, in UTF-8, UTF-16 or Windows-1251."""
    if source.stat().st_size > _LONGEST_TEXT:
        limit = str(_LONGEST_TEXT >> 20)
        raise EnclosureRefused(Reason("enclosure_too_large", {"limit_mb": limit}))
    words = _decoded(source.read_bytes())
    if words is None or _CONTROLS.search(words):
        raise EnclosureRefused(Reason("enclosure_kind_unknown"))
    if looks_like_a_page(words.encode()):
        raise EnclosureRefused(Reason("enclosure_web_page"))


def _decoded(content: bytes) -> str | None:
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1251"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _stretches(source: Path) -> Iterator[bytes]:
    """Yield the file piece by piece, each with the end of the one before."""
    rest = b""
    with source.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield rest + piece
            rest = piece[-_OVERLAP:]
