"""Requests for information as those asked see them, and on the card of who asks."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Case, InformationRequest, PersonalDataLook
from tests.district import District, build_district
from tests.web.cases_at_hand import APPLICANT, logged_in, make_case


@pytest.fixture
def district(db: None) -> District:
    return build_district()


@pytest.fixture
def case(district: District) -> Case:
    return make_case(
        district,
        recipient=district.council,
        block=district.block,
        state="in_progress",
        topic=district.snow,
        settlement=district.settlement,
        registered_at=timezone.now(),
    )


def ask(district: District, case: Case, **more: Any) -> InformationRequest:
    values: dict[str, Any] = {
        "case": case,
        "organisation": district.school,
        "question": "Чья это дорога?",
        "asked_by": district.people["curator"],
        "asked_at": timezone.now(),
        "due_at": timezone.now() + timedelta(days=5),
    }
    return InformationRequest.objects.create(**(values | more))


def page_of(district: District, request: InformationRequest, login: str = "teacher") -> Any:
    client = logged_in(district.people[login])
    return client.get(reverse("information-request", args=[request.pk]))


def test_those_asked_see_the_question_and_nothing_of_the_citizen(
    district: District, case: Case
) -> None:
    told = page_of(district, ask(district, case)).content.decode()
    assert "Чья это дорога?" in told
    assert district.snow.name in told
    assert APPLICANT not in told
    assert "Третий день" not in told
    assert reverse("case-detail", args=[case.number]) not in told
    assert not PersonalDataLook.objects.exists()


def test_the_message_may_be_shown_without_personal_data(district: District, case: Case) -> None:
    told = page_of(district, ask(district, case, shown="text")).content.decode()
    assert "Третий день не чистят снег" in told
    assert "913 000-00-00" not in told
    assert APPLICANT not in told


def test_the_applicant_is_shown_where_it_was_ticked_and_the_look_is_logged(
    district: District, case: Case
) -> None:
    request = ask(district, case, shown="personal", shown_reason="Выезд на место")
    told = page_of(district, request).content.decode()
    assert APPLICANT in told
    (look,) = PersonalDataLook.objects.all()
    assert (look.person, look.case_id) == (district.people["teacher"], case.pk)


def test_others_do_not_find_the_request(district: District, case: Case) -> None:
    request = ask(district, case)
    abroad = build_district("stepnoe")
    for login in ("curator", "executor", "head", "observer", "auditor", "im"):
        assert page_of(district, request, login).status_code == 404, login
    assert page_of(abroad, request, "teacher").status_code == 404
    assert page_of(abroad, request, "curator").status_code == 404
    answer = logged_in(district.people["im"]).post(
        reverse("information-request", args=[request.pk]), {"reply": "да"}
    )
    assert answer.status_code == 404


def test_the_answer_reaches_the_card(district: District, case: Case) -> None:
    request = ask(district, case)
    client = logged_in(district.people["teacher"])
    url = reverse("information-request", args=[request.pk])
    assert client.post(url, {"reply": "   "}).status_code == 200
    assert client.post(url, {"reply": "Дорога наша."}).status_code == 302
    # The second press finds it answered.
    again = client.post(url, {"reply": "Не наша."})
    assert again.status_code == 200
    card = logged_in(district.people["executor"]).get(reverse("case-detail", args=[case.number]))
    told = card.content.decode()
    assert "Дорога наша." in told
    assert "Не наша." not in told


def test_the_queues_and_the_page_count_what_waits(district: District, case: Case) -> None:
    ask(district, case, due_at=timezone.now() - timedelta(days=1))
    teacher, executor = (logged_in(district.people[name]) for name in ("teacher", "executor"))
    assert reverse("information") in teacher.get(reverse("inbox-queues")).content.decode()
    (_title, asked, _is) = teacher.get(reverse("information")).context["parts"][0]
    assert [line.shade for line in asked] == ["over"]
    (_title, waited, _is) = executor.get(reverse("information")).context["parts"][1]
    assert [line.request.case for line in waited] == [case]
    assert executor.get(reverse("information")).context["parts"][0][1] == []


def test_a_body_is_asked_from_the_card(district: District, case: Case) -> None:
    client = logged_in(district.people["executor"])
    url = reverse("case-deed", args=[case.number, "ask_information"])
    assert client.get(url).status_code == 200
    data = {"question": "Чья?", "days": 5, "shown": "question"}
    assert client.post(url, data).status_code == 200
    abroad = build_district("stepnoe")
    for wrong in (
        {"organisation": abroad.school.pk},
        {"person": abroad.people["executor"].pk},
        {"organisation": district.school.pk, "days": 100},
        {"organisation": district.school.pk, "shown": "personal"},
    ):
        assert client.post(url, data | wrong).status_code == 200
    assert not InformationRequest.objects.exists()
    assert client.post(url, data | {"organisation": district.school.pk}).status_code == 302
    assert InformationRequest.objects.get().question == "Чья?"


def test_a_note_calls_those_ticked_and_says_whom_it_cannot(district: District, case: Case) -> None:
    client = logged_in(district.people["curator"])
    url = reverse("case-deed", args=[case.number, "write_note"])
    found = client.get(reverse("case-colleagues", args=[case.number]), {"who": "lea"})
    assert f'value="{district.people["lead"].pk}"' in found.content.decode()
    # Who may not see the case is not offered, nor is anybody of elsewhere.
    build_district("stepnoe")
    for words in ("teach", "stepnoe", "observer"):
        none = client.get(reverse("case-colleagues", args=[case.number]), {"who": words})
        assert "<input" not in none.content.decode(), words
    refused = client.post(url, {"text": "Ваше? @lugovsk-teacher"})
    assert refused.status_code == 200
    assert "Teacher" in refused.content.decode()
    people = [district.people["lead"].pk]
    assert client.post(url, {"text": "Гляньте <b>", "people": people}).status_code == 302
    card = client.get(reverse("case-detail", args=[case.number])).content.decode()
    assert "Гляньте &lt;b&gt;" in card
    assert "Lead" in card


def test_the_log_hides_what_was_asked_and_told_from_the_auditor(
    district: District, case: Case
) -> None:
    client = logged_in(district.people["curator"])
    client.post(
        reverse("case-deed", args=[case.number, "ask_information"]),
        {
            "organisation": district.school.pk,
            "question": "Приходила ли Луговая?",
            "days": 5,
            "shown": "question",
        },
    )
    request = InformationRequest.objects.get()
    url = reverse("information-request", args=[request.pk])
    logged_in(district.people["teacher"]).post(url, {"reply": "Луговая приходила."})
    told = logged_in(district.people["auditor"]).get(reverse("log")).content.decode()
    assert case.number in told
    assert "Лугов" not in told.replace("Луговск", "")
    assert "Приходила" not in told
