"""Names of files as people gave them, made harmless."""

import re
import unicodedata

from otklik.core.reasons import Reason
from otklik.enclosures.kinds import ENDINGS_OF_FAMILY, PICTURE, Kind
from otklik.enclosures.refusal import EnclosureRefused

LONGEST = 120
_UNSAFE = re.compile(r'[<>:"|?*\\/]+')
_SPACES = re.compile(r"\s+")
# Names Windows keeps for itself, whatever stands after the dot.
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_ENDING = re.compile(r"\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,8}$")
_NAMELESS = "file"


def safe_name(name: str, kind: Kind) -> str:
    """Return the name without path, control, invisible and turning signs, at most 120 letters,
    with the ending of the kind. Cyrillic stays."""
    stem, ending = _split(name)
    if ending not in kind.endings:
        ending = kind.endings[0]
    stem = stem[: LONGEST - len(ending)].rstrip(" .")
    if not stem or _RESERVED.match(stem):
        stem = f"{_NAMELESS}_{stem}".rstrip("_")
    return f"{stem}{ending}"


def shown_name(name: str) -> str:
    """Return the name as it may be told in a sentence, whatever ending it has."""
    stem, ending = _split(name)
    return f"{stem[: LONGEST - len(ending)]}{ending}" or _NAMELESS


def check_ending(name: str, kind: Kind) -> None:
    """Raise ``EnclosureRefused`` when the name promises a file of another kind.

    A picture may bear the ending of another kind of picture: messengers and phones do so, and
    the right one is given anyway. A name without an ending promises nothing.
    """
    ending = _split(name)[1]
    allowed = ENDINGS_OF_FAMILY[PICTURE] if kind.family == PICTURE else frozenset(kind.endings)
    if kind.symbol in ("mp4", "mov", "3gp", "m4a"):
        # One container with many names.
        allowed = ENDINGS_OF_FAMILY["video"] | ENDINGS_OF_FAMILY["audio"]
    if ending and ending not in allowed:
        told = {"ending": ending, "kind": kind.endings[0]}
        raise EnclosureRefused(Reason("enclosure_named_otherwise", told))


def _split(name: str) -> tuple[str, str]:
    """Return the cleaned stem and the ending in small letters; «от 12.05» has none."""
    name = unicodedata.normalize("NFC", name[:1000]).replace("\\", "/").rpartition("/")[2]
    shown = "".join(" " if sign.isspace() else sign for sign in name if _is_shown(sign))
    shown = _SPACES.sub(" ", _UNSAFE.sub("_", shown)).rstrip(" .")
    found = _ENDING.search(shown)
    stem = shown[: found.start()] if found else shown
    return stem.strip(" ."), found[0].lower() if found else ""


def _is_shown(sign: str) -> bool:
    """Tell whether the sign is seen; those that turn the writing round are of the category Cf."""
    return sign.isspace() or unicodedata.category(sign)[0] not in "C"
