"""The card of a case: what it shows, and what it hides from whom."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Case, CaseSource, Event, ImportBatch, PersonalDataLook
from otklik.cases.operations.look import look
from otklik.cases.queries.access import NotAllowed
from otklik.registry.grants import grants_of
from otklik.registry.models import House, Regulation, Territory
from tests.district import NOW, District, build_district
from tests.web.cases_at_hand import APPLICANT, add_answer, logged_in, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return build_district()


def page_of(district: District, login: str, case: Case) -> str:
    response = logged_in(district.people[login]).get(reverse("case-detail", args=[case.number]))
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(district: District) -> None:
    case = make_case(district, topic=district.snow, settlement=district.settlement)
    page = page_of(district, "curator", case)
    for words in (case.number, "чистят снег", APPLICANT, district.snow.name, "Луговое", "59-ФЗ"):
        assert words in page


def test_a_stranger_gets_no_card(district: District) -> None:
    case = make_case(district, recipient=district.council)
    address = reverse("case-detail", args=[case.number])
    assert logged_in(district.people["teacher"]).get(address).status_code == 404
    assert logged_in(district.people["observer"]).get(address).status_code == 404


def test_the_head_sees_no_names_anywhere_on_the_card(district: District) -> None:
    case = make_case(district, applicant_url="https://vk.example/id77")
    batch = ImportBatch.objects.create(
        municipality=district.municipality,
        channel="pos",
        file_name="a.csv",
        zone="UTC",
        created_at=NOW,
    )
    payload = json.dumps({"Имя жителя": APPLICANT, "Телефон": "8 913 000-00-00"})
    CaseSource.objects.create(case=case, batch=batch, row_number=2, payload=payload)
    add_answer(case, "draft", text="Звонили по 8 913 000-00-00")
    page = page_of(district, "head", case)
    for secret in (APPLICANT, "000-00-00", "vk.example", "Имя жителя"):
        assert secret not in page
    assert "чистят снег" in page
    assert not PersonalDataLook.objects.exists()


def test_every_look_at_names_is_written_down(district: District) -> None:
    case = make_case(district)
    for _time in range(2):
        page_of(district, "curator", case)
    looks = list(PersonalDataLook.objects.all())
    assert [(one.person, one.case_id, one.page) for one in looks] == [
        (district.people["curator"], case.pk, "case-detail")
    ] * 2


def test_a_look_is_refused_to_whom_names_are_hidden(district: District) -> None:
    case = make_case(district)
    grants = grants_of(district.people["teacher"], NOW.date())
    with pytest.raises(NotAllowed):
        look(case=case, grants=grants, at=NOW, page="case-detail")


def test_history_is_in_the_order_of_time_and_in_words(district: District) -> None:
    case = make_case(district)
    logged_in(district.people["curator"]).post(
        reverse("case-deed", args=[case.number, "assign"]),
        {"recipient": district.council.pk, "remark": "до пятницы"},
    )
    page = page_of(district, "curator", case)
    history = page[page.index('<ol class="desk-history"') :]
    history = history[: history.index("</ol>")]
    titles = re.findall(r"<strong>(.+?)</strong>", history)
    assert len(titles) == 3
    assert "case." not in "".join(titles)
    assert "до пятницы" in history
    assert "Луговской сельсовет" in history
    moments = re.findall(r'<time datetime="([^"]+)"', history)
    assert moments == sorted(moments)


def test_fields_of_the_row_are_all_there_as_they_came(district: District) -> None:
    case = make_case(district)
    batch = ImportBatch.objects.create(
        municipality=district.municipality,
        channel="pos",
        file_name="выгрузка.xlsx",
        zone="UTC",
        created_at=NOW,
    )
    row = {"Чего нигде нет": "<b>особое</b>", "Пусто": ""}
    CaseSource.objects.create(case=case, batch=batch, row_number=7, payload=json.dumps(row))
    page = page_of(district, "curator", case)
    assert "Чего нигде нет" in page
    assert "&lt;b&gt;особое&lt;/b&gt;" in page
    assert "выгрузка.xlsx" in page


def test_a_term_says_how_long_it_is_and_by_which_law(district: District) -> None:
    page = page_of(district, "curator", make_case(district))
    terms = page[page.index("desk-terms") : page.index("desk-pairs")]
    assert "30" in terms
    assert "59-ФЗ" in terms


def test_decisions_of_the_machine_show_how_sure_it_was(district: District) -> None:
    decision = {"by": "machine", "code": district.snow.code, "confidence": 0.82, "reasons": []}
    page = page_of(district, "curator", make_case(district, decisions={"topic": decision}))
    decisions = page[page.index("desk-decisions") :]
    assert "82 %" in decisions
    assert district.snow.name in decisions


def test_cases_beside_it_are_shown_only_if_they_may_be_seen(district: District) -> None:
    first = make_case(district, "2026-00001", recipient=district.council)
    make_case(
        district,
        "2026-00002",
        recipient=district.school,
        repeat_kind="repeated",
        repeat_of=first,
    )
    assert "2026-00002" in page_of(district, "curator", first)
    assert "2026-00002" not in page_of(district, "executor", first)


def test_other_cases_of_the_applicant_are_shown_only_with_his_name(district: District) -> None:
    page = {"applicant_url": "https://vk.example/id77", "search_personal": "vk exampl id77"}
    first = make_case(district, "2026-00001", **page)
    make_case(district, "2026-00002", **page)
    make_case(district, "2026-00003", applicant_url="https://vk.example/id78")
    shown = page_of(district, "curator", first)
    assert "2026-00002" in shown
    assert "2026-00003" not in shown
    assert "2026-00002" not in page_of(district, "head", first)


def test_a_low_rating_offers_to_open_the_case_again(district: District) -> None:
    Regulation.objects.filter(code="fz59").update(reopen_at_rating=2)
    for rating, offered in ((2, "reopen"), (5, "close")):
        case = make_case(district, f"2026-{rating}", state="answered", rating=rating)
        page = page_of(district, "curator", case)
        assert f'action="/cases/{case.number}/do/{offered}/#deed"' in page


def test_an_odd_address_of_a_file_is_never_a_link(district: District) -> None:
    case = make_case(district, source_url="javascript:alert(1)")
    assert 'href="javascript' not in page_of(district, "curator", case)


def test_the_page_has_no_script_or_style_of_its_own(district: District) -> None:
    page = page_of(district, "curator", make_case(district))
    assert not re.search(r"<style|<script(?![^>]*src=)| style=| on[a-z]+=", page)


def test_an_unknown_happening_is_shown_by_its_own_name(district: District) -> None:
    case = make_case(district)
    now = timezone.now()
    Event.objects.create(
        municipality=case.municipality,
        case_id=case.pk,
        name="case.poll.asked",
        seq=99,
        at=now,
        recorded_at=now,
        actor="machine",
    )
    assert "poll.asked" in page_of(district, "curator", case)


NO_SUCH_HOUSE = "desk-house-note"


def test_a_house_the_register_does_not_know_is_quietly_warned_of(district: District) -> None:
    place = {"settlement": district.settlement, "street": district.street}
    case = make_case(district, house="7", **place)
    # Nothing is said while no house of the street was ever loaded.
    assert NO_SUCH_HOUSE not in page_of(district, "curator", case)
    House.objects.create(territory=district.street, number="12 к1", gar_id=1)
    assert NO_SUCH_HOUSE in page_of(district, "curator", case)
    there = make_case(district, "2026-00002", house="12 корп. 1", **place)
    assert NO_SUCH_HOUSE not in page_of(district, "curator", there)


def test_a_house_is_not_looked_for_where_the_street_is_not_known(district: District) -> None:
    House.objects.create(territory=district.settlement, number="1", gar_id=1)
    case = make_case(district, house="7", settlement=district.settlement)
    assert NO_SUCH_HOUSE not in page_of(district, "curator", case)
    Territory.objects.filter(pk=district.street.pk).delete()
    assert NO_SUCH_HOUSE in page_of(district, "curator", case)


def test_coordinates_are_those_of_the_text_or_of_the_place(district: District) -> None:
    district.settlement.lat, district.settlement.lon = 53.1, 90.5
    district.settlement.save()
    case = make_case(district, settlement=district.settlement)
    assert "53.10000, 90.50000 · с. Луговое" in page_of(district, "curator", case)
    exact = make_case(
        district, "2026-00002", settlement=district.settlement, text="Яма: 53.12345, 90.54321"
    )
    assert "53.12345, 90.54321 · " in page_of(district, "curator", exact)
    nowhere = make_case(district, "2026-00003")
    assert "desk-coordinates" not in page_of(district, "curator", nowhere)
