"""Names are shown to who has no need of them by role only once, with a reason, and it is kept."""

import csv
import io

import pytest
from django.test import Client

from otklik.cases.models import Event, PersonalDataLook
from tests.district import District, build_district
from tests.web.cases_at_hand import APPLICANT, logged_in, make_case

NUMBER = "2026-00001"
PAGE = f"/cases/{NUMBER}/names/"


@pytest.fixture
def district(db: None) -> District:
    district = build_district()
    make_case(district, NUMBER, recipient=district.council, channel="pos")
    return district


def said(client: Client, **form: str) -> str:
    response = client.post(PAGE, form) if form else client.get(PAGE)
    return response.content.decode()


def test_the_head_sees_who_wrote_after_saying_why(district: District) -> None:
    client = logged_in(district.people["head"])
    assert APPLICANT not in client.get(f"/cases/{NUMBER}/").content.decode()
    assert PAGE in client.get(f"/cases/{NUMBER}/").content.decode()
    assert APPLICANT not in said(client)
    assert APPLICANT in said(client, reason="Личная встреча с заявителем 14 октября")
    look = PersonalDataLook.objects.get()
    assert (look.person, look.page) == (district.people["head"], "case-names")
    assert look.reason == "Личная встреча с заявителем 14 октября"
    # Shown once: the next page hides it again.
    assert APPLICANT not in client.get(f"/cases/{NUMBER}/").content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_without_a_reason_nothing_is_shown(district: District, reason: str) -> None:
    client = logged_in(district.people["head"])
    assert APPLICANT not in client.post(PAGE, {"reason": reason}).content.decode()
    assert not PersonalDataLook.objects.exists()


def test_the_coordinator_of_another_channel_may_ask_too(district: District) -> None:
    assert APPLICANT in said(logged_in(district.people["im"]), reason="Сверка с ИМ")


@pytest.mark.parametrize("login", ["teacher", "auditor", "admin", "observer"])
def test_others_may_not(district: District, login: str) -> None:
    client = logged_in(district.people[login])
    response = client.post(PAGE, {"reason": "любопытно"})
    assert response.status_code in (403, 404)
    assert APPLICANT not in response.content.decode()
    assert not PersonalDataLook.objects.exists()


def test_the_page_is_kept_in_no_cache(district: District) -> None:
    response = logged_in(district.people["head"]).post(PAGE, {"reason": "встреча"})
    assert "no-store" in response.headers["Cache-Control"]


def rows_of(client: Client, path: str) -> list[list[str]]:
    body = b"".join(client.get(path).streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body), delimiter=";"))


def test_the_auditor_takes_the_log_away_without_names(district: District) -> None:
    said(logged_in(district.people["head"]), reason='=HYPERLINK("x")')
    client = logged_in(district.people["auditor"])
    rows = rows_of(client, "/log/log.csv")
    assert rows[0][0] == "Номер"
    assert any(NUMBER in row for row in rows)
    assert APPLICANT not in str(rows)
    looks = rows_of(client, "/log/looks.csv")
    assert looks[1][2] == NUMBER
    # No spreadsheet runs what somebody wrote as a reason.
    assert looks[1][4].startswith("'=")
    assert Event.objects.filter(name="log.exported").count() == 2


def test_the_filters_of_the_page_hold_for_the_file(district: District) -> None:
    client = logged_in(district.people["auditor"])
    assert len(rows_of(client, "/log/log.csv?number=нет-такого")) == 1


@pytest.mark.parametrize("path", ["/log/log.csv", "/log/looks.csv"])
def test_who_may_not_read_the_log_may_not_take_it_away(district: District, path: str) -> None:
    assert logged_in(district.people["executor"]).get(path).status_code == 403
    assert not Event.objects.filter(name="log.exported").exists()
