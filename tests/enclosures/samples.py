"""Files for the tests, made on the spot: good ones and poisoned ones. Nothing of them is real."""

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

from otklik.enclosures.kinds import KINDS
from otklik.enclosures.receiving import receiving
from otklik.enclosures.refusal import Rules
from otklik.enclosures.store import Store

RULES = Rules(kinds=frozenset(KINDS), file_bytes=2 << 20, pixels=4_000_000)
# A village nobody lives in: Луговое of the invented district.
POINT = (53.7225, 91.4429)
TAKEN = "2026:10:11 09:30:00"


def photo(
    size: tuple[int, int] = (64, 48),
    *,
    form: str = "JPEG",
    colour: Any = (200, 30, 30),
    mode: str = "RGB",
    point: tuple[float, float] | None = None,
    orientation: int = 1,
    **options: Any,
) -> bytes:
    """Return a picture with properties: moment, phone, and the point, if one is given."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Invented Phone"
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = TAKEN
    if point is not None:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
        gps[ExifTags.GPS.GPSLatitude] = _sexagesimal(point[0])
        gps[ExifTags.GPS.GPSLongitude] = _sexagesimal(point[1])
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, form, exif=exif, **options)
    return out.getvalue()


def _sexagesimal(value: float) -> tuple[float, float, float]:
    degrees, rest = divmod(value, 1)
    minutes, rest = divmod(rest * 60, 1)
    return degrees, minutes, round(rest * 60, 4)


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """Return a PNG of a hundred bytes that says it has three thousand million dots."""

    def chunk(name: bytes, content: bytes) -> bytes:
        total = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", total)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = zlib.compress(bytes(1000))
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", content) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def archive(parts: dict[str, bytes | str]) -> bytes:
    """Return a zip of the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def docx(extra: dict[str, bytes | str] | None = None, *, main: str = "document.main+xml") -> bytes:
    """Return a small paper of Word written by «Петрова», with more parts if given."""
    kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{main}"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types><Override ContentType="{kind}"/></Types>',
        "_rels/.rels": "<Relationships/>",
        "word/document.xml": "<w:document><w:t>Снег убран</w:t></w:document>",
        "docProps/core.xml": "<cp:coreProperties><dc:creator>Петрова</dc:creator></cp:core"
        "Properties>",
        "docProps/app.xml": "<Properties><Company>Сельсовет</Company></Properties>",
    }
    return archive({**parts, **(extra or {})})


def odt() -> bytes:
    """Return a small paper of LibreOffice."""
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": "<office:document-content/>",
            "meta.xml": "<office:document-meta><dc:creator>Петрова</dc:creator></office:document-"
            "meta>",
        }
    )


def pdf(more: bytes = b"") -> bytes:
    """Return what begins and ends like a PDF, with ``more`` inside."""
    return b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n" + more + b"\ntrailer<<>>\n%%EOF\n"


def box(name: bytes, content: bytes = b"") -> bytes:
    """Return a box of an MP4."""
    return struct.pack(">I4s", 8 + len(content), name) + content


def film(brand: bytes = b"isom", place: bytes = b"+53.7225+091.4429/") -> bytes:
    """Return a film of no pictures that tells where it was taken, twice."""
    told = box(b"udta", box(b"\xa9xyz", place))
    track = box(b"trak", box(b"tkhd", bytes(20)) + told)
    index = box(b"moov", box(b"mvhd", bytes(100)) + track + told)
    return box(b"ftyp", brand + bytes(4)) + index + box(b"mdat", b"sound and pictures")


def mp3() -> bytes:
    """Return a sound with the name of who recorded it before and behind."""
    tag = b"ID3\x03\x00\x00\x00\x00\x00\x20" + "Петрова".encode("utf-16").ljust(32, b"\0")
    sound = b"\xff\xfb\x90\x00" + bytes(413)
    return tag + sound * 3 + b"TAG" + "Петрова".encode("cp1251").ljust(125, b"\0")


def ogg(codec: bytes = b"OpusHead") -> bytes:
    """Return one page of sound."""
    content = codec.ljust(40, b"\0")
    return b"OggS\0\x02" + bytes(20) + b"\x01" + bytes([len(content)]) + content


def taken(content: bytes, name: str, folder: Path, rules: Rules = RULES) -> tuple[Any, bytes]:
    """Receive the bytes and return what was learnt and the bytes that would be kept."""
    with receiving([content], name, store=Store(folder), rules=rules) as received:
        return received, received.path.read_bytes()


GOOD: dict[str, tuple[bytes, str]] = {
    "jpeg": (photo(), "яма.jpg"),
    "png": (photo(form="PNG"), "экран.png"),
    "webp": (photo(form="WEBP"), "снимок.webp"),
    "pdf": (pdf(), "письмо.pdf"),
    "docx": (docx(), "ответ.docx"),
    "xlsx": (
        archive({"[Content_Types].xml": "spreadsheetml.sheet.main+xml", "xl/workbook.xml": "<w/>"}),
        "смета.xlsx",
    ),
    "odt": (odt(), "ответ.odt"),
    "txt": ("Снег не убран".encode("cp1251"), "письмо.txt"),
    "mp4": (film(), "двор.mp4"),
    "mov": (film(b"qt  "), "двор.mov"),
    "3gp": (film(b"3gp5"), "двор.3gp"),
    "m4a": (film(b"M4A "), "запись.m4a"),
    "mp3": (mp3(), "запись.mp3"),
    "ogg": (ogg(), "голос.ogg"),
}
