"""The bell, the page of notices, the choice of letters, letters that failed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.reminders.models import Letter, Notice, NoticeKind, settings_of
from tests.district import District, build_district
from tests.web.cases_at_hand import logged_in, make_case

Tell = Callable[..., Notice]


@pytest.fixture
def district(db: None) -> District:
    return build_district()


@pytest.fixture
def tell(district: District) -> Tell:
    def told(login: str = "executor", kind: str = NoticeKind.ASSIGNED, **more: Any) -> Notice:
        values: dict[str, Any] = {
            "person": district.people[login],
            "municipality": district.municipality,
            "kind": kind,
            "key": f"test-{Notice.objects.count()}",
            "at": timezone.now(),
        }
        return Notice.objects.create(**(values | more))

    return told


def case_of(district: District, number: str = "2026-00001", **more: Any) -> Any:
    values = {"recipient": district.council, "block": district.block, "state": "assigned"}
    return make_case(district, number=number, topic=district.snow, **(values | more))


def browser(district: District, login: str = "executor") -> Client:
    return logged_in(district.people[login])


def test_the_bell_is_quiet_while_nothing_is_new(district: District, tell: Tell) -> None:
    client, place = browser(district), district.municipality.pk
    url = reverse("notices-bell")
    assert client.get(url, {"known": f"{place}-0"}).status_code == 204
    tell(case=case_of(district))
    told = client.get(url, {"known": f"{place}-0"})
    assert told.status_code == 200
    assert "desk-bell-count" in told.content.decode()
    assert client.get(url, {"known": f"{place}-1"}).status_code == 204
    assert 'id="bell"' in client.get(reverse("inbox")).content.decode()


def test_a_notice_leads_to_its_case_and_is_seen_with_it(district: District, tell: Tell) -> None:
    case, client = case_of(district), browser(district)
    notice = tell(case=case)
    page = client.get(reverse("notices")).content.decode()
    assert reverse("case-detail", args=[case.number]) in page
    assert district.snow.name in page
    client.get(reverse("case-detail", args=[case.number]))
    notice.refresh_from_db()
    assert notice.seen_at is not None


def test_one_and_all_are_marked_seen(district: District, tell: Tell) -> None:
    case, client = case_of(district), browser(district)
    first, second, foreign = tell(case=case), tell(case=case), tell("curator", case=case)
    client.post(reverse("notices-seen"), {"notice": first.pk})
    client.post(reverse("notices-seen"), {"notice": foreign.pk})
    rows = dict(Notice.objects.values_list("pk", "seen_at"))
    assert rows[first.pk] is not None
    assert rows[second.pk] is rows[foreign.pk] is None
    read_at = timezone.now()
    late = tell(case=case)
    client.post(reverse("notices-seen"), {"until": read_at.isoformat()})
    rows = dict(Notice.objects.values_list("pk", "seen_at"))
    assert rows[second.pk] is not None
    # What came while the page was read stays new, and a colleague's is not touched.
    assert rows[late.pk] is rows[foreign.pk] is None
    for nonsense in ("x", "9" * 40, "2026-99-99T00:00:00"):
        data = {"until": nonsense, "notice": nonsense}
        assert client.post(reverse("notices-seen"), data).status_code == 302


def test_of_a_case_he_sees_no_more_nothing_is_told(district: District, tell: Tell) -> None:
    case, client = case_of(district), browser(district)
    tell(case=case)
    case.recipient, case.block = district.school, district.other_block
    case.save()
    assert case.number not in client.get(reverse("notices")).content.decode()
    bell = client.get(reverse("notices-bell")).content.decode()
    assert "desk-bell-count" not in bell


def test_the_list_is_filtered_and_paged(district: District, tell: Tell) -> None:
    case, client = case_of(district), browser(district)
    for _n in range(60):
        tell(case=case)
    tell(kind=NoticeKind.OVERDUE, data={"count": 12})
    first = client.get(reverse("notices"))
    assert len(first.context["lines"]) == 50
    rest = client.get(reverse("notices"), {"older": first.context["older"]})
    assert len(rest.context["lines"]) == 11
    overdue = client.get(reverse("notices"), {"kind": "overdue"})
    assert [line.notice.data["count"] for line in overdue.context["lines"]] == [12]
    Notice.objects.update(seen_at=timezone.now())
    assert client.get(reverse("notices"), {"new": "on"}).context["lines"] == []
    for query in ({"kind": "<script>"}, {"older": "-1"}, {"older": "9" * 30}):
        assert client.get(reverse("notices"), query).status_code == 200


def test_the_choice_of_letters_is_kept(district: District) -> None:
    client = browser(district)
    chosen = {"digest": "weekly", "hour": 10, "weekday": 3, "kinds": ["overdue"], "at_night": "on"}
    assert client.post(reverse("notice-settings"), chosen).status_code == 302
    kept = settings_of(district.people["executor"])
    assert (kept.digest, kept.hour, kept.weekday, kept.at_night) == ("weekly", 10, 3, True)
    assert not kept.urgent_at_once
    assert kept.wants("overdue")
    assert not kept.wants("assigned")
    assert client.get(reverse("notice-settings")).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"hour": 25}, {"hour": "x"}, {"weekday": 7}, {"digest": "yearly"}, {"kinds": ["x"]}]
)
def test_a_choice_that_makes_no_sense_is_refused(district: District, wrong: dict[str, Any]) -> None:
    client = browser(district)
    chosen = {"digest": "daily", "hour": 8, "weekday": 1} | wrong
    assert client.post(reverse("notice-settings"), chosen).status_code == 200
    assert settings_of(district.people["executor"]).digest == "daily"


def letter(district: District, **more: Any) -> Letter:
    values: dict[str, Any] = {
        "person": district.people["lead"],
        "municipality": district.municipality,
        "slot": f"s{Letter.objects.count()}",
        "is_digest": True,
        "made_at": timezone.now(),
        "next_try_at": timezone.now(),
        "state": "failed",
        "error": "550 no such user",
        "tries": 3,
    }
    return Letter.objects.create(**(values | more))


def test_the_administrator_sees_what_was_not_delivered(district: District) -> None:
    failed = letter(district)
    client = browser(district, "admin")
    assert "550 no such user" in client.get(reverse("letters")).content.decode()
    client.post(reverse("letter-again", args=[failed.pk]))
    failed.refresh_from_db()
    assert (failed.state, failed.tries) == ("waiting", 0)
    for login in ("curator", "executor", "head"):
        other = browser(district, login)
        assert other.get(reverse("letters")).status_code == 403
        assert other.post(reverse("letter-again", args=[failed.pk])).status_code == 403


def test_letters_of_elsewhere_are_not_there(district: District) -> None:
    foreign = letter(build_district("stepnoe"))
    client = browser(district, "admin")
    assert "550" not in client.get(reverse("letters")).content.decode()
    assert client.post(reverse("letter-again", args=[foreign.pk])).status_code == 404
