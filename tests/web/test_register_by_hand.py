"""The sheet of registration by hand."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Case
from otklik.registry.models import House
from tests.district import District, build_district
from tests.web.cases_at_hand import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return build_district()


def sheet(**fields: Any) -> dict[str, Any]:
    received = timezone.localtime() - timedelta(days=1)
    call = {
        "channel": "phone",
        "kind": "message",
        "received_at": f"{received:%Y-%m-%dT%H:%M}",
        "text": "Не чистят снег на дороге в Луговом",
        "author_kind": "citizen",
    }
    return call | fields


def test_a_call_is_registered_and_shown(district: District) -> None:
    client = logged_in(district.people["pos"])
    answer = client.post(reverse("case-register"), sheet(), follow=True)
    case = Case.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("case-detail", args=[case.number])
    assert (case.channel, case.kind) == ("phone", "message")


def test_a_second_click_registers_nothing_more(district: District) -> None:
    client = logged_in(district.people["pos"])
    call = sheet()
    first, second = (client.post(reverse("case-register"), call) for _click in range(2))
    assert Case.objects.count() == 1
    assert first["Location"] == second["Location"]
    client.post(reverse("case-register"), call | {"text": "Другой звонок"})
    numbers = Case.objects.order_by("pk").values_list("number", flat=True)
    assert [number[-1] for number in numbers] == ["1", "2"]


@pytest.mark.parametrize("slip", ["0001-01-01T00:00", "0026-10-01T10:00", "1026-10-01T10:00"])
def test_a_slip_in_the_year_is_told(district: District, slip: str) -> None:
    client = logged_in(district.people["pos"])
    answer = client.post(reverse("case-register"), sheet(received_at=slip))
    assert answer.status_code == 200
    assert "received_at" in answer.context["form"].errors
    assert not Case.objects.exists()


def test_an_appeal_needs_what_the_law_wants(district: District) -> None:
    client = logged_in(district.people["curator"])
    answer = client.post(reverse("case-register"), sheet(channel="paper", kind="appeal"))
    assert answer.status_code == 200
    assert answer.content.decode().count("invalid-feedback") == 3
    assert not Case.objects.exists()


def test_an_appeal_with_all_of_it_is_registered(district: District) -> None:
    client = logged_in(district.people["curator"])
    fields = {
        "applicant_name": "Луговая Вера",
        "applicant_address": "с. Луговое, ул. Ленина, 1",
        "appeal_kind": "complaint",
    }
    client.post(reverse("case-register"), sheet(channel="reception", kind="appeal", **fields))
    case = Case.objects.get()
    assert case.questions.count() == 1
    assert case.clocks.exists()


def test_the_fields_of_an_appeal_are_on_the_page_without_scripts(district: District) -> None:
    page = logged_in(district.people["curator"]).get(reverse("case-register")).content.decode()
    assert 'name="appeal_kind"' in page
    assert "desk-appeal-only" in page


def test_the_future_is_refused(district: District) -> None:
    tomorrow = timezone.localtime() + timedelta(days=1)
    client = logged_in(district.people["curator"])
    client.post(reverse("case-register"), sheet(received_at=f"{tomorrow:%Y-%m-%dT%H:%M}"))
    assert not Case.objects.exists()


def test_the_same_number_twice_names_the_case_that_has_it(district: District) -> None:
    client = logged_in(district.people["curator"])
    client.post(reverse("case-register"), sheet(channel="paper", external_id="вх-12"))
    answer = client.post(reverse("case-register"), sheet(channel="paper", external_id="вх-12"))
    assert Case.objects.get().number in answer.content.decode()


def test_only_the_channels_of_the_role_are_offered(district: District) -> None:
    page = logged_in(district.people["im"]).get(reverse("case-register")).content.decode()
    assert 'value="official_page"' in page
    assert 'value="phone"' not in page
    client = logged_in(district.people["im"])
    client.post(reverse("case-register"), sheet())
    assert not Case.objects.exists()


def test_who_may_not_register_is_stopped(district: District) -> None:
    for login in ("executor", "head", "admin"):
        answer = logged_in(district.people[login]).get(reverse("case-register"))
        assert answer.status_code == 403, login


@pytest.mark.parametrize(
    ("typed", "is_warned"),
    [
        ({"settlement": "с. Луговое", "street": "ул. Ленина", "house": "7"}, True),
        ({"settlement": "Луговое", "street": "Ленина", "house": "д. 12"}, False),
        ({"settlement": "Луговое", "street": "Ленина", "house": ""}, False),
        ({"settlement": "Луговое", "street": "Новейшая", "house": "7"}, False),
        ({"settlement": "Нигде", "street": "", "house": "7"}, False),
        ({}, False),
    ],
)
def test_a_house_nobody_knows_is_warned_of_while_it_is_typed(
    district: District, typed: dict[str, str], is_warned: bool
) -> None:
    House.objects.create(territory=district.street, number="12", gar_id=1)
    curator = logged_in(district.people["curator"])
    answer = curator.get(reverse("case-house-note"), typed)
    assert answer.status_code == 200
    assert bool(answer.content.strip()) is is_warned


def test_who_may_not_register_is_told_nothing_of_houses(district: District) -> None:
    answer = logged_in(district.people["head"]).get(reverse("case-house-note"))
    assert answer.status_code in (403, 404)
