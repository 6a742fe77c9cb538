"""``verify-log``, ``report note``, ``create-user``, ``set-password``, ``demo``."""

import json
from pathlib import Path

import pytest

from otklik.cases.models import Case, Event
from otklik.registry.grants import grants_of
from otklik.registry.models import Person
from otklik.registry.permissions import Permission
from tests.cli.conftest import Run
from tests.district import NOW, District
from tests.factories import make_case

PASSWORD = "ключ-от-сельсовета-7"


def test_a_whole_log_ends_with_0_and_a_changed_one_with_1(run: Run, district: District) -> None:
    run("create-user", "novikova", says=f"{PASSWORD}\n")
    assert run("verify-log").exit_code == 0
    assert json.loads(run("verify-log", "--json").stdout) == {"entries": 1, "flaws": []}
    Event.objects.update(data='{"what":"nothing"}')
    answer = run("verify-log", "--json")
    assert answer.exit_code == 1
    assert json.loads(answer.stdout)["flaws"] == [
        {"municipality": "lugovsk", "seq": 1, "kind": "changed"}
    ]
    assert "lugovsk" in run("verify-log").output


def test_the_note_is_a_word_document_with_its_figures(
    run: Run, district: District, tmp_path: Path
) -> None:
    make_case(district)
    target = tmp_path / "note.docx"
    answer = run("report", "note", "--period", "2026-10", "--out", str(target), "--json")
    assert answer.exit_code == 0, answer.output
    assert target.read_bytes().startswith(b"PK")
    figures = json.loads(answer.stdout)
    assert (figures["period"], figures["total"]["current"]) == ("2026-10", 1)


def test_what_is_no_month_is_wrong_use(run: Run, district: District, tmp_path: Path) -> None:
    target = str(tmp_path / "note.docx")
    assert run("report", "note", "--period", "2026-13", "--out", target).exit_code == 2
    unwritable = str(tmp_path / "no-folder" / "note.docx")
    assert run("report", "note", "--period", "2026-10", "--out", unwritable).exit_code == 1


def test_a_new_user_administers_and_the_password_is_in_no_log(run: Run, district: District) -> None:
    answer = run("create-user", "novikova", "--last-name", "Новикова", says=f"{PASSWORD}\n")
    assert answer.exit_code == 0, answer.output
    person = Person.objects.get(login="novikova")
    assert person.check_password(PASSWORD)
    grants = grants_of(person, NOW.date())
    assert grants.allows(Permission.EDIT_REGISTRY, district.municipality)
    assert not any(PASSWORD in event.data for event in Event.objects.all())


def test_a_login_is_given_once_whatever_its_letter_case(run: Run, district: District) -> None:
    run("create-user", "novikova", says=f"{PASSWORD}\n")
    assert run("create-user", "Novikova", says=f"{PASSWORD}\n").exit_code == 1


@pytest.mark.parametrize("password", ["", "short", "1234567890"])
def test_a_weak_password_is_refused(run: Run, district: District, password: str) -> None:
    assert run("create-user", "novikova", says=f"{password}\n").exit_code == 1
    assert not Person.objects.filter(login="novikova").exists()


def test_a_password_is_changed_and_written_down(run: Run, district: District) -> None:
    login = district.people["curator"].login
    assert run("set-password", login.upper(), says=f"{PASSWORD}\n").exit_code == 0
    assert Person.objects.get(login=login).check_password(PASSWORD)
    assert "people/" in Event.objects.get().data
    assert run("set-password", "nobody", says=f"{PASSWORD}\n").exit_code == 1


@pytest.mark.django_db
def test_the_demonstration_is_made_once_with_a_login_for_each_role(run: Run) -> None:
    answer = run("demo", "--no-serve", "--items", "60")
    assert answer.exit_code == 0, answer.output
    made = Case.objects.count()
    assert made > 0
    assert "otklik-demo" in answer.output
    logins = [line.split()[0] for line in answer.output.splitlines() if line.startswith("  ")]
    assert len(logins) == len(set(logins)) == 10
    assert all(Person.objects.get(login=login).check_password("otklik-demo") for login in logins)
    assert run("demo", "--no-serve", "--items", "60").exit_code == 0
    assert Case.objects.count() == made
