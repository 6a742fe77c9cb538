"""Nothing of one machine, of a registry or of a person gets into the repository."""

import json
import re
import tomllib

from otklik import __version__
from otklik.config.environment import Environment
from tests.house.tree import PACKAGE, ROOT, repository_files, text_files

# Put together here, so that this file does not hold what it looks for.
REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org")
INDEX_OPTIONS = (
    "--" + "index-url",
    "--" + "extra-index-url",
    "--" + "find-links",
    '"res' + 'olved"',
)
MACHINE_PATHS = re.compile(r"(?<![\w.~}/)])/(?:work|root|home/\w+|Users/\w+|opt|mnt)/[\w.]")


def test_no_registry_host() -> None:
    found = [
        (name, word)
        for name, content in text_files()
        for word in (*REGISTRIES, *INDEX_OPTIONS)
        if word in content
    ]
    assert found == []


def test_no_path_of_one_machine() -> None:
    found = [
        f"{name}: {match.group()}"
        for name, content in text_files()
        for match in [MACHINE_PATHS.search(content)]
        if match
    ]
    assert found == []


def test_no_register_and_no_export_is_kept() -> None:
    kinds = {".xlsx", ".xls", ".sqlite3", ".db", ".parquet", ".zip", ".whl"}
    assert [path.name for path in repository_files() if path.suffix in kinds] == []


def test_locks_have_a_hash_for_everything() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        blocks = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
        assert [block for block in blocks if "--hash=sha256:" not in block] == [], path.name
        assert "://" not in path.read_text(encoding="utf-8"), path.name
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    modules = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in modules.items() if "integrity" not in entry] == []


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8")
    names = [re.split(r"[\[<>=]", line)[0] for line in project["dependencies"]]
    assert [name for name in names if f"\n{name}==" not in f"\n{locked}"] == []


def test_changelog_begins_with_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changelog, re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == __version__


def test_every_setting_is_described() -> None:
    fields = Environment.model_fields
    names = {
        str(field.validation_alias or f"OTKLIK_{name.upper()}") for name, field in fields.items()
    }
    described = set(
        re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/settings.md").read_text(encoding="utf-8"), re.M)
    )
    assert described == names


def test_every_room_is_on_the_plan() -> None:
    plan = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert {room for room in rooms if room not in plan} == set()


def test_every_make_target_of_the_documents_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {
        word
        for name, content in text_files()
        if name.endswith(".md")
        for words in re.findall(r"`make ([a-z -]+)`|^make ([a-z-]+)", content, re.MULTILINE)
        for word in " ".join(words).split()
    }
    assert named - targets == set()
