"""The page of what waits for a person's approval."""

import pytest
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Case, PersonalDataLook
from tests.agreement import make_route, put_to_approval
from tests.district import District, build_district
from tests.web.cases_at_hand import add_answer, logged_in, make_case

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert("x")</script> & "кавычки"\n\n<b>жирно</b>'
PAGE = "approvals"


@pytest.fixture
def district() -> District:
    return build_district()


@pytest.fixture
def lead(district: District) -> Client:
    return logged_in(district.people["lead"])


def waiting(district: District, number: str, text: str = "Почистим завтра.") -> Case:
    """Return a case of the lead's block whose answer was put to approval."""
    case = make_case(
        district,
        number,
        state="assigned",
        recipient=district.council,
        block=district.block,
    )
    return put_to_approval(district, case, text=text)


def shown(client: Client) -> list[str]:
    return [line.case.number for line in client.get(reverse(PAGE)).context["lines"]]


def approve(client: Client, *chosen: str, **data: str) -> str:
    answer = client.post(reverse("approvals-approve"), {"case": list(chosen), **data}, follow=True)
    return answer.content.decode()


def test_whole_texts_stand_with_the_question(district: District, lead: Client) -> None:
    make_route(district, "block_lead;curator")
    waiting(district, "2026-1", text="Слово " * 3000 + "конец.")
    page = lead.get(reverse(PAGE)).content.decode()
    assert "не чистят снег" in page
    assert "конец." in page
    assert "Ответственный за отраслевой блок" in page
    assert "может согласовать Lead" in page
    assert shown(logged_in(district.people["curator"])) == []


def test_ticked_answers_are_approved_and_the_others_wait(district: District, lead: Client) -> None:
    make_route(district, "block_lead")
    cases = [waiting(district, f"2026-{number}") for number in range(3)]
    page = approve(lead, *(f"{case.pk}:1" for case in cases[:2]))
    assert "Сделано для 2 дел" in page
    assert shown(lead) == ["2026-2"]
    assert "Сделано для 1 дела" in approve(lead, only=f"{cases[2].pk}:1")
    assert set(Case.objects.values_list("state", flat=True)) == {"approved"}


def test_what_failed_is_said_by_case(district: District, lead: Client) -> None:
    make_route(district, "block_lead;curator")
    good, newer, passed, gone = [waiting(district, f"2026-{n}") for n in range(4)]
    lead.post(reverse("approvals-approve"), {"only": f"{passed.pk}:1"})
    Case.objects.filter(pk=gone.pk).update(state="closed")
    add_answer(newer, "in_review", text="Другой текст.")
    page = approve(lead, *(f"{case.pk}:1" for case in (good, newer, passed, gone)))
    assert "Сделано для 1 дела" in page
    assert "2026-1: " in page and "более новая версия" in page
    assert "2026-2: " in page and "ждёт другого согласующего" in page
    assert "2026-3: " in page
    assert good.answers.get().visas.get(number=1).state == "passed"
    assert newer.answers.get(version=1).visas.get(number=1).state == "waiting"


def test_a_second_press_of_the_button_changes_nothing(district: District, lead: Client) -> None:
    make_route(district, "block_lead;curator")
    case = waiting(district, "2026-1")
    approve(lead, f"{case.pk}:1", f"{case.pk}:1")
    page = approve(lead, f"{case.pk}:1")
    assert "ждёт другого согласующего" in page
    assert [visa.state for visa in case.answers.get().visas.order_by("number")] == [
        "passed",
        "waiting",
    ]


def test_answers_of_others_are_out_of_reach(district: District, lead: Client) -> None:
    elsewhere = build_district("stepnoe")
    abroad = waiting(elsewhere, "2026-8")
    own = make_case(district, "2026-9", state="assigned", recipient=district.school)
    put_to_approval(district, own, author="teacher")
    page = approve(lead, f"{abroad.pk}:1", f"{own.pk}:1", "не число:1", "1", ":", "9" * 40)
    assert "Ничего не изменено" in page
    for case in (abroad, own):
        answer = lead.post(
            reverse("approvals-return", args=[case.pk]), {"remark": "нет", "version": 1}
        )
        assert answer.status_code == 404
        case.refresh_from_db()
        assert case.state == "in_review"
    assert shown(lead) == []


def test_nothing_ticked_approves_nothing(lead: Client) -> None:
    assert "отметьте ответы" in approve(lead)


def test_a_remark_returns_one_answer(district: District, lead: Client) -> None:
    make_route(district, "block_lead;curator")
    case, other = waiting(district, "2026-1"), waiting(district, "2026-2")
    address = reverse("approvals-return", args=[case.pk])
    page = lead.post(address, {"remark": "Когда?", "version": 1}, follow=True).content.decode()
    assert "2026-1: ответ возвращён" in page
    assert shown(lead) == [other.number]
    case.refresh_from_db()
    assert (case.state, case.answers.get().remark) == ("in_progress", "Когда?")


def test_a_refused_remark_is_not_lost(district: District, lead: Client) -> None:
    make_route(district, "block_lead;curator")
    case = waiting(district, "2026-1")
    address = reverse("approvals-return", args=[case.pk])
    page = lead.post(address, {"remark": HOSTILE, "version": 7}).content.decode()
    assert "более новая версия" in page
    assert "&lt;b&gt;жирно&lt;/b&gt;</textarea>" in page
    assert "<script>alert" not in page
    blank = lead.post(address, {"remark": " ", "version": 1}).content.decode()
    assert "Заполните" in blank
    case.refresh_from_db()
    assert case.state == "in_review"


def test_hostile_words_are_shown_as_words(district: District, lead: Client) -> None:
    waiting(district, "2026-1", text=HOSTILE)
    page = lead.get(reverse(PAGE)).content.decode()
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page


def test_a_look_is_written_down_for_each_open_text(district: District, lead: Client) -> None:
    case = waiting(district, "2026-1")
    lead.get(reverse(PAGE))
    look = PersonalDataLook.objects.get()
    assert (look.case_id, look.page) == (case.pk, "approvals")


def test_who_sees_no_names_reads_under_the_veil(district: District) -> None:
    make_route(district, "head")
    waiting(district, "2026-1", text="Звоните Ивановой Анне Петровне, 8 913 111-22-33")
    page = logged_in(district.people["head"]).get(reverse(PAGE)).content.decode()
    assert "111-22-33" not in page
    assert "000-00-00" not in page
    assert not PersonalDataLook.objects.exists()


def test_an_empty_page_teaches(lead: Client) -> None:
    assert "подойдёт ваша очередь" in lead.get(reverse(PAGE)).content.decode()


@pytest.mark.parametrize("login", ["executor", "auditor", "admin", "observer"])
def test_who_agrees_nothing_has_no_such_page(district: District, login: str) -> None:
    client = logged_in(district.people[login])
    assert client.get(reverse(PAGE)).status_code == 403
    assert client.post(reverse("approvals-approve")).status_code == 403
    assert reverse(PAGE) not in client.get("/", follow=True).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_page(
    district: District, lead: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(12):
        waiting(district, f"2026-{number}")
    # One look is written for each case; all else is read once.
    with django_assert_max_num_queries(30 + 12):  # type: ignore[operator]
        assert len(shown(lead)) == 12
