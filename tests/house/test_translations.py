"""The Russian catalogue is complete: every text of the sources, nothing fuzzy, nothing dead."""

import shutil

import polib
import pytest

from scripts import messages


def test_every_text_has_its_russian() -> None:
    assert shutil.which("xgettext"), "GNU gettext is missing: run scripts/system-packages"
    assert messages.faults() == []


def test_faults_are_noticed() -> None:
    source = polib.POEntry(msgid="%(number)s cases of {name}")
    faults = {
        "not collected": None,
        "not translated": polib.POEntry(msgid=source.msgid),
        "fuzzy": polib.POEntry(msgid=source.msgid, msgstr="дела", flags=["fuzzy"]),
        "translation lacks name": polib.POEntry(msgid=source.msgid, msgstr="%(number)s дел"),
    }
    for fault, entry in faults.items():
        assert list(messages._faults_of(source, entry)) == [fault]


@pytest.mark.parametrize("text", ["%(number)s дел: {name}", "{name}, %(number)s"])
def test_good_translation_is_let_through(text: str) -> None:
    source = polib.POEntry(msgid="%(number)s cases of {name}")
    assert list(messages._faults_of(source, polib.POEntry(msgid=source.msgid, msgstr=text))) == []
