"""The files of the repository, as the tests of the house look at them."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "otklik"
TEMPLATES = PACKAGE / "web" / "templates"
TEXT_KINDS = {
    *(".py", ".html", ".css", ".js", ".mjs", ".svg", ".po"),
    *(".md", ".txt", ".csv", ".json", ".toml", ".ini", ".cfg", ".yml", ".sh"),
}


@cache
def repository_files() -> tuple[Path, ...]:
    """Return every file git keeps or would keep, without what it ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def text_files() -> Iterator[tuple[str, str]]:
    """Yield (name from the root, content) of every file of the repository that is text."""
    for path in repository_files():
        if path.suffix in TEXT_KINDS or not path.suffix:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def python_files(*folders: str) -> Iterator[tuple[str, str]]:
    """Yield (name, content) of the Python files below folders, migrations left out."""
    for name, content in text_files():
        is_there = name.startswith(tuple(f"{folder}/" for folder in folders))
        if is_there and name.endswith(".py") and "/migrations/" not in name:
            yield name, content


def templates() -> Iterator[tuple[str, str]]:
    """Yield (name as pages ask for it, content) of every template."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        yield path.relative_to(TEMPLATES).as_posix(), path.read_text(encoding="utf-8")
