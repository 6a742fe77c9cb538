"""The folder or zip archive of a region: which file is which, and opening them."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from otklik.address_register.refusal import GarError

PLACES, PLACE_CODES = "ADDR_OBJ", "ADDR_OBJ_PARAMS"
TREE, HOUSES = "MUN_HIERARCHY", "HOUSES"
REQUIRED = (PLACES, TREE, HOUSES)
# The day of the export in the name keeps AS_ADDR_OBJ_DIVISION, AS_HOUSES_PARAMS and others out.
_NAME = re.compile(
    r"AS_(ADDR_OBJ|ADDR_OBJ_PARAMS|MUN_HIERARCHY|HOUSES)_(\d{8})(?:_[\w-]+)?\.XML", re.IGNORECASE
)
# The register itself packs some 25 to 1; a small archive may be as dense as it likes.
_DENSEST, _SMALL = 300, 64 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the region: where it is in the folder or archive, and its bytes unpacked."""

    path: str
    day: str
    size: int

    @property
    def name(self) -> str:
        """The name without folders, as it is told to people."""
        return PurePosixPath(self.path).name


class Source:
    """The files of one region, the newest of each kind."""

    def __init__(self, path: Path) -> None:
        """Look into the folder or archive. Raises ``GarError`` when it is not that of a region.

        The files may lie in it or one folder deeper (``19/``), as in the archive of the country;
        one with several regions is refused, for nothing tells which is meant.
        """
        self._path = path
        self._is_zip = path.is_file()
        if not path.exists():
            raise GarError("file_not_found", file=path)
        with _telling(path.name):
            found = list(_members_of_zip(path) if self._is_zip else _members_of_folder(path))
        self._members = _of_one_region(path, found)
        missing = [f"AS_{kind}_*.XML" for kind in REQUIRED if kind not in self._members]
        if missing:
            raise GarError("gar_files_missing", folder=path, files=", ".join(missing))

    @property
    def size(self) -> int:
        """The bytes of all files to read."""
        return sum(member.size for member in self._members.values())

    @property
    def day(self) -> str:
        """The day the register was exported, ``yyyymmdd`` as in the names of files."""
        return self._members[PLACES].day

    def member(self, kind: str) -> Member | None:
        """Return the file of the kind, or ``None``."""
        return self._members.get(kind)

    @contextmanager
    def open(self, member: Member) -> Iterator[BinaryIO]:
        """Open a file. Raises ``GarError`` for damage found here or inside the block."""
        with _telling(member.name), ExitStack() as stack:
            if self._is_zip:
                archive = stack.enter_context(zipfile.ZipFile(self._path))
                yield cast(BinaryIO, stack.enter_context(archive.open(member.path)))
            else:
                yield stack.enter_context((self._path / member.path).open("rb"))


@contextmanager
def _telling(name: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise GarError("file_is_damaged", file=name) from error
    except RuntimeError as error:
        # What zipfile raises for a password and for a packing it does not know.
        raise GarError("gar_zip_closed", file=name) from error
    except OSError as error:
        raise GarError("file_unreadable", file=name) from error


def _members_of_folder(path: Path) -> Iterator[Member]:
    for file in (*path.glob("*"), *path.glob("*/*")):
        found = _NAME.fullmatch(file.name)
        if found is not None and file.is_file():
            yield Member(file.relative_to(path).as_posix(), found[2], file.stat().st_size)


def _members_of_zip(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            found = _NAME.fullmatch(PurePosixPath(info.filename).name)
            if found is None:
                continue
            if info.file_size > max(_SMALL, info.compress_size * _DENSEST):
                raise GarError("file_is_unsafe", file=path.name)
            yield Member(info.filename, found[2], info.file_size)


def _of_one_region(path: Path, members: Iterable[Member]) -> dict[str, Member]:
    folders: dict[str, dict[str, Member]] = {}
    for member in sorted(members, key=lambda m: (m.day, m.path)):
        found = _NAME.fullmatch(member.name)
        kind = found[1].upper() if found else ""
        folders.setdefault(str(PurePosixPath(member.path).parent), {})[kind] = member
    if not folders:
        raise GarError("gar_files_missing", folder=path, files="AS_ADDR_OBJ_*.XML")
    if len(folders) > 1:
        raise GarError("gar_several_regions", folder=path, names=", ".join(sorted(folders)[:10]))
    return next(iter(folders.values()))
