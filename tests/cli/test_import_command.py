"""``import``: the counts, the refused rows, the trial."""

import json
from pathlib import Path

import pytest

from otklik.cases.models import Case, ImportBatch
from tests.channels.files import (
    invented_im_rows,
    invented_pos_rows,
    write_im_file,
    write_pos_file,
)
from tests.cli.conftest import Run
from tests.district import District


def test_it_works(run: Run, district: District, tmp_path: Path) -> None:
    file = write_im_file(tmp_path / "im.xlsx", invented_im_rows(3))
    answer = run("import", "im", str(file), "--json")
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout) == {"new": 3, "changed": 0, "unchanged": 0, "refused": 0}
    assert Case.objects.count() == 3


def test_the_platform_too(run: Run, district: District, tmp_path: Path) -> None:
    file = write_pos_file(tmp_path / "pos.csv", invented_pos_rows(4))
    assert json.loads(run("import", "pos", str(file), "--json").stdout)["new"] == 4


def test_a_trial_keeps_nothing(run: Run, district: District, tmp_path: Path) -> None:
    file = write_im_file(tmp_path / "im.xlsx", invented_im_rows(3))
    assert json.loads(run("import", "im", str(file), "--dry-run", "--json").stdout)["new"] == 3
    assert not Case.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_refused_row_is_told_with_its_number(
    run: Run, district: District, tmp_path: Path
) -> None:
    rows = [dict(row) for row in invented_im_rows(2)]
    header = next(iter(rows[0]))
    rows[1] = dict.fromkeys(rows[1], "не дата") | {header: rows[1][header]}
    file = write_im_file(tmp_path / "im.csv", rows)
    answer = run("import", "im", str(file))
    assert answer.exit_code == 0
    assert ImportBatch.objects.get().refused_count == 1
    assert "3" in answer.stdout.splitlines()[-1]
    assert "не дата" in answer.stdout


@pytest.mark.parametrize("content", [b"", b"<html><body>login</body></html>", b"a;b;c\n1;2;3\n"])
def test_what_is_no_table_of_the_channel_is_refused_as_a_whole(
    run: Run, district: District, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "file.csv").write_bytes(content)
    answer = run("import", "im", str(tmp_path / "file.csv"))
    assert answer.exit_code == 1
    assert "file.csv" in answer.stderr
    assert not Case.objects.exists()


def test_a_file_that_is_not_there(run: Run, district: District, tmp_path: Path) -> None:
    answer = run("import", "im", str(tmp_path / "nowhere.xlsx"))
    assert answer.exit_code == 1
    assert "nowhere.xlsx" in answer.stderr


def test_an_unknown_zone_and_channel_are_wrong_use(
    run: Run, district: District, tmp_path: Path
) -> None:
    file = write_im_file(tmp_path / "im.csv", invented_im_rows(1))
    assert run("import", "im", str(file), "--zone", "Mars/Crater").exit_code == 2
    assert run("import", "pigeon", str(file)).exit_code == 2
