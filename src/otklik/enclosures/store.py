"""The store of enclosures: a file is found by the digest of its bytes and never changed.

::

    FOLDER/ab/cd/abcd…        kept files, in folders of two levels
    FOLDER/previews/ab/cd/…   small pictures of them
    FOLDER/quarantine/ab/cd/… files that wait for the virus checker
    FOLDER/incoming/…         files under way; what a crash leaves there is an orphan
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

_CHUNK = 1 << 20
KEPT, PREVIEWS, QUARANTINE, INCOMING = "", "previews", "quarantine", "incoming"


class FileLost(Exception):
    """The file is not there (``missing``) or not the one that was kept (``changed``)."""

    def __init__(self, how: str, digest: str) -> None:
        super().__init__(f"{how}: {digest}")
        self.how = how


@dataclass(frozen=True, slots=True)
class Found:
    """A file in the store; ``digest`` blank for one that is no enclosure."""

    path: Path
    place: str
    digest: str
    modified: float


@dataclass(frozen=True, slots=True)
class Store:
    """The folder with all enclosures of the installation."""

    folder: Path

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """Yield a path for a file under way; what is still there at the end is removed."""
        path = self.folder / INCOMING / f"{token_hex(16)}.part"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def keep(self, path: Path, digest: str, *, preview: bytes = b"", waits: bool = False) -> None:
        """Move the file into its place, whole or not at all; the same bytes are kept once.

        ``waits``: into quarantine, unless the same bytes were found clean before.
        """
        if preview:
            self._put_preview(digest, preview)
        if waits and self._holds(KEPT, digest):
            path.unlink()
            return
        self._place(path, self._path(QUARANTINE if waits else KEPT, digest), digest)

    def release(self, digest: str) -> None:
        """Let a file out of quarantine. Raises ``FileLost``."""
        path = self.path(digest, waits=True)
        self._place(path, self._path(KEPT, digest), digest)

    def path(self, digest: str, *, waits: bool = False) -> Path:
        """Return where the file is, after reading it through. Raises ``FileLost``."""
        path = self._path(QUARANTINE if waits else KEPT, digest)
        try:
            found = digest_of(path)
        except OSError as error:
            raise FileLost("missing", digest) from error
        if found != digest:
            raise FileLost("changed", digest)
        return path

    def preview(self, digest: str) -> bytes:
        """Return the small picture of a picture. Raises ``FileLost``."""
        try:
            return self._path(PREVIEWS, digest).read_bytes()
        except OSError as error:
            raise FileLost("missing", digest) from error

    def remove(self, digest: str) -> None:
        """Remove the file and its small picture, wherever they are."""
        for place in (KEPT, PREVIEWS, QUARANTINE):
            self._path(place, digest).unlink(missing_ok=True)

    def walk(self) -> Iterator[Found]:
        """Yield every file below the folder."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_symlink() or path.is_dir():
                continue
            place = next(
                (p for p in (PREVIEWS, QUARANTINE, INCOMING) if (self.folder / p) in path.parents),
                KEPT,
            )
            is_named = place != INCOMING and path == self._path(place, path.name)
            with suppress(FileNotFoundError):
                yield Found(path, place, path.name if is_named else "", path.stat().st_mtime)

    def _path(self, place: str, digest: str) -> Path:
        return self.folder / place / digest[:2] / digest[2:4] / digest

    def _holds(self, place: str, digest: str) -> bool:
        try:
            return digest_of(self._path(place, digest)) == digest
        except OSError:
            return False

    def _place(self, path: Path, target: Path, digest: str) -> None:
        make_durable(path)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            # A link fails where a rename would overwrite.
            os.link(path, target)
        except FileExistsError:
            if digest_of(target) == digest:
                path.unlink()
                return
            # Whatever lies under this name is not what it promises: it is put aside.
            os.replace(target, self.folder / INCOMING / f"{digest[:16]}-{token_hex(4)}.changed")
            os.replace(path, target)
        except OSError:
            # A disk without links.
            os.replace(path, target)
        else:
            path.unlink()
        make_durable(target.parent)

    def _put_preview(self, digest: str, preview: bytes) -> None:
        target = self._path(PREVIEWS, digest)
        with self.incoming() as draft:
            draft.write_bytes(preview)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.replace(draft, target)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of the bytes, in hexadecimal."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            total.update(piece)
    return total.hexdigest()


def make_durable(path: Path) -> None:
    """Wait until the file or folder is on the disk, where the system can tell."""
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
