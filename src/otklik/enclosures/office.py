"""Papers of office programs: looked through part by part, packed anew without who wrote them."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from otklik.core.reasons import Reason
from otklik.enclosures.kinds import Kind
from otklik.enclosures.refusal import EnclosureRefused, Rules
from otklik.enclosures.sniffing import taken_kind

_CHUNK = 1 << 18
_LARGEST_XML = 64 << 20
_MAIN_PARTS = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"presentationml.presentation.main+xml", "pptx"),
)
_ODT = b"application/vnd.oasis.opendocument.text"
# What acts by itself: macros, controls, commands of data exchange, entities of XML.
_ACTIVE_NAME = re.compile(
    r"vbaproject|vbadata|activex|macrosheets|/embeddings/|oleobject|^basic/|^scripts/|^object ",
    re.I,
)
_ACTIVE = re.compile(
    rb"macroEnabled|vbaProject|<!DOCTYPE|<!ENTITY|DDEAUTO|<ddeLink|vnd\.sun\.star\.script|"
    rb"<script:event|<office:script[\s>]"
)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_TYPE = re.compile(rb"""\bType\s*=\s*["']([^"']*)""")
_EXTERNAL = re.compile(rb"""\bTargetMode\s*=\s*["']External""")
# Parts that say who wrote it, with which program, for which firm, and what stands there instead.
_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/"
_PROPERTIES: dict[str, bytes] = {
    "docprops/core.xml": _XML
    + b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    + b'core-properties"/>',
    "docprops/app.xml": _XML + b'<Properties xmlns="' + _OFFICE + b'extended-properties"/>',
    "docprops/custom.xml": _XML + b'<Properties xmlns="' + _OFFICE + b'custom-properties"/>',
    "meta.xml": _XML + b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:'
    b'office:1.0" office:version="1.2"><office:meta/></office:document-meta>',
}
_SIGNED = re.compile(r"^_xmlsignatures/|^meta-inf/documentsignatures\.xml", re.I)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def clean_paper(source: Path, target: Path, rules: Rules) -> tuple[Kind, tuple[str, ...]]:
    """Write the paper without its properties to ``target``; return its kind and what remains.

    A signed paper is kept as it is: another byte would break the signature. What remains are
    symbols: ``signed``, ``comments``, ``changes``, ``pictures``. Raises ``EnclosureRefused``.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            parts = _checked_parts(archive, rules)
            kind = taken_kind(_symbol(archive, parts), rules.kinds)
            remains = _look_through(archive, parts)
            if "signed" in remains:
                _require_one_file(archive, source)
                target.write_bytes(source.read_bytes())
            else:
                _pack(archive, parts, target)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise EnclosureRefused(Reason("enclosure_damaged")) from error
    except RuntimeError as error:
        raise EnclosureRefused(Reason("enclosure_protected")) from error
    return kind, tuple(sorted(remains))


def _checked_parts(archive: zipfile.ZipFile, rules: Rules) -> list[zipfile.ZipInfo]:
    """Return the parts after a look at what the directory of the zip admits."""
    parts = [part for part in archive.infolist() if not part.is_dir()]
    unpacked = sum(part.file_size for part in parts)
    is_bomb = any(p.file_size > rules.packing_ratio * max(p.compress_size, 1000) for p in parts)
    if len(parts) > rules.parts or unpacked > rules.unpacked_bytes or is_bomb:
        raise EnclosureRefused(Reason("enclosure_unpacks_too_large"))
    if any(part.flag_bits & 1 for part in parts):
        raise EnclosureRefused(Reason("enclosure_protected"))
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names) or any(_is_a_way_out(name) for name in names):
        raise EnclosureRefused(Reason("enclosure_damaged"))
    return parts


def _is_a_way_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _symbol(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str:
    """Return what kind of paper the zip is, or refuse one that is none."""
    by_name = {part.filename: part for part in parts}
    if (types := by_name.get("[Content_Types].xml")) is not None:
        content = _xml(archive, types)
        if b"macroEnabled" in content or b"vbaProject" in content:
            raise EnclosureRefused(Reason("enclosure_active"))
        for main, symbol in _MAIN_PARTS:
            if main in content:
                return symbol
    if (stated := by_name.get("mimetype")) is not None and stated.file_size < 100:
        said = archive.read(stated).strip()
        if said == _ODT:
            return "odt"
        if said.startswith(b"application/vnd.oasis.opendocument."):
            return said.rpartition(b".")[2].decode("ascii", "replace")[:20]
    raise EnclosureRefused(Reason("enclosure_archive"))


def _look_through(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> set[str]:
    remains = set()
    for part in parts:
        name = part.filename.lower()
        if _ACTIVE_NAME.search(name):
            raise EnclosureRefused(Reason("enclosure_active"))
        if _SIGNED.match(name):
            remains.add("signed")
        if name.endswith((".xml", ".rels", ".vml")):
            remains |= _of_xml(name, _xml(archive, part))
        elif name.endswith((".jpg", ".jpeg")) and _has_properties(archive, part):
            remains.add("pictures")
    return remains


def _xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.file_size > _LARGEST_XML:
        raise EnclosureRefused(Reason("enclosure_unpacks_too_large"))
    content = archive.read(part)
    if b"\0" in content:
        # UTF-16: what is looked for would not be found, and no office program writes so.
        raise EnclosureRefused(Reason("enclosure_active"))
    return content


def _of_xml(name: str, content: bytes) -> set[str]:
    if _ACTIVE.search(content) or (name.endswith(".rels") and _reaches_out(content)):
        raise EnclosureRefused(Reason("enclosure_active"))
    found = set()
    if "comments" in name or b"<office:annotation" in content:
        found.add("comments")
    if b"<w:ins " in content or b"<w:del " in content or b"<text:tracked-changes" in content:
        found.add("changes")
    return found


def _reaches_out(relations: bytes) -> bool:
    """Tell whether the paper loads something from elsewhere when it is opened; links are not
    loaded until somebody presses them."""
    for relation in _RELATION.findall(relations):
        kind = _TYPE.search(relation)
        is_link = kind is not None and kind.group(1).endswith(b"/hyperlink")
        if _EXTERNAL.search(relation) and not is_link:
            return True
    return False


def _has_properties(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as file:
        return b"Exif\0\0" in file.read(4096)


def _pack(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], target: Path) -> None:
    """Write the parts into a new zip: nothing that stood before, between or behind them stays."""
    with zipfile.ZipFile(target, "w") as packed:
        for part in parts:
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            # The first part of an ODT states its kind and must not be packed.
            is_plain = part.filename == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if is_plain else zipfile.ZIP_DEFLATED
            instead = _PROPERTIES.get(part.filename.lower())
            with packed.open(entry, "w") as out:
                for piece in [instead] if instead is not None else _pieces(archive, part):
                    out.write(piece)


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as file:
        while piece := file.read(_CHUNK):
            yield piece


def _require_one_file(archive: zipfile.ZipFile, source: Path) -> None:
    """Refuse a signed paper with anything behind it: it cannot be packed anew."""
    tail = source.read_bytes()[-22:]
    if archive.comment or not tail.startswith(b"PK\x05\x06"):
        raise EnclosureRefused(Reason("enclosure_two_in_one"))
