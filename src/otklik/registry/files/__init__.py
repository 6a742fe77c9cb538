"""The registry as a folder of readable files: loaded, and written back to the same bytes."""

from importlib.resources import files

from otklik.registry.files.exporting import export_files, export_folder
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
    "load_folder",
]
