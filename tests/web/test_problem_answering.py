"""A burst of messages about one water cut: one problem, one answer, all closed."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Case, Problem
from tests.cases.conftest import district, phone_call
from tests.district import NOW, District, build_district
from tests.web.cases_at_hand import logged_in, make_case

__all__ = ["district", "phone_call"]
BURST = 30
ANSWER = "Здравствуйте! Авария устранена 12 октября в 18 часов, вода подана."


@pytest.fixture
def problem(district: District, phone_call: Callable[..., Case]) -> Problem:
    made = Problem.objects.create(
        municipality=district.municipality, title="Нет воды", opened_at=timezone.now()
    )
    for number in range(BURST):
        case = phone_call(f"Нет воды в доме {number}, когда дадут?", NOW, settlement="Луговое")
        case.problem = made
        case.recipient = district.council
        case.state = "assigned"
        case.save()
    return made


def do(client: Client, problem: Problem, stage: str, **data: object) -> str:
    """Press the button of the stage as the page shows it."""
    page = client.get(reverse("problem-detail", args=[problem.pk])).content.decode()
    address = reverse("problem-do", args=[problem.pk, stage])
    form = page.split(f'action="{address}"', 1)[1].split("</form>", 1)[0]
    chosen = [part.split('"', 1)[0] for part in form.split('name="case" value="')[1:]]
    answer = client.post(address, {"case": chosen, **data}, follow=True)
    return answer.content.decode()


def states(problem: Problem) -> set[str]:
    return set(problem.cases.values_list("state", flat=True))


def test_one_answer_closes_all(district: District, problem: Problem) -> None:
    executor = logged_in(district.people["executor"])
    curator = logged_in(district.people["curator"])
    assert f"Сделано для {BURST} дел" in do(executor, problem, "answer", text=ANSWER)
    assert states(problem) == {"in_review"}
    page = curator.get(reverse("problem-detail", args=[problem.pk])).content.decode()
    assert page.count(ANSWER) == 1
    do(curator, problem, "approve")
    do(curator, problem, "send")
    do(curator, problem, "close")
    assert states(problem) == {"closed"}
    sent = {case.answers.get().text for case in problem.cases.all()}
    assert sent == {ANSWER}


def test_an_answer_of_its_own_is_approved_apart(district: District, problem: Problem) -> None:
    curator = logged_in(district.people["curator"])
    do(curator, problem, "answer", text=ANSWER)
    own = make_case(district, "2026-90001", state="assigned", recipient=district.council)
    own.problem = problem
    own.save()
    do(curator, problem, "answer", text="Вам ответят лично.")
    do(curator, problem, "approve")
    own.refresh_from_db()
    assert own.state == "in_review"
    assert problem.cases.filter(state="approved").count() == BURST


def test_a_version_nobody_has_seen_is_not_approved(district: District, problem: Problem) -> None:
    curator = logged_in(district.people["curator"])
    do(curator, problem, "answer", text=ANSWER)
    case = problem.cases.first()
    assert case is not None
    address = reverse("problem-do", args=[problem.pk, "approve"])
    page = curator.post(address, {"case": [f"{case.pk}:7"]}, follow=True).content.decode()
    assert "более новая версия" in page
    assert states(problem) == {"in_review"}


def test_who_sees_one_case_answers_one(district: District, problem: Problem) -> None:
    teacher = logged_in(district.people["teacher"])
    assert teacher.get(reverse("problem-detail", args=[problem.pk])).status_code == 404
    case = problem.cases.first()
    assert case is not None
    case.recipient = district.school
    case.save()
    do(teacher, problem, "answer", text=ANSWER)
    case.refresh_from_db()
    assert case.state == "in_review"
    assert problem.cases.filter(state="assigned").count() == BURST - 1
    others = [f"{one.pk}:0" for one in problem.cases.exclude(pk=case.pk)]
    address = reverse("problem-do", args=[problem.pk, "answer"])
    page = teacher.post(address, {"case": others, "text": "чужое"}, follow=True).content.decode()
    assert "Ничего не изменено" in page
    assert problem.cases.filter(state="assigned").count() == BURST - 1


def test_an_executor_approves_nothing(district: District, problem: Problem) -> None:
    executor = logged_in(district.people["executor"])
    do(executor, problem, "answer", text=ANSWER)
    chosen = [f"{case.pk}:1" for case in problem.cases.all()]
    executor.post(reverse("problem-do", args=[problem.pk, "approve"]), {"case": chosen})
    assert states(problem) == {"in_review"}


@pytest.mark.parametrize("chosen", ["", "x", "1", "1:", ":1", "9" * 30 + ":1", "1:2:3"])
def test_nonsense_is_left_out(district: District, problem: Problem, chosen: str) -> None:
    curator = logged_in(district.people["curator"])
    address = reverse("problem-do", args=[problem.pk, "answer"])
    answer = curator.post(address, {"case": [chosen], "text": ANSWER}, follow=True)
    assert answer.status_code == 200
    assert states(problem) == {"assigned"}


def test_a_problem_of_another_municipality_is_not_there(problem: Problem) -> None:
    client = logged_in(build_district("sosnovsk").people["curator"])
    assert client.get(reverse("problem-detail", args=[problem.pk])).status_code == 404
    address = reverse("problem-do", args=[problem.pk, "answer"])
    assert client.post(address, {"text": ANSWER}).status_code == 404
