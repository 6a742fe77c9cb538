"""The queues of the list: each person sees those in which he has something to do, and how much."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from otklik.cases.operations.approve_answer import approve_answer
from tests.agreement import give_role, make_route, put_to_approval
from tests.district import NOW, District, build_district
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
    add_answer(make_case(district, state="in_review"), "in_review")
    add_answer(make_case(district, state="in_progress"), "returned")
    add_answer(make_case(district, state="assigned"), "sent")
    add_answer(make_case(district, state="deferred"), "sent")
    add_answer(make_case(district, state="in_progress"), "sent", kind="interim")
    make_case(district, state="approved")
    make_case(district, due_at=now - timedelta(days=1))
    make_case(district, state="deferred", promised_date=soon)
    make_case(district, state="deferred", promised_date=later)
    found = views_of(district, "curator")
    assert found["Новые"] == "1"
    assert found["Ждут моего согласования"] == "1"
    assert found["Возвращённые"] == "1"
    assert found["Вернул заявитель"] == "1"
    assert found["К отправке"] == "1"
    assert found["Просрочено"] == "1"
    assert found["Обещано на этой неделе"] == "1"
    assert found["Все"] == ""


def test_each_queue_opens_the_cases_it_counts(district: District) -> None:
    make_case(district, state="deferred", promised_date=timezone.localdate())
    add_answer(make_case(district, state="in_review"), "in_review")
    add_answer(make_case(district, state="in_progress"), "sent")
    client = logged_in(district.people["curator"])
    for view in client.get(reverse("inbox-queues")).context["quick_views"]:
        if view.count:
            context = client.get(view.url).context
            shown = context["lines"] if "lines" in context else context["page"].rows
            assert len(shown) == int(view.count), view.label


@pytest.mark.parametrize(
    ("login", "label", "has"),
    [
        ("executor", "Возвращённые", True),
        ("executor", "Ждут моего согласования", False),
        ("executor", "Новые", False),
        ("lead", "Ждут моего согласования", True),
        ("head", "Новые", False),
        ("head", "Ждут моего согласования", False),
        ("pos", "Ждут моего согласования", False),
        ("executor", "Моя организация", True),
        ("executor", "Мой блок", False),
        ("lead", "Мой блок", True),
        ("lead", "Моя организация", False),
        ("curator", "Моя организация", False),
        ("executor", "Вернул заявитель", True),
        ("head", "Вернул заявитель", False),
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


def test_my_organisation_and_my_block_hold_what_is_theirs(district: District) -> None:
    make_case(district, recipient=district.council, block=district.block)
    make_case(district, recipient=district.school, block=district.block)
    make_case(district, recipient=district.council, block=district.block, state="closed")
    make_case(district, recipient=district.school, block=district.other_block)
    assert views_of(district, "executor")["Моя организация"] == "1"
    assert views_of(district, "lead")["Мой блок"] == "2"
    give_role(district, "lead", "curator")
    found = views_of(district, "lead")
    assert (found["Мой блок"], found["Открытые"]) == ("2", "")


def test_only_a_turn_of_mine_waits_for_me(district: District) -> None:
    make_route(district, "page_editor|feedback_coordinator;curator")
    for number in range(2):
        case = make_case(district, state="assigned", channel="phone", external_id=str(number))
        put_to_approval(district, case)
    assert views_of(district, "pos")["Ждут моего согласования"] == "2"
    assert views_of(district, "curator")["Ждут моего согласования"] == ""
    approve_answer(case=case, grants=district.grants("pos"), at=NOW)
    assert views_of(district, "pos")["Ждут моего согласования"] == "1"
    assert views_of(district, "curator")["Ждут моего согласования"] == "1"


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
