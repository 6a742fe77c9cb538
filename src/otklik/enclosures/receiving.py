"""Takes a stream of bytes to a checked and cleaned file, or says why not."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copyfile

from otklik.core.reasons import Reason
from otklik.enclosures import office, papers, pictures, recordings
from otklik.enclosures.antivirus import INFECTED, scan
from otklik.enclosures.kinds import PICTURE, Kind
from otklik.enclosures.names import check_ending, safe_name
from otklik.enclosures.refusal import MEGABYTE, EnclosureRefused, Rules
from otklik.enclosures.sniffing import HEAD_BYTES, sniff
from otklik.enclosures.store import Store, digest_of


@dataclass(frozen=True, slots=True)
class Received:
    """A file ready to be kept: ``path`` holds the cleaned bytes, ``digest`` is theirs,
    ``source_digest`` that of the bytes as they came.

    ``check`` is ``clean``, ``unchecked`` or ``broken``; ``taken_at`` (naive where the camera
    named no zone) and ``point`` are what a picture told; ``remains`` names by symbols the
    properties that could not be taken out.
    """

    path: Path
    name: str
    kind: Kind
    size: int
    digest: str
    source_digest: str
    check: str
    preview: bytes = b""
    taken_at: datetime | None = None
    point: tuple[float, float] | None = None
    remains: tuple[str, ...] = ()


@dataclass(slots=True)
class _Cleaned:
    kind: Kind
    picture: pictures.Picture | None = None
    remains: tuple[str, ...] = ()


@contextmanager
def receiving(
    pieces: Iterable[bytes], name: str, *, store: Store, rules: Rules
) -> Iterator[Received]:
    """Yield the file of the pieces, checked and cleaned; keep it with ``store.keep`` before the
    block ends, or it is gone. Raises ``EnclosureRefused``."""
    with store.incoming() as source, store.incoming() as target:
        _write(pieces, source, rules)
        verdict = scan(rules.antivirus, source, seconds=rules.antivirus_seconds)
        if verdict.state == INFECTED:
            raise EnclosureRefused(Reason("enclosure_infected", {"found": verdict.words or "?"}))
        cleaned = _clean(source, target, name, rules)
        picture = cleaned.picture
        yield Received(
            path=target,
            name=safe_name(name, cleaned.kind),
            kind=cleaned.kind,
            size=target.stat().st_size,
            digest=digest_of(target),
            source_digest=digest_of(source),
            check=verdict.state,
            preview=picture.preview if picture else b"",
            taken_at=picture.taken_at if picture else None,
            point=picture.point if picture else None,
            remains=cleaned.remains,
        )


def _write(pieces: Iterable[bytes], target: Path, rules: Rules) -> None:
    size = 0
    with target.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > rules.file_bytes:
                limit = str(rules.file_bytes // MEGABYTE)
                raise EnclosureRefused(Reason("enclosure_too_large", {"limit_mb": limit}))
            file.write(piece)


def _clean(source: Path, target: Path, name: str, rules: Rules) -> _Cleaned:
    with source.open("rb") as file:
        kind = sniff(file.read(HEAD_BYTES), rules.kinds)
    if kind is None:
        kind, remains = office.clean_paper(source, target, rules)
        check_ending(name, kind)
        return _Cleaned(kind, remains=remains)
    check_ending(name, kind)
    if kind.family == PICTURE:
        papers.refuse_a_second_file(source)
        return _Cleaned(kind, pictures.clean_picture(source, target, kind, rules))
    return _Cleaned(kind, remains=_CLEANERS[kind.symbol](source, target))


def _pdf(source: Path, target: Path) -> tuple[str, ...]:
    remains = papers.check_pdf(source)
    copyfile(source, target)
    return remains


def _text(source: Path, target: Path) -> tuple[str, ...]:
    papers.check_text(source)
    copyfile(source, target)
    return ()


def _ogg(source: Path, target: Path) -> tuple[str, ...]:
    recordings.check_ogg(source)
    copyfile(source, target)
    return ("properties",)


def _mp3(source: Path, target: Path) -> tuple[str, ...]:
    papers.refuse_a_second_file(source)
    recordings.clean_mp3(source, target)
    return ()


_CLEANERS: dict[str, Callable[[Path, Path], tuple[str, ...]]] = {
    "pdf": _pdf,
    "txt": _text,
    "ogg": _ogg,
    "mp3": _mp3,
    **dict.fromkeys(("mp4", "mov", "3gp", "m4a"), recordings.clean_boxes),
}
