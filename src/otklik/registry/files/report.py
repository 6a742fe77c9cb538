"""What loading a folder of registry files did, or why it did nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from otklik.registry.models import Person


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row, or a whole file, was refused.

    ``row_number`` counts as a spreadsheet does, the header being row 1; 0 stands for the whole
    file or folder. ``column`` is empty where no single column is at fault.
    """

    file: str
    row_number: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is new or differs: the cells that differ, as a file would write them.

    ``municipality`` is the code of the one the row belongs to, empty for a common row.
    ``before`` is ``None`` for a new row.
    """

    file: str
    key: str
    municipality: str
    before: Mapping[str, str] | None
    after: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FileReport:
    """Counts of one file.

    ``absent``: rows of the registry the file does not name; loading never removes any.
    ``kept``: rows that differ from the file and were left as they are, as asked for.
    """

    file: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    absent: int = 0
    kept: int = 0
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadReport:
    """The outcome of a folder. With any refusal nothing was written at all.

    ``at`` and ``person`` tell when and by whom it was loaded, for whoever writes the log.
    """

    files: tuple[FileReport, ...]
    refusals: tuple[Refusal, ...]
    at: datetime
    person: Person | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the folder was refused as a whole."""
        return bool(self.refusals)

    @property
    def changes(self) -> list[Change]:
        """All new and changed rows, in the order they were written."""
        return [change for file in self.files for change in file.changes]

    def total(self, name: str) -> int:
        """Return the sum over all files of ``new``, ``changed``, ``unchanged``, ..."""
        return sum(int(getattr(file, name)) for file in self.files)
