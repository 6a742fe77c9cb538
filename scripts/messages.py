"""The Russian catalogue: ``collect`` texts of the sources, ``compile`` it, ``check`` it.

``collect`` and ``check`` need GNU gettext (``scripts/system-packages``); ``compile`` does not.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "otklik"
CATALOGUE = Path("locale/ru/LC_MESSAGES/django.po")

Key = tuple[str, str]


def collect(package: Path = PACKAGE) -> None:
    """Bring ``locale/ru`` of a package folder in step with its sources, in place.

    Translations that are there stay; texts that are gone from the sources go. Raises SystemExit
    without gettext.
    """
    if shutil.which("xgettext") is None:
        raise SystemExit("GNU gettext is missing: run scripts/system-packages.")
    (package / "locale").mkdir(exist_ok=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "django", "makemessages", "--locale=ru", "--no-obsolete"),
            *("--add-location=file", "--no-wrap", "--ignore=static/*", "--verbosity=0"),
            f"--pythonpath={ROOT / 'src'}",
            "--settings=otklik.config.settings",
        ],
        cwd=package,
        check=True,
    )
    _settle(package / CATALOGUE)


def _settle(path: Path) -> None:
    """Leave out what changes without the texts changing: otherwise every run makes a diff."""
    catalogue = polib.pofile(str(path), wrapwidth=0)
    catalogue.header = "Texts of Otklik in Russian."
    catalogue.metadata_is_fuzzy = []
    for name in ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team"):
        catalogue.metadata.pop(name, None)
    catalogue.metadata |= {
        "Project-Id-Version": "otklik",
        "Report-Msgid-Bugs-To": "",
        "Language": "ru",
    }
    catalogue.save()


def compile_catalogue(package: Path = PACKAGE) -> int:
    """Write ``django.mo`` beside ``django.po``; return the number of translated texts."""
    path = package / CATALOGUE
    if not path.exists():
        return 0
    catalogue = polib.pofile(str(path))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    return len(catalogue.translated_entries())


def faults() -> list[str]:
    """Return what is wrong with the catalogue, one line a fault; empty when it is complete."""
    wanted = _texts_of_sources()
    path = PACKAGE / CATALOGUE
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    present = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    lines = [
        f"no longer in the sources: {key[1]!r}" for key in sorted(present.keys() - wanted.keys())
    ]
    lines += [f"kept but dead: {entry.msgid!r}" for entry in catalogue.obsolete_entries()]
    for key, source in sorted(wanted.items()):
        entry = present.get(key)
        where = ", ".join(name for name, _line in source.occurrences)
        lines += [f"{fault}: {key[1]!r} ({where})" for fault in _faults_of(source, entry)]
    return lines


def _texts_of_sources() -> dict[Key, polib.POEntry]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "otklik"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("locale", "static", "data"))
        collect(copy)
        path = copy / CATALOGUE
        return {_key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid)


def _faults_of(source: polib.POEntry, entry: polib.POEntry | None) -> Iterator[str]:
    if entry is None:
        yield "not collected"
        return
    if entry.fuzzy:
        yield "fuzzy"
    if bool(source.msgid_plural) != bool(entry.msgid_plural):
        yield "plural in one place only"
    if not entry.translated() and not entry.fuzzy:
        yield "not translated"
    missing = _placeholders(source.msgid) - _placeholders(
        entry.msgstr, *entry.msgstr_plural.values()
    )
    if missing and entry.translated():
        yield f"translation lacks {', '.join(sorted(missing))}"


def _placeholders(*texts: str) -> set[str]:
    """Return the named places of a text: ``%(name)s`` and ``{name}``."""
    found: set[str] = set()
    for text in texts:
        parts = text.replace("%(", "\0").replace("{", "\0").split("\0")[1:]
        found |= {part.split(")")[0].split("}")[0] for part in parts}
    return found


def main() -> int:
    """Run the command named on the command line; return the exit code."""
    command = sys.argv[1] if len(sys.argv) == 2 else ""
    if command == "collect":
        collect()
    elif command == "compile":
        print(f"translations: {compile_catalogue()} texts compiled")
    elif command == "check":
        lines = faults()
        print("\n".join([*lines, f"translations: {len(lines)} faults"]))
        return 1 if lines else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
