"""The figures of a month: the same as counted, with the very cases behind them."""

import re
from datetime import datetime
from html import unescape

import pytest
from django.urls import reverse

from otklik.analytics.month import month_figures
from otklik.analytics.periods import Month
from tests.district import ZONE, District, build_district
from tests.factories import make_case
from tests.web.cases_at_hand import logged_in

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)


@pytest.fixture
def district() -> District:
    """A district with a few cases in October and some around it, one overdue for ever."""
    built = build_district()
    days = ((9, 30), (10, 1), (10, 1), (10, 15), (10, 31), (11, 1))
    for number, (month, day) in enumerate(days):
        make_case(
            built,
            received_at=datetime(2026, month, day, 23 if day > 29 else 0, 30, tzinfo=ZONE),
            channel="im" if number % 2 else "pos",
            **({"recipient": built.school, "block": built.other_block} if number == 3 else {}),
        )
    make_case(
        built,
        received_at=datetime(2026, 10, 2, 12, tzinfo=ZONE),
        due_at=datetime(2026, 10, 3, tzinfo=ZONE),
        kind="appeal",
        channel="paper",
        settlement=None,
    )
    return built


def test_it_works(district: District) -> None:
    page = logged_in(district.people["curator"]).get(reverse("reports"), {"month": "2026-10"})
    figures = month_figures(district.municipality, OCTOBER, page.context["figures"].counted_at)
    assert page.context["figures"] == figures
    assert figures.total.current == 5


def test_every_link_lists_exactly_the_cases_it_counts(district: District) -> None:
    client = logged_in(district.people["curator"])
    page = client.get(reverse("reports"), {"month": "2026-10"})
    rows = [row for table in page.context["tables"] for row in table.rows if row.url]
    rows_and_counts = [(row.url, row.counts.current) for row in rows]
    rows_and_counts += [(url, line.received) for line, url in page.context["recipients"] if url]
    assert len(rows_and_counts) > 8
    for url, count in rows_and_counts:
        assert len(client.get(url).context["page"].rows) == count, url


def test_the_observer_of_the_region_sees_figures_and_no_case(district: District) -> None:
    client = logged_in(district.people["observer"])
    page = client.get(reverse("reports"), {"month": "2026-10"}).content.decode()
    inner = re.sub(r"<header.*?</header>", "", page, flags=re.DOTALL)
    assert reverse("inbox") not in unescape(inner).partition("<main")[2]
    assert not re.search(r"2026-\d{5}", inner)
    assert client.get(reverse("reports-note")).status_code == 403


def test_who_sees_a_part_gets_no_links_that_would_count_otherwise(district: District) -> None:
    page = logged_in(district.people["lead"]).get(reverse("reports"), {"month": "2026-10"})
    assert not any(row.url for table in page.context["tables"] for row in table.rows)
    assert page.context["burning"] == []


def test_only_who_may_sees_the_page(district: District) -> None:
    for login in ("executor", "auditor", "admin"):
        assert logged_in(district.people[login]).get(reverse("reports")).status_code == 403


def test_nonsense_in_the_address_gives_the_last_full_month(district: District) -> None:
    client = logged_in(district.people["head"])
    usual = client.get(reverse("reports")).context["chosen"]
    for month in ("2026-13", "abc", "2026", "0001-01", "9999-12", "2026-10-01"):
        assert client.get(reverse("reports"), {"month": month}).context["chosen"] == usual


def test_the_note_is_a_word_document(district: District) -> None:
    answer = logged_in(district.people["head"]).get(reverse("reports-note"), {"month": "2026-10"})
    assert answer.content[:2] == b"PK"
    assert "2026-10.docx" in answer.headers["Content-Disposition"]
