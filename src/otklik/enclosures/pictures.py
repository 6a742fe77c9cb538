"""Pictures: read through, turned upright, drawn anew without anything but the picture itself."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from PIL import ExifTags, Image, ImageCms, ImageOps

from otklik.core.reasons import Reason
from otklik.enclosures.kinds import Kind
from otklik.enclosures.refusal import EnclosureRefused, Rules

PREVIEW_SIDE = 480
_FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "jpeg": ("JPEG", {"quality": 88}),
    "png": ("PNG", {"compress_level": 6}),
    "webp": ("WEBP", {"quality": 88, "method": 3}),
}
# A picture of 50 million dots takes some 400 MB while it is drawn anew: one at a time.
_ONE_AT_A_TIME = Lock()
# What the readers of pictures are known to raise on bytes made to hurt.
_BROKEN: tuple[type[Exception], ...] = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    AttributeError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """What was learnt of a picture before all of it but the picture was left out.

    ``taken_at`` is naive where the camera named no zone; ``point`` latitude and longitude in
    degrees; ``preview`` a small JPEG.
    """

    preview: bytes
    taken_at: datetime | None
    point: tuple[float, float] | None


def clean_picture(source: Path, target: Path, kind: Kind, rules: Rules) -> Picture:
    """Write the picture alone to ``target`` and return what was beside it.

    Orientation is applied, colours are brought to sRGB; of several pictures in one file the
    first stays. Raises ``EnclosureRefused``.
    """
    with _ONE_AT_A_TIME, _opened(source, kind, rules) as image:
        exif = image.getexif()
        taken_at, point = _moment(exif), _point(exif)
        clean = _upright(image)
        name, options = _FORMATS[kind.symbol]
        if name == "JPEG" and clean.mode not in ("L", "RGB"):
            clean = _on_white(clean)
        clean.info.clear()
        clean.save(target, name, **options)
        return Picture(_preview(clean), taken_at, point)


@contextmanager
def _opened(source: Path, kind: Kind, rules: Rules) -> Iterator[Image.Image]:
    formats = [_FORMATS[kind.symbol][0], *(["MPO"] if kind.symbol == "jpeg" else [])]
    try:
        with Image.open(source, formats=formats) as image:
            if image.width * image.height > rules.pixels:
                raise _too_many(rules)
            image.load()
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many(rules) from error
    except _BROKEN as error:
        if isinstance(error, OSError) and error.errno is not None:
            # The disk, not the picture.
            raise
        raise EnclosureRefused(Reason("enclosure_damaged")) from error


def _too_many(rules: Rules) -> EnclosureRefused:
    limit = str(rules.pixels // 1_000_000)
    return EnclosureRefused(Reason("enclosure_too_many_pixels", {"limit": limit}))


def _upright(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    is_seen_through = image.mode in ("LA", "PA", "RGBA", "RGBa") or "transparency" in image.info
    # In place: a copy of a large picture is 200 MB more.
    ImageOps.exif_transpose(image, in_place=True)
    turned: Image.Image = image
    if turned.mode.startswith(("I", "F")):
        turned = turned.convert("F").point(lambda value: value / 256).convert("L")
    if profile and turned.mode in ("RGB", "RGBA", "CMYK"):
        turned = _in_srgb(turned, profile)
    if turned.mode in ("1", "L", "RGB", "RGBA"):
        return turned
    return turned.convert("RGBA" if is_seen_through else "RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Return the picture in the colours every screen takes for granted; its profile may go then."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, own, srgb, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return image
    return converted if converted is not None else image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _preview(image: Image.Image) -> bytes:
    whole = image.convert("L") if image.mode == "1" else image
    scale = min(1.0, PREVIEW_SIDE / max(whole.size))
    size = max(1, round(whole.width * scale)), max(1, round(whole.height * scale))
    small = whole.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    out = BytesIO()
    _on_white(small).save(out, "JPEG", quality=80)
    return out.getvalue()


def _moment(exif: Image.Exif) -> datetime | None:
    """Return when the camera says the picture was taken; nonsense is no moment."""
    try:
        part = exif.get_ifd(ExifTags.IFD.Exif)
        words = str(part.get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
        offset = str(part.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 ")
    except _BROKEN:
        return None
    return _parsed(words + offset, "%Y:%m:%d %H:%M:%S%z") or _parsed(words, "%Y:%m:%d %H:%M:%S")


def _parsed(words: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(words, form)  # noqa: DTZ007 - cameras may name no zone
    except ValueError:
        return None


def _point(exif: Image.Exif) -> tuple[float, float] | None:
    """Return where the picture was taken; 0, 0 is what a camera writes that does not know."""
    try:
        part = exif.get_ifd(ExifTags.IFD.GPSInfo)
        lat = _degrees(part[ExifTags.GPS.GPSLatitude], part[ExifTags.GPS.GPSLatitudeRef], "S")
        lon = _degrees(part[ExifTags.GPS.GPSLongitude], part[ExifTags.GPS.GPSLongitudeRef], "W")
    except _BROKEN:
        return None
    is_somewhere = -90 <= lat <= 90 and -180 <= lon <= 180 and (lat, lon) != (0, 0)
    return (lat, lon) if is_somewhere else None


def _degrees(parts: Any, side: str, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if str(side).strip("\0 ").upper() == negative else value, 6)
