"""Red flags on the desk: the strip above every page, the filter, the rows, the card, the deeds."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otklik.cases.models import Case
from otklik.cases.queries.flags import MOST, waiting_flags
from tests.district import NOW, District, build_district
from tests.factories import make_case

REASONS = [{"code": "flag_words", "params": {"words": "пахнет газом"}}]
DECISION = {"by": "machine", "code": "emergency", "confidence": 0.95, "reasons": REASONS}


@pytest.fixture
def district(db: None) -> District:
    return build_district()


def flagged(district: District, **traits: Any) -> Case:
    fields: dict[str, Any] = {
        "red_flag": "emergency",
        "flag_waits_since": NOW,
        "importance": "heightened",
        "decisions": {"red_flag": DECISION, "importance": DECISION},
        "applicant_name": "Луговая Вера Ильинична",
        "text": "В подъезде пахнет газом, звоните 8 913 000-00-00",
    }
    return make_case(district, **(fields | traits))


def open_page(client: Client, district: District, login: str, address: str) -> str:
    client.force_login(district.people[login])
    return client.get(address).content.decode()


def strip(page: str) -> str:
    """Return what stands between the strip and the content of the page."""
    _before, found, rest = page.partition('<div id="flags"')
    return rest.partition("<main")[0] if found else ""


@pytest.mark.parametrize("name", ["board", "inbox", "imports", "reports", "registry", "log"])
def test_every_page_names_the_cases_that_wait(
    client: Client, district: District, name: str
) -> None:
    case = flagged(district)
    shown = strip(open_page(client, district, "curator", reverse(name)))
    assert "Тревожный признак: 1 дело не просмотрено" in shown
    assert reverse("case-detail", args=[case.number]) in shown
    assert 'aria-live="polite"' in shown
    assert 'hx-trigger="every 30s"' in shown


def test_the_strip_names_nobody(client: Client, district: District) -> None:
    flagged(district)
    shown = strip(open_page(client, district, "curator", reverse("registry")))
    assert "Луговая" not in shown
    assert "газом" not in shown
    assert "913" not in shown


def test_without_flags_the_strip_is_empty_but_asks(client: Client, district: District) -> None:
    flagged(district, flag_waits_since=None)
    shown = strip(open_page(client, district, "curator", reverse("inbox")))
    assert "desk-alarm" not in shown
    assert reverse("flags") in shown


@pytest.mark.parametrize(
    ("login", "sees"),
    [("curator", True), ("im", True), ("head", True), ("lead", True), ("executor", True)]
    + [("teacher", False)],
)
def test_who_sees_the_case_sees_the_strip(
    client: Client, district: District, login: str, sees: bool
) -> None:
    flagged(district)
    client.force_login(district.people[login])
    assert ("desk-alarm" in client.get(reverse("flags")).content.decode()) == sees


@pytest.mark.parametrize("login", ["observer", "auditor", "admin"])
def test_who_sees_no_cases_has_no_strip(client: Client, district: District, login: str) -> None:
    flagged(district)
    client.force_login(district.people[login])
    assert client.get(reverse("flags")).status_code == 403
    page = client.get(reverse("board"), follow=True).content.decode()
    assert strip(page) == ""


def test_another_municipality_is_silent(client: Client, district: District) -> None:
    flagged(build_district("stepnoe"))
    assert "desk-alarm" not in open_page(client, district, "curator", reverse("flags"))


def test_the_page_is_told_only_what_is_new(client: Client, district: District) -> None:
    flagged(district)
    answer = client_of(client, district).get(reverse("flags"))
    mark = answer.context["strip"].mark
    assert "<html" not in answer.content.decode()
    assert client.get(reverse("flags"), {"known": mark}).status_code == 204
    flagged(district)
    again = client.get(reverse("flags"), {"known": mark})
    assert (again.status_code, again.context["strip"].number) == (200, 2)
    Case.objects.update(flag_waits_since=None)
    last = client.get(reverse("flags"), {"known": again.context["strip"].mark})
    assert (last.status_code, "desk-alarm" in last.content.decode()) == (200, False)


def client_of(client: Client, district: District, login: str = "curator") -> Client:
    client.force_login(district.people[login])
    return client


def test_a_flood_of_flags_is_not_counted_to_the_end(client: Client, district: District) -> None:
    for _number in range(MOST + 1):
        flagged(district)
    shown = open_page(client, district, "curator", reverse("flags"))
    assert f"{MOST}+ дел не просмотрено" in shown
    assert shown.count("<li>") == 5


def test_the_strip_costs_one_question_by_its_index(district: District) -> None:
    flagged(district)
    for login in ("curator", "im", "lead", "executor"):
        grants = district.grants(login)
        with CaptureQueriesContext(connection) as captured:
            waiting_flags(grants, district.municipality)
        assert len(captured) == 1
        if connection.vendor == "sqlite":
            with connection.cursor() as database:
                database.execute(f"EXPLAIN QUERY PLAN {captured[0]['sql']}")
                plan = " | ".join(row[3] for row in database.fetchall())
            assert "INDEX case_flag_waits " in plan
            assert "TEMP B-TREE" not in plan


def test_a_part_of_a_page_does_not_ask_for_the_strip(client: Client, district: District) -> None:
    client_of(client, district)
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("inbox-filters"), headers={"HX-Request": "true"})
    assert not [query for query in captured if "flag_waits_since" in query["sql"]]


@pytest.mark.parametrize(
    ("flag", "number"), [("any", 3), ("waits", 1), ("suicide", 1), ("emergency", 2), ("x", 4)]
)
def test_the_list_is_filtered_by_flags(
    client: Client, district: District, flag: str, number: int
) -> None:
    flagged(district)
    flagged(district, flag_waits_since=None)
    flagged(district, flag_waits_since=None, red_flag="suicide")
    make_case(district)
    answer = client_of(client, district).get(reverse("inbox"), {"flag": flag})
    assert answer.content.decode().count("data-row>") == number
    assert len(answer.context["chips"]) == (0 if flag == "x" else 1)


def test_the_filter_panel_keeps_the_choice(client: Client, district: District) -> None:
    page = open_page(client, district, "curator", f"{reverse('inbox-filters')}?flag=waits")
    assert '<option value="waits" selected>' in page


def test_a_row_bears_its_flag(client: Client, district: District) -> None:
    flagged(district)
    page = open_page(client, district, "curator", reverse("inbox"))
    assert "desk-sign-flag" in page.partition("<main")[2]


def test_the_card_says_which_flag_and_why(client: Client, district: District) -> None:
    case = flagged(district)
    page = open_page(client, district, "curator", reverse("case-detail", args=[case.number]))
    card = page.partition("<main")[2]
    assert "Тревожный признак: чрезвычайная ситуация" in card
    assert "В тексте есть: пахнет газом." in card
    assert "Вижу, принимаю меры" in card
    assert "Ложная тревога" in card


def test_who_may_only_look_gets_no_buttons(client: Client, district: District) -> None:
    case = flagged(district)
    address = reverse("case-detail", args=[case.number])
    card = open_page(client, district, "head", address).partition("<main")[2]
    assert "чрезвычайная ситуация" in card
    assert "Вижу, принимаю меры" not in card
    assert "Ложная тревога" not in card


def test_one_click_says_seen(client: Client, district: District) -> None:
    case = flagged(district)
    deed = reverse("case-deed", args=[case.number, "acknowledge_flag"])
    page = client_of(client, district).post(deed, follow=True).content.decode()
    case.refresh_from_db()
    assert (case.red_flag, case.flag_waits_since) == ("emergency", None)
    assert "desk-alarm" not in page
    assert "Просмотрен." in page
    assert "Вижу, принимаю меры" not in page
    again = client.post(deed, follow=True).content.decode()
    assert "уже разобрался коллега" in again


def test_a_false_alarm_wants_a_reason(client: Client, district: District) -> None:
    case = flagged(district)
    deed = reverse("case-deed", args=[case.number, "clear_flag"])
    client_of(client, district)
    assert "desk-deed" in client.get(deed, headers={"HX-Request": "true"}).content.decode()
    assert client.post(deed, {"reason": ""}).status_code == 200
    page = client.post(deed, {"reason": "учения"}, follow=True).content.decode()
    case.refresh_from_db()
    assert (case.red_flag, case.importance) == ("", "normal")
    assert "Тревожный признак признан ложным" in page
    assert "учения" in page


def test_proposals_stand_among_the_decisions(client: Client, district: District) -> None:
    said = {"by": "machine", "confidence": 0.7, "reasons": []}
    case = make_case(
        district,
        tone="hostile",
        decisions={
            "tone": said | {"code": "hostile"},
            "kind": said | {"code": "complaint"},
            "collective": said | {"code": "collective"},
            "competence": said | {"code": "federal"},
        },
    )
    answer = client_of(client, district).get(reverse("case-detail", args=[case.number]))
    lines = {line.aspect: line for line in answer.context["card"].decisions}
    assert {name: (line.value, line.is_taken) for name, line in lines.items()} == {
        "tone": ("оскорбления или мат", True),
        "kind": ("жалоба", False),
        "collective": ("коллективное обращение", False),
        "competence": ("федеральный", False),
    }


def test_the_oldest_stands_first(district: District) -> None:
    late = flagged(district, flag_waits_since=NOW)
    early = flagged(district, flag_waits_since=NOW - timedelta(hours=2))
    waiting = waiting_flags(district.grants("curator"), district.municipality)
    assert [one.number for one in waiting] == [early.number, late.number]
