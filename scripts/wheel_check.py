"""Install the wheel of ``dist/`` alone into an empty venv and use it there.

What is checked: the wheel carries its built files, needs nothing but the locked libraries, gives
a version, makes the demonstration register, answers a page and finds its style sheet.
"""

import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "otklik"
CARRIED = (
    "web/static/otklik/dist/desk.css",
    "web/static/otklik/dist/desk.js",
    "web/static/otklik/dist/theme.js",
    "web/static/otklik/dist/icons.svg",
    "locale/ru/LC_MESSAGES/django.mo",
)
# Kinds of files that are not code and must travel all the same.
DATA_KINDS = ("*.html", "*.csv", "*.docx", "*.sql", "*.txt")
PAGE = """
import django
django.setup()
from django.contrib.staticfiles import finders
from django.test import Client
answer = Client(headers={"host": "localhost"}).get("/login/", follow=True)
assert answer.status_code == 200, answer.status_code
assert "desk.css" in answer.content.decode(), "the page does not name its style sheet"
assert finders.find("otklik/dist/desk.css"), "the style sheet is not in the wheel"
"""


def missing_in(wheel: Path) -> list[str]:
    """Return the files the wheel should carry and does not."""
    wanted = {f"otklik/{name}" for name in CARRIED}
    for kind in DATA_KINDS:
        wanted |= {f"otklik/{path.relative_to(PACKAGE).as_posix()}" for path in PACKAGE.rglob(kind)}
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    return sorted(wanted - names)


def install(wheel: Path, folder: Path) -> None:
    """Make a venv in ``folder`` with the locked libraries and the wheel, nothing else."""
    uv = ROOT / ".venv" / "bin" / "uv"
    venv.create(folder, with_pip=not uv.exists())
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    if uv.exists():
        pip = [str(uv), "pip"]
    target = [f"--python={python}"] if uv.exists() else []
    lock = ["--require-hashes", "-r", str(ROOT / "requirements" / "base.txt")]
    subprocess.run([*pip, "install", "--quiet", *target, *lock], check=True)
    subprocess.run([*pip, "install", "--quiet", *target, "--no-deps", str(wheel)], check=True)
    subprocess.run([*pip, "check", *target], check=True)


def use(folder: Path, work: Path) -> None:
    """Run the installed commands with nothing of this checkout in sight."""
    environment = {
        "PATH": str(folder / "bin"),
        "HOME": str(work),
        "LANG": "C.UTF-8",
        "OTKLIK_DATA_FOLDER": str(work / "data"),
        "DJANGO_SETTINGS_MODULE": "otklik.config.settings",
    }
    for command in (
        ["otklik", "--version"],
        ["otklik", "init", "--demo"],
        ["otklik", "verify-log"],
        ["python", "-W", "error::SyntaxWarning", "-c", PAGE],
    ):
        shown = " ".join(command[:3]) if command[0] == "otklik" else "the login page"
        print(f"wheel: {shown}", flush=True)
        program = str(folder / "bin" / command[0])
        subprocess.run([program, *command[1:]], cwd=work, env=environment, check=True)


def main() -> int:
    """Check the newest wheel of ``dist/``; return the exit code."""
    wheels = sorted((ROOT / "dist").glob("otklik-*.whl"), key=os.path.getmtime)
    if not wheels:
        print("wheel: none in dist/, run make wheel")
        return 1
    absent = missing_in(wheels[-1])
    if absent:
        print("wheel: lacks\n  " + "\n  ".join(absent))
        return 1
    with tempfile.TemporaryDirectory() as temporary:
        folder, work = Path(temporary) / "venv", Path(temporary) / "work"
        work.mkdir()
        install(wheels[-1], folder)
        try:
            use(folder, work)
        except subprocess.CalledProcessError as error:
            print(f"wheel: {' '.join(map(str, error.cmd))[:200]} failed with {error.returncode}")
            return 1
    print(f"wheel: {wheels[-1].name}, {wheels[-1].stat().st_size / 2**20:.1f} MB, good")
    return 0


if __name__ == "__main__":
    sys.exit(main())
