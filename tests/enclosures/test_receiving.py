"""What is taken, as what, and what is left of it."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx as docx_program
import openpyxl
import pytest
from PIL import Image, ImageCms

from otklik.enclosures.kinds import KINDS
from otklik.enclosures.refusal import ENCLOSURE_REASONS, EnclosureRefused
from tests.enclosures import samples
from tests.enclosures.samples import (
    GOOD,
    POINT,
    RULES,
    archive,
    docx,
    film,
    mp3,
    ogg,
    pdf,
    photo,
    png_bomb,
    taken,
)


def test_there_is_a_good_file_of_every_kind() -> None:
    assert set(GOOD) == set(KINDS)


@pytest.mark.parametrize("symbol", list(GOOD))
def test_every_kind_is_told_by_its_content(symbol: str, tmp_path: Path) -> None:
    content, name = GOOD[symbol]
    received, kept = taken(content, name, tmp_path)
    assert (received.kind.symbol, received.name, received.size) == (symbol, name, len(kept))
    # A second reading finds the same file in what is kept.
    again, _kept = taken(kept, name, tmp_path)
    assert again.kind.symbol == symbol


@pytest.mark.parametrize("symbol", list(GOOD))
def test_a_kind_the_installation_does_not_want_is_refused(symbol: str, tmp_path: Path) -> None:
    content, name = GOOD[symbol]
    with pytest.raises(EnclosureRefused) as refused:
        taken(content, name, tmp_path, replace(RULES, kinds=RULES.kinds - {symbol}))
    assert refused.value.reason.code == "enclosure_kind_not_taken"
    assert not [*tmp_path.rglob("*.part")]


POISONED: dict[str, tuple[bytes, str, str]] = {
    "nothing": (b"", "пусто.jpg", "empty"),
    "too large": (bytes([255, 216, 255]) + bytes(3 << 20), "большой.jpg", "too_large"),
    "photo and zip": (photo() + archive({"a.exe": b"MZ"}), "яма.jpg", "two_in_one"),
    "photo and rar": (photo() + b"Rar!\x1a\x07\x00" + bytes(50), "яма.jpg", "two_in_one"),
    "pdf and zip": (pdf() + archive({"a.js": "x"}), "письмо.pdf", "two_in_one"),
    "film and zip": (film() + archive({"a.js": "x"}), "двор.mp4", "two_in_one"),
    "sound and program": (ogg() + b"MZ" + bytes(100), "голос.ogg", "two_in_one"),
    "png bomb": (png_bomb(), "экран.png", "too_many_pixels"),
    "large png bomb": (png_bomb(2_000, 2_001), "экран.png", "too_many_pixels"),
    "cut photo": (photo((300, 300))[:900], "яма.jpg", "damaged"),
    "only a head": (b"\x89PNG\r\n\x1a\n", "экран.png", "damaged"),
    "svg as photo": (b"<svg onload='alert(1)'/>", "яма.jpg", "web_page"),
    "svg behind blanks": (b"\n\n <!-- -->\n<SVG><script/>", "яма.txt", "web_page"),
    "page": (b"<!DOCTYPE html><script>alert(1)</script>", "письмо.html", "web_page"),
    "page far below": (b"a" * 20_000 + b"<script>", "письмо.txt", "web_page"),
    "page in wide letters": ("<script>alert(1)".encode("utf-16"), "письмо.txt", "web_page"),
    "program": (b"MZ\x90\x00" + bytes(100), "яма.jpg", "program"),
    "shell": (b"#!/bin/sh\nrm -rf /", "письмо.txt", "program"),
    "windows command": (b"@echo off\r\ndel *.*", "письмо.bat", "named_otherwise"),
    "link": (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "фото.lnk", "program"),
    "archive": (archive({"a.txt": "x"}), "всё.zip", "archive"),
    "rar": (b"Rar!\x1a\x07\x00", "всё.rar", "archive"),
    "gzip": (b"\x1f\x8b\x08", "всё.gz", "archive"),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "письмо.doc", "old_office"),
    "rtf": (b"{\\rtf1 }", "письмо.doc", "old_office"),
    "heic": (samples.box(b"ftyp", b"heic" + bytes(8)), "яма.heic", "heic"),
    "avif": (samples.box(b"ftyp", b"avif" + bytes(8)), "яма.jpg", "heic"),
    "unknown brand": (samples.box(b"ftyp", b"hack" + bytes(8)), "двор.mp4", "kind_unknown"),
    "gif": (b"GIF89a", "смех.gif", "kind_not_taken"),
    "pptx": (
        archive({"[Content_Types].xml": "presentationml.presentation.main+xml"}),
        "доклад.pptx",
        "kind_not_taken",
    ),
    "zip named as paper": (docx(main="x"), "ответ.docx", "archive"),
    "docm": (docx(main="document.macroEnabled.main+xml"), "ответ.docm", "active"),
    "macros hidden": (docx({"word/vbaProject.bin": b"x"}), "ответ.docx", "active"),
    "object": (docx({"word/embeddings/oleObject1.bin": b"x"}), "ответ.docx", "active"),
    "template from afar": (
        docx(
            {
                "word/_rels/settings.xml.rels": '<Relationship Id="1" Type="http://x/attached'
                'Template" Target="http://evil.example/a.dotm" TargetMode="External"/>'
            }
        ),
        "ответ.docx",
        "active",
    ),
    "entities": (docx({"word/a.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]>"}), "ответ.docx", "active"),
    "wide entities": (docx({"word/a.xml": "<!DOCTYPE a>".encode("utf-16")}), "о.docx", "active"),
    "data exchange": (docx({"word/a.xml": "<w:instrText>DDEAUTO c"}), "ответ.docx", "active"),
    "way out": (docx({"../../etc/passwd": "x"}), "ответ.docx", "damaged"),
    "docx bomb": (docx({"word/a.xml": bytes(1_900_000)}), "о.docx", "unpacks_too_large"),
    "many parts": (docx({f"word/{n}.txt": "" for n in range(3001)}), "о.docx", "unpacks_too_large"),
    "cut docx": (docx()[:-30], "ответ.docx", "damaged"),
    "pdf of scripts": (pdf(b"<</S/JavaScript/JS(x)>>"), "письмо.pdf", "active"),
    "pdf of disguised scripts": (pdf(b"<</S/Java#53cript>>"), "письмо.pdf", "active"),
    "pdf that starts": (pdf(b"<</S/Launch/F(cmd.exe)>>"), "письмо.pdf", "active"),
    "pdf with enclosures": (pdf(b"<</EmbeddedFiles 5 0 R>>"), "письмо.pdf", "active"),
    "cut pdf": (pdf()[:-7], "письмо.pdf", "damaged"),
    "film without index": (samples.box(b"ftyp", b"isom" + bytes(4)), "двор.mp4", "damaged"),
    "tag without sound": (b"ID3\x03\0\0\0\0\0\0" + b"x" * 50, "запись.mp3", "damaged"),
    "film of ogg": (ogg(b"\x80theora"), "двор.ogg", "kind_unknown"),
    "bytes": (bytes(range(256)), "письмо.txt", "kind_unknown"),
    "photo as paper": (photo(), "письмо.docx", "named_otherwise"),
    "photo as program": (photo(), "яма.jpg.exe", "named_otherwise"),
    "paper as photo": (pdf(), "яма.jpg", "named_otherwise"),
}


@pytest.mark.parametrize("what", list(POISONED))
def test_poison_is_refused_with_its_reason(what: str, tmp_path: Path) -> None:
    content, name, code = POISONED[what]
    with pytest.raises(EnclosureRefused) as refused:
        taken(content, name, tmp_path)
    reason = refused.value.reason
    assert reason.code == f"enclosure_{code}"
    assert set(reason.params) == set(ENCLOSURE_REASONS[reason.code])
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_photo_tells_moment_and_point_and_keeps_neither(tmp_path: Path) -> None:
    received, kept = taken(photo(point=POINT), "яма.jpg", tmp_path)
    assert received.point == pytest.approx(POINT, abs=1e-4)
    assert received.taken_at == datetime(2026, 10, 11, 9, 30)
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif()
        assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(image.info)
    assert b"Invented Phone" not in kept
    assert b"Exif" not in kept
    assert b"Exif" not in received.preview


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_pictures_lose_their_properties_too(form: str, tmp_path: Path) -> None:
    received, kept = taken(photo(form=form, point=POINT), f"a.{form.lower()}", tmp_path)
    assert received.point == pytest.approx(POINT, abs=1e-4)
    assert b"Invented Phone" not in kept


def test_the_zone_of_the_camera_is_believed(tmp_path: Path) -> None:
    exif = Image.Exif()
    part = exif.get_ifd(0x8769)
    part[36867], part[36881] = samples.TAKEN, "+07:00"
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif)
    received, _kept = taken(out.getvalue(), "яма.jpg", tmp_path)
    assert received.taken_at == datetime(2026, 10, 11, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize("point", [(0.0, 0.0), (95.0, 10.0)])
def test_a_point_that_is_none_is_not_proposed(point: tuple[float, float], tmp_path: Path) -> None:
    received, _kept = taken(photo(point=point), "яма.jpg", tmp_path)
    assert received.point is None


def test_a_picture_is_turned_upright(tmp_path: Path) -> None:
    _received, kept = taken(photo((64, 48), orientation=6), "яма.jpg", tmp_path)
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (48, 64)


def test_colours_stay_and_the_profile_goes(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    _received, kept = taken(photo(icc_profile=profile), "яма.jpg", tmp_path)
    with Image.open(io.BytesIO(kept)) as image:
        pixel = image.convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert all(abs(one - other) < 12 for one, other in zip(pixel, (200, 30, 30), strict=True))
    assert b"acsp" not in kept


def test_a_broken_profile_does_not_hinder(tmp_path: Path) -> None:
    received, _kept = taken(photo(icc_profile=b"no profile"), "яма.jpg", tmp_path)
    assert received.kind.symbol == "jpeg"


@pytest.mark.parametrize(
    ("mode", "form", "colour"),
    [
        ("L", "PNG", 5),
        ("P", "PNG", 5),
        ("RGBA", "PNG", (1, 2, 3, 4)),
        ("1", "PNG", 1),
        ("I;16", "PNG", 40_000),
        ("CMYK", "JPEG", (1, 2, 3, 4)),
        ("RGBA", "WEBP", (1, 2, 3, 4)),
    ],
)
def test_pictures_of_every_mode_are_drawn_anew(
    mode: str, form: str, colour: object, tmp_path: Path
) -> None:
    content = photo(mode=mode, form=form, colour=colour)
    received, _kept = taken(content, f"a.{'jpg' if form == 'JPEG' else form.lower()}", tmp_path)
    with Image.open(io.BytesIO(received.preview)) as small:
        assert small.size == (64, 48)


def test_the_small_picture_is_small(tmp_path: Path) -> None:
    received, _kept = taken(photo((1600, 900)), "яма.jpg", tmp_path)
    with Image.open(io.BytesIO(received.preview)) as small:
        assert small.size == (480, 270)


def test_a_paper_loses_its_author_and_whatever_hung_on_it(tmp_path: Path) -> None:
    received, kept = taken(docx() + b"hidden behind", "ответ.docx", tmp_path)
    with zipfile.ZipFile(io.BytesIO(kept)) as packed:
        words = b"".join(packed.read(name) for name in packed.namelist())
        assert "Снег убран" in words.decode()
    assert "Петрова" not in words.decode()
    assert "Сельсовет" not in words.decode()
    assert b"hidden" not in kept
    assert received.remains == ()


def test_papers_of_real_programs_can_still_be_opened(tmp_path: Path) -> None:
    paper, sheet = io.BytesIO(), io.BytesIO()
    written = docx_program.Document()
    written.core_properties.author = "Петрова"
    written.add_paragraph("Снег убран")
    written.save(paper)
    book = openpyxl.Workbook()
    book.properties.creator = "Петрова"
    book.active["A1"] = "Снег"
    book.save(sheet)
    _received, kept = taken(paper.getvalue(), "ответ.docx", tmp_path)
    opened = docx_program.Document(io.BytesIO(kept))
    assert [p.text for p in opened.paragraphs] == ["Снег убран"]
    assert opened.core_properties.author == ""
    _received, kept = taken(sheet.getvalue(), "смета.xlsx", tmp_path)
    counted = openpyxl.load_workbook(io.BytesIO(kept))
    assert counted.active["A1"].value == "Снег"
    assert counted.properties.creator != "Петрова"


def test_what_stays_in_a_paper_is_told(tmp_path: Path) -> None:
    more = {"word/comments.xml": "<w:comments/>", "word/a.xml": "<w:ins w:author='Петрова'/>"}
    received, _kept = taken(docx({**more, "word/media/1.jpg": photo()}), "о.docx", tmp_path)
    assert received.remains == ("changes", "comments", "pictures")
    received, _kept = taken(pdf(b"/Author(x)"), "письмо.pdf", tmp_path)
    assert received.remains == ("properties",)


def test_a_signed_paper_is_kept_to_the_byte(tmp_path: Path) -> None:
    signed = docx({"_xmlsignatures/sig1.xml": "<Signature/>"})
    received, kept = taken(signed, "приказ.docx", tmp_path)
    assert (kept, received.remains) == (signed, ("signed",))
    with pytest.raises(EnclosureRefused):
        taken(signed + b"hidden", "приказ.docx", tmp_path)


@pytest.mark.parametrize("brand", [b"isom", b"qt  ", b"3gp5", b"M4A "])
def test_a_film_forgets_its_place_and_plays_on(brand: bytes, tmp_path: Path) -> None:
    content = film(brand)
    _received, kept = taken(content, "двор.mp4", tmp_path)
    assert b"+53" not in kept
    assert len(kept) == len(content)
    assert kept.index(b"sound and pictures") == content.index(b"sound and pictures")


def test_a_sound_loses_its_tags(tmp_path: Path) -> None:
    _received, kept = taken(mp3(), "запись.mp3", tmp_path)
    assert kept == (b"\xff\xfb\x90\x00" + bytes(413)) * 3


def test_the_same_photo_gives_the_same_bytes(tmp_path: Path) -> None:
    one, _kept = taken(photo(point=POINT), "а.jpg", tmp_path)
    other, _kept = taken(photo(point=POINT), "б.jpg", tmp_path)
    assert (one.digest, one.source_digest) == (other.digest, other.source_digest)
