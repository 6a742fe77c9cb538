"""One thing done with many cases of the list, and undone."""

import pytest
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Case
from tests.district import District, build_district
from tests.web.cases_at_hand import logged_in, make_case


@pytest.fixture
def district(db: None) -> District:
    return build_district()


@pytest.fixture
def curator(district: District) -> Client:
    return logged_in(district.people["curator"])


def numbers_where(**fields: object) -> set[str]:
    return set(Case.objects.filter(**fields).values_list("number", flat=True))


def test_many_are_put_on_control_and_it_is_undone(curator: Client, district: District) -> None:
    cases = [make_case(district, number=f"2026-0000{n}") for n in range(3)]
    chosen = {"case": [case.number for case in cases[:2]], "deed": "put_on_control"}
    curator.post(reverse("inbox-many"), chosen)
    assert numbers_where(on_control=True) == {"2026-00000", "2026-00001"}
    assert "можно отменить" in curator.get("/cases/").content.decode()
    curator.post(reverse("inbox-undo"))
    assert numbers_where(on_control=True) == set()
    assert "можно отменить" not in curator.get("/cases/").content.decode()


def test_a_wrong_assignment_of_many_is_undone(curator: Client, district: District) -> None:
    cases = [make_case(district, number=f"2026-0000{n}") for n in range(3)]
    assigned = {"case": [case.number for case in cases], "recipient": district.school.pk}
    curator.post(reverse("inbox-assign"), assigned)
    assert len(numbers_where(recipient=district.school)) == 3
    curator.post(reverse("inbox-undo"))
    assert len(numbers_where(recipient=None, state="registered")) == 3


def test_what_went_on_meanwhile_is_left_and_told(curator: Client, district: District) -> None:
    cases = [make_case(district, number=f"2026-0000{n}") for n in range(2)]
    assigned = {"case": [case.number for case in cases], "recipient": district.school.pk}
    curator.post(reverse("inbox-assign"), assigned)
    teacher = logged_in(district.people["teacher"])
    draft = {"text": "Уже чистим.", "kind": "final"}
    teacher.post(reverse("case-deed", args=["2026-00001", "draft_answer"]), draft)
    told = curator.post(reverse("inbox-undo"), follow=True).content.decode()
    assert "2026-00001" in told
    assert numbers_where(recipient=district.school) == {"2026-00001"}


def test_the_undo_of_one_is_not_the_undo_of_another(curator: Client, district: District) -> None:
    make_case(district, number="2026-00001")
    curator.post(reverse("inbox-many"), {"case": "2026-00001", "deed": "put_on_control"})
    logged_in(district.people["pos"]).post(reverse("inbox-undo"))
    assert numbers_where(on_control=True) == {"2026-00001"}


@pytest.mark.parametrize("deed", ["", "close", "assign", "__class__"])
def test_no_other_deed_is_done_so(curator: Client, district: District, deed: str) -> None:
    before = make_case(district, number="2026-00001", state="answered").state
    curator.post(reverse("inbox-many"), {"case": "2026-00001", "deed": deed})
    assert numbers_where(state=before) == {"2026-00001"}


def test_cases_out_of_reach_are_told_and_left(district: District) -> None:
    make_case(district, number="2026-00001", recipient=district.school, block=district.other_block)
    lead = logged_in(district.people["lead"])
    form = {"case": ["2026-00001", "нет такого"], "deed": "put_on_control"}
    told = lead.post(reverse("inbox-many"), form, follow=True).content.decode()
    assert "2026-00001" in told.split("alert-danger")[1]
    assert numbers_where(on_control=True) == set()
