"""What a file is, told by its first bytes alone; the name is asked for nothing.

An own table instead of a library: fifteen kinds are taken and each is read through by its own
part afterwards; a library that guesses among hundreds, with a likelihood, answers another
question.
"""

import re

from otklik.core.reasons import Reason
from otklik.enclosures.kinds import KINDS, Kind
from otklik.enclosures.refusal import EnclosureRefused

HEAD_BYTES = 8192
# What is refused by name, so that the sentence says what to do. The longest come first.
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "enclosure_old_office", ""),
    (b"{\\rtf", "enclosure_old_office", ""),
    (b"MZ", "enclosure_program", ""),
    (b"\x7fELF", "enclosure_program", ""),
    (b"\xca\xfe\xba\xbe", "enclosure_program", ""),
    (b"\xfe\xed\xfa", "enclosure_program", ""),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "enclosure_program", ""),
    (b"#!", "enclosure_program", ""),
    (b"Rar!\x1a\x07", "enclosure_archive", ""),
    (b"7z\xbc\xaf\x27\x1c", "enclosure_archive", ""),
    (b"\x1f\x8b", "enclosure_archive", ""),
    (b"BZh", "enclosure_archive", ""),
    (b"\xfd7zXZ\x00", "enclosure_archive", ""),
    (b"MSCF", "enclosure_archive", ""),
    (b"GIF8", "enclosure_kind_not_taken", "gif"),
    (b"II*\x00", "enclosure_kind_not_taken", "tiff"),
    (b"MM\x00*", "enclosure_kind_not_taken", "tiff"),
    (b"BM", "enclosure_kind_not_taken", "bmp"),
    (b"\x1aE\xdf\xa3", "enclosure_kind_not_taken", "mkv"),
)
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
_MP4 = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"mp71"}) | {
    b"avc1",
    b"MSNV",
    b"M4V ",
    b"dash",
}
_PAGE = re.compile(rb"<\s*(?:!doctype|html|svg|script|\?xml|\?php|head|body|iframe)", re.IGNORECASE)


def sniff(head: bytes, taken: frozenset[str]) -> Kind | None:
    """Return the kind told by the first bytes, ``None`` for a zip, whose parts tell it.

    ``taken`` are the symbols of the kinds that are taken. Raises ``EnclosureRefused``.
    """
    if not head:
        raise EnclosureRefused(Reason("enclosure_empty"))
    if head.startswith(b"PK\x03\x04"):
        return None
    symbol = _symbol(head)
    if symbol is None:
        _refuse_by_name(head)
        symbol = "txt"
    return taken_kind(symbol, taken)


def taken_kind(symbol: str, taken: frozenset[str]) -> Kind:
    """Return the kind, or raise ``EnclosureRefused`` when this installation takes none of it."""
    if symbol not in taken or symbol not in KINDS:
        raise EnclosureRefused(Reason("enclosure_kind_not_taken", {"kind": symbol}))
    return KINDS[symbol]


def looks_like_a_page(content: bytes) -> bool:
    """Tell whether a browser might take the bytes for a page, a drawing or a script."""
    return _PAGE.search(content) is not None


def _symbol(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"OggS"):
        return "ogg"
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    return "mp3" if _is_mp3(head) else None


def _by_brand(head: bytes) -> str:
    brand = head[8:12]
    if brand in _HEIC:
        raise EnclosureRefused(Reason("enclosure_heic"))
    if brand == b"qt  ":
        return "mov"
    if brand[:3] in (b"3gp", b"3g2"):
        return "3gp"
    if brand in (b"M4A ", b"M4B "):
        return "m4a"
    if brand in _MP4:
        return "mp4"
    raise EnclosureRefused(Reason("enclosure_kind_unknown"))


def _is_mp3(head: bytes) -> bool:
    # Eleven bits of synchronisation, then layer III of a version that exists.
    frame = head[0] == 0xFF and len(head) > 2 and head[1] & 0xE6 == 0xE2
    return head.startswith(b"ID3") or (frame and head[1] & 0x18 != 0x08)


def _refuse_by_name(head: bytes) -> None:
    for magic, code, kind in _REFUSED:
        # Words may begin with two letters of a signature; a program goes on with what no text has.
        if head.startswith(magic) and (b"\0" in head or not magic.isalpha() or len(magic) > 2):
            params = {"kind": kind} if kind else {}
            raise EnclosureRefused(Reason(code, params))
    if looks_like_a_page(head):
        raise EnclosureRefused(Reason("enclosure_web_page"))
