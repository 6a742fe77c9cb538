"""Recordings of phones: the boxes and tags that tell place, phone and person are blanked out."""

import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from otklik.core.reasons import Reason
from otklik.enclosures.refusal import EnclosureRefused

_LARGEST_INDEX = 64 << 20
# Boxes of properties (ISO 14496-12, QuickTime); `free` is a box every player passes over.
_PROPERTIES = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip", b"wide"})
_HEADER = struct.Struct(">I4s")
_PAGE_HEADER = 27
_CODECS = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex")


def clean_boxes(source: Path, target: Path) -> tuple[str, ...]:
    """Copy an MP4, MOV, 3GP or M4A with its properties blanked out in their place.

    Nothing moves, so the index of the film stays true. Returns ``("track_of_data",)`` when a
    track of measurements stays inside. Raises ``EnclosureRefused`` for a broken or joined file.
    """
    shutil.copyfile(source, target)
    size, names, index = target.stat().st_size, [], b""
    with target.open("r+b") as file:
        for at, name, head, length in _boxes(file, 0, size):
            names.append(name)
            if name == b"moov":
                index = _clean_index(file, at + head, at + length)
            elif name in _PROPERTIES:
                _blank(file, at, head, length)
    if names[:1] != [b"ftyp"] or not index or b"mdat" not in names:
        raise EnclosureRefused(Reason("enclosure_damaged"))
    return ("track_of_data",) if b"mebx" in index else ()


def _clean_index(file: BinaryIO, start: int, end: int) -> bytes:
    if end - start > _LARGEST_INDEX:
        raise EnclosureRefused(Reason("enclosure_damaged"))
    for at, name, head, length in [*_boxes(file, start, end)]:
        if name == b"trak":
            for inner, part, inner_head, inner_length in [*_boxes(file, at + head, at + length)]:
                if part in _PROPERTIES:
                    _blank(file, inner, inner_head, inner_length)
        elif name in _PROPERTIES:
            _blank(file, at, head, length)
    file.seek(start)
    return file.read(end - start)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, bytes, int, int]]:
    """Yield place, name, length of the header and whole length of the boxes, which must fill
    the stretch to its last byte."""
    at = start
    while at < end:
        file.seek(at)
        header = file.read(16)
        if len(header) < 8:
            # QuickTime may end a list of boxes with four zero bytes.
            if header == b"\0\0\0\0":
                return
            raise EnclosureRefused(Reason("enclosure_damaged"))
        length, name = _HEADER.unpack_from(header)
        head = 8
        if length == 0 and end - at == 4:
            return
        if length == 1 and len(header) == 16:
            length, head = struct.unpack_from(">Q", header, 8)[0], 16
        elif length == 0:
            length = end - at
        if length < head or at + length > end:
            raise EnclosureRefused(Reason("enclosure_two_in_one" if at else "enclosure_damaged"))
        yield at, name, head, length
        at += length


def _blank(file: BinaryIO, at: int, head: int, length: int) -> None:
    file.seek(at + 4)
    file.write(b"free")
    file.seek(at + head)
    left = length - head
    while left > 0:
        left -= file.write(bytes(min(left, 1 << 16)))


def clean_mp3(source: Path, target: Path) -> None:
    """Copy the sound of an MP3 without the tags before and behind it.

    Raises ``EnclosureRefused`` when no frame of sound follows the tag.
    """
    with source.open("rb") as file, target.open("wb") as out:
        start = _after_tag(file)
        size = source.stat().st_size
        file.seek(max(size - 128, 0))
        end = size - 128 if size > 128 and file.read(3) == b"TAG" else size
        file.seek(start)
        frame = file.read(2)
        if len(frame) < 2 or frame[0] != 0xFF or frame[1] & 0xE6 != 0xE2:
            raise EnclosureRefused(Reason("enclosure_damaged"))
        file.seek(start)
        left = end - start
        while left > 0 and (piece := file.read(min(left, 1 << 18))):
            left -= out.write(piece)


def _after_tag(file: BinaryIO) -> int:
    """Return where the sound begins: behind the tag ID3v2 and the zeros that fill it up."""
    file.seek(0)
    header = file.read(10)
    if len(header) < 10 or not header.startswith(b"ID3"):
        return 0
    length = 0
    for byte in header[6:10]:
        length = length << 7 | byte & 0x7F
    start = 10 + length + (10 if header[5] & 0x10 else 0)
    file.seek(start)
    filling = file.read(1 << 16)
    return start + len(filling) - len(filling.lstrip(b"\0"))


def check_ogg(source: Path) -> None:
    """Raise ``EnclosureRefused`` unless the file is pages of sound from first byte to last."""
    size, at = source.stat().st_size, 0
    with source.open("rb") as file:
        while at < size:
            file.seek(at)
            header = file.read(_PAGE_HEADER)
            if len(header) < _PAGE_HEADER or header[:5] != b"OggS\0":
                raise EnclosureRefused(
                    Reason("enclosure_two_in_one" if at else "enclosure_damaged")
                )
            lengths = file.read(header[26])
            if at == 0 and not file.read(16).startswith(_CODECS):
                raise EnclosureRefused(Reason("enclosure_kind_unknown"))
            at += _PAGE_HEADER + len(lengths) + sum(lengths)
    if at != size:
        raise EnclosureRefused(Reason("enclosure_damaged"))
