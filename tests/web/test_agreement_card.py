"""The card of a case whose answer is being agreed, and what is done after the approval."""

import pytest
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Case
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.return_answer import return_answer
from tests.agreement import make_route, put_to_approval
from tests.district import NOW, District, build_district
from tests.web.cases_at_hand import add_answer, logged_in, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return build_district()


@pytest.fixture
def case(district: District) -> Case:
    return make_case(district, state="assigned", recipient=district.council, block=district.block)


def card(client: Client, case: Case) -> str:
    return client.get(reverse("case-detail", args=[case.number])).content.decode()


def offered(district: District, case: Case, login: str) -> set[str]:
    """Return which deeds of agreement the card offers."""
    page = card(logged_in(district.people[login]), case)
    return {name for name in ("approve_answer", "return_answer") if f"/do/{name}/" in page}


def test_the_card_says_whose_turn_it_is(district: District, case: Case) -> None:
    make_route(district, "block_lead;curator")
    put_to_approval(district, case)
    page = card(logged_in(district.people["head"]), case)
    assert "Ответ ждёт согласования: ответственный за отраслевой блок (Lead)." in page
    assert "ещё не пройден" in page
    approve_answer(case=case, grants=district.grants("lead"), at=NOW)
    page = card(logged_in(district.people["executor"]), case)
    assert "согласовано, Lead" in page
    assert "может согласовать Curator" in page


def test_only_whose_turn_it_is_has_the_buttons(district: District, case: Case) -> None:
    make_route(district, "block_lead;curator")
    put_to_approval(district, case)
    both = {"approve_answer", "return_answer"}
    assert offered(district, case, "lead") == both
    for login in ("curator", "pos", "executor", "head"):
        assert offered(district, case, login) == set(), login
    approve_answer(case=case, grants=district.grants("lead"), at=NOW)
    assert offered(district, case, "curator") == both
    assert offered(district, case, "lead") == set()


def test_who_presses_out_of_turn_is_told_whose_turn_it_is(district: District, case: Case) -> None:
    make_route(district, "block_lead;curator")
    put_to_approval(district, case)
    page = logged_in(district.people["curator"]).post(
        reverse("case-deed", args=[case.number, "approve_answer"]), {"version": 1}, follow=True
    )
    assert "ждёт другого согласующего: ответственный за отраслевой блок" in page.content.decode()
    case.refresh_from_db()
    assert case.state == "in_review"


def test_earlier_rounds_stay_on_the_card(district: District, case: Case) -> None:
    make_route(district, "block_lead;curator")
    put_to_approval(district, case)
    approve_answer(case=case, grants=district.grants("lead"), at=NOW)
    return_answer(case=case, grants=district.grants("curator"), at=NOW, remark="Кто отвечает?")
    put_to_approval(district, case, text="Отвечает дорожная служба.")
    page = card(logged_in(district.people["lead"]), case)
    assert page.count("desk-steps") == 2
    assert "возвращён на доработку, Curator" in page
    assert "Кто отвечает?" in page


def test_a_skipped_step_is_shown_so(district: District, case: Case) -> None:
    make_route(district, "page_editor;curator")
    put_to_approval(district, case)
    page = card(logged_in(district.people["curator"]), case)
    assert "пропущен: этой роли здесь ни у кого не было" in page
    assert "Пропущен: этой роли" in page.split("desk-history", 1)[1]


def test_an_author_who_approved_alone_is_seen(district: District, case: Case) -> None:
    put_to_approval(district, case, author="lead")
    approve_answer(case=case, grants=district.grants("lead"), at=NOW)
    assert "Автор утвердил ответ сам" in card(logged_in(district.people["curator"]), case)


def test_an_author_who_may_not_approve_alone_can_still_take_it_back(
    district: District, case: Case
) -> None:
    district.municipality.author_may_approve = False
    district.municipality.save()
    put_to_approval(district, case, author="lead")
    assert offered(district, case, "lead") == {"return_answer"}
    assert offered(district, case, "curator") == {"approve_answer", "return_answer"}


@pytest.mark.parametrize("kind", ["interim", "final"])
def test_an_approved_text_is_copied_opened_and_marked(
    district: District, case: Case, kind: str
) -> None:
    Case.objects.filter(pk=case.pk).update(
        state="approved", source_url="https://example.org/post?a=1&b=2"
    )
    add_answer(case, "approved", text='Готово <b>"так"</b>', kind=kind, approved_at=NOW)
    page = card(logged_in(district.people["curator"]), case)
    assert 'data-copy="#answer-to-send"' in page
    assert "Готово &lt;b&gt;&quot;так&quot;&lt;/b&gt;</textarea>" in page
    assert 'href="https://example.org/post?a=1&amp;b=2" target="_blank" rel="noopener' in page
    assert "Отметить отправленным" in page


def test_an_address_that_is_none_of_the_web_is_not_opened(district: District, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(
        state="approved", source_url="javascript:alert(1)", external_id="И-7"
    )
    add_answer(case, "approved", approved_at=NOW)
    page = card(logged_in(district.people["curator"]), case)
    assert 'href="javascript' not in page
    assert "по номеру: И-7" in page
