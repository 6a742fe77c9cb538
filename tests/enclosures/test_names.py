"""Names of files: people read them, machines must not be led astray by them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.enclosures.kinds import KINDS
from otklik.enclosures.names import safe_name, shown_name

JPEG = KINDS["jpeg"]


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Яма на Ленина, 5.JPG", "Яма на Ленина, 5.jpg"),
        ("фото.png", "фото.jpg"),
        ("без ending", "без ending.jpg"),
        ("C:\\Users\\Петрова\\фото.jpg", "фото.jpg"),
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("фото\u202egpj.exe.jpg", "фотоgpj.exe.jpg"),
        ("фо\x00то\r\nX-Header: a.jpg", "фото X-Header_ a.jpg"),
        ("\u200b\ufeff.jpg", "file.jpg"),
        ("", "file.jpg"),
        ("...", "file.jpg"),
        ("con.jpg", "file_con.jpg"),
        ('a"<b>|c?.jpg', "a_b_c_.jpg"),
        ("и\u0306.jpg", "й.jpg"),
    ],
)
def test_a_name_is_made_harmless(given_name: str, kept: str) -> None:
    assert safe_name(given_name, JPEG) == kept


def test_a_refused_name_is_told_without_signs_that_turn_it_round() -> None:
    assert shown_name("C:\\фото\u202egpj.exe") == "фотоgpj.exe"
    assert shown_name("\u202e") == "file"


@given(st.text(max_size=400))
def test_any_name_becomes_short_plain_and_rightly_ended(name: str) -> None:
    safe = safe_name(name, JPEG)
    assert safe.endswith(JPEG.endings)
    assert 5 <= len(safe) <= 120
    assert not {"/", "\\", "\n", '"'} & set(safe)
    assert not any(unicodedata.category(sign).startswith("C") for sign in safe)
    assert not safe.startswith(".")
    # Nothing is lost at the second time.
    assert safe_name(safe, JPEG) == safe
