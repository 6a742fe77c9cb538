"""The queues of the list: each person sees those in which he has something to do, and how much."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.district import District, build_district
from tests.factories import make_case
from tests.web.cases_at_hand import add_answer, logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return build_district()


def views_of(district: District, login: str, query: str = "") -> dict[str, str]:
    """Return the counts of the queues by their labels."""
    answer = logged_in(district.people[login]).get(f"{reverse('inbox-queues')}?{query}")
    return {view.label: view.count for view in answer.context["quick_views"]}


def test_what_waits_is_counted(district: District) -> None:
    now = timezone.now()
    soon, later = (now + timedelta(days=2)).date(), (now + timedelta(days=30)).date()
    make_case(district, state="registered", recipient=None)
    make_case(district, state="in_review")
    add_answer(make_case(district, state="in_progress"), "returned")
    make_case(district, state="approved")
    make_case(district, due_at=now - timedelta(days=1))
    make_case(district, state="deferred", promised_date=soon)
    make_case(district, state="deferred", promised_date=later)
    found = views_of(district, "curator")
    assert found["Новые"] == "1"
    assert found["Ждут согласования"] == "1"
    assert found["Возвращённые"] == "1"
    assert found["К отправке"] == "1"
    assert found["Просрочено"] == "1"
    assert found["Обещано на этой неделе"] == "1"
    assert found["Все"] == ""


def test_each_queue_opens_the_cases_it_counts(district: District) -> None:
    make_case(district, state="deferred", promised_date=timezone.localdate())
    make_case(district, state="in_review")
    client = logged_in(district.people["curator"])
    for view in client.get(reverse("inbox-queues")).context["quick_views"]:
        if view.count:
            assert len(client.get(view.url).context["page"].rows) == int(view.count)


@pytest.mark.parametrize(
    ("login", "label", "has"),
    [
        ("executor", "Возвращённые", True),
        ("executor", "Ждут согласования", False),
        ("executor", "Новые", False),
        ("lead", "Ждут согласования", True),
        ("head", "Новые", False),
        ("head", "Просрочено", True),
    ],
)
def test_a_queue_is_shown_to_who_has_something_to_do_there(
    district: District, login: str, label: str, has: bool
) -> None:
    assert (label in views_of(district, login)) == has


def test_only_what_the_person_may_see_is_counted(district: District) -> None:
    make_case(district, state="in_progress", recipient=district.school)
    add_answer(make_case(district, state="in_progress"), "returned")
    assert views_of(district, "executor")["Возвращённые"] == "1"
    assert views_of(district, "teacher")["Возвращённые"] == ""


def test_the_page_asks_for_the_counts_once_and_then_every_minute(district: District) -> None:
    client = logged_in(district.people["curator"])
    assert 'hx-trigger="load"' in client.get(reverse("inbox")).content.decode()
    row = client.get(reverse("inbox-queues")).content.decode()
    assert 'hx-trigger="every 60s"' in row
    assert "<html" not in row
    assert len(row) < 4_000


def test_the_queue_on_the_page_stays_marked(district: District) -> None:
    client = logged_in(district.people["curator"])
    views = client.get(f"{reverse('inbox-queues')}?control=1").context["quick_views"]
    assert [view.label for view in views if view.is_current] == ["На контроле"]
