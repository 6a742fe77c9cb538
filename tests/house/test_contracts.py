"""The import contract holds, and notices what it is there to notice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

# (file, line put at its end, the contract that must break)
SPOILED = {
    "a room imports a room above": (
        "clock/terms.py",
        "import otklik.cases.models",
        "A room imports only rooms below its own",
    ),
    "hidden in a function": (
        "core/text.py",
        "def spoiled() -> None:\n    import otklik.web.desk",
        "A room imports only rooms below its own",
    ),
    "only for types": (
        "channels/incoming.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import otklik.registry.models",
        "A room imports only rooms below its own",
    ),
    "a room nobody declared": (
        "helpers/__init__.py",
        '"""A room that is not on the plan."""',
        "A room imports only rooms below its own",
    ),
    "a circle": (
        "cases/models/choices.py",
        "import otklik.cases.models.case",
        "No circles of imports at any depth",
    ),
    "upwards inside cases": (
        "cases/queries/access.py",
        "import otklik.cases.terms",
        "Inside cases imports go down",
    ),
    "a second door to the deeds": (
        "reports/note.py",
        "import otklik.cases.operations.close",
        "Only web, api, cli and case commands call the deeds",
    ),
    "a deed calls a deed": (
        "cases/operations/close.py",
        "import otklik.cases.operations.reopen",
        "Deeds do not call deeds",
    ),
    "a channel knows cases": (
        "channels/im/adapter.py",
        "import otklik.cases.models",
        "Channels know plain data, nothing of cases, registry or Django",
    ),
    "Django in a pure room": (
        "clock/terms.py",
        "import django.conf",
        "Pure rooms know no Django",
    ),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contract of the package below ``folder``/src."""
    return subprocess.run(
        [
            *(str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"),
            *("--config", str(folder / "pyproject.toml")),
        ],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def copy_of_the_house(folder: Path) -> Path:
    """Copy what the contract is about; return the copied package."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    package = folder / "src" / "otklik"
    leave = shutil.ignore_patterns("__pycache__", "static", "templates", "locale", "*.csv")
    shutil.copytree(ROOT / "src" / "otklik", package, ignore=leave)
    return package


def test_contract_holds() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("case", SPOILED)
def test_contract_notices(case: str, tmp_path: Path) -> None:
    name, line, contract = SPOILED[case]
    path = copy_of_the_house(tmp_path) / name
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n\n{line}\n")
    result = lint_imports(tmp_path)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{contract} BROKEN" in result.stdout
