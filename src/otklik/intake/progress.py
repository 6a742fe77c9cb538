"""How far the worker is with a file, told outside the database.

The transaction that takes a file in is seen by nobody until it ends, so its progress is kept
in a small file beside the upload.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from otklik.cases.models import ImportBatch


@dataclass(frozen=True, slots=True)
class Progress:
    """Rows read of the rows of the file."""

    done: int
    total: int


def progress_of(batch: ImportBatch) -> Callable[[int, int], None]:
    """Return the function that writes down how many rows of how many are done.

    Give it to ``take_in.run_queued``. Each writing replaces the file at once, so a reader never
    meets half of it. Raises ``OSError`` when the folder of the upload cannot be written to.
    """
    path = _path(batch)

    def write(done: int, total: int) -> None:
        beside = path.with_suffix(".tmp")
        beside.write_text(json.dumps({"done": done, "total": total}), encoding="ascii")
        os.replace(beside, path)

    return write


def read_progress(batch: ImportBatch) -> Progress | None:
    """Return how far the worker is, or ``None`` when it has not told yet."""
    if not batch.stored_path:
        return None
    try:
        told = json.loads(_path(batch).read_text(encoding="ascii"))
        return Progress(int(told["done"]), int(told["total"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget_progress(batch: ImportBatch) -> None:
    """Remove the file of the progress, as after the batch has ended."""
    if batch.stored_path:
        _path(batch).unlink(missing_ok=True)


def _path(batch: ImportBatch) -> Path:
    return Path(f"{batch.stored_path}.progress")
