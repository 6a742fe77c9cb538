"""Every reason a machine can give has a sentence."""

import ast
from pathlib import Path

import otklik
from otklik.channels.incoming import ROW_REASONS
from otklik.core.reasons import Reason
from otklik.core.table_limits import TABLE_REASONS
from otklik.enclosures.refusal import ENCLOSURE_REASONS
from otklik.intake.reason_texts import TEXTS, reason_text

PACKAGE = Path(otklik.__file__).parent


def codes_in_sources() -> set[str]:
    """Return the codes written as ``Reason("...")`` anywhere in the package."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_every_code_has_a_text() -> None:
    listed = TABLE_REASONS.keys() | ROW_REASONS.keys() | ENCLOSURE_REASONS.keys()
    assert (codes_in_sources() | listed) - TEXTS.keys() == set()


def test_every_text_names_only_parameters_the_code_brings() -> None:
    for code, names in {**TABLE_REASONS, **ROW_REASONS, **ENCLOSURE_REASONS}.items():
        text = reason_text(Reason(code, {name: f"<{name}>" for name in names}))
        assert "—" not in text.replace(" — ", ""), code


def test_parameters_stand_in_the_sentence() -> None:
    assert "Дата" in reason_text(Reason("bad_date", {"column": "Дата", "value": "вчера"}))


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert reason_text(Reason("from_the_future", {"a": "b"})) == "from_the_future (a: b)"


def test_a_missing_parameter_breaks_nothing() -> None:
    assert "—" in reason_text(Reason("bad_date", {"column": "Дата"}))
