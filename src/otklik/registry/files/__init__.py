"""The registry as a folder of readable files: loaded, and written back to the same bytes."""

from collections.abc import Iterator
from importlib.resources import files

from django.db.models import Model

from otklik.registry.files.exporting import export_files, export_folder
from otklik.registry.files.known import Known
from otklik.registry.files.loading import load_folder
from otklik.registry.files.report import Change, FileReport, LoadReport, Refusal
from otklik.registry.files.sheets import SHEETS

BASE_FOLDER = files("otklik.registry.data") / "base"
DEMO_FOLDER = files("otklik.registry.data") / "demo"

__all__ = [
    "BASE_FOLDER",
    "DEMO_FOLDER",
    "SHEETS",
    "Change",
    "FileReport",
    "LoadReport",
    "Refusal",
    "export_files",
    "export_folder",
    "faults_of",
    "load_folder",
]


def faults_of(row: Model) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row as a whole: the name of a field and words.

    The checks are those of the files, so that the browser takes nothing a file may not hold.
    """
    for sheet in SHEETS:
        if isinstance(row, sheet.model):
            for header, words in sheet.faults_of(row, Known(SHEETS)):
                yield sheet.field_at(header), words
