"""The page of handing over: preview, deed, the queue of who has the cases, taking back."""

import pytest
from django.urls import reverse

from otklik.cases.models import Case
from otklik.handing.models import HandOver
from otklik.registry.models import Person, RoleAssignment
from tests.district import District, build_district
from tests.web.cases_at_hand import logged_in, make_case


@pytest.fixture
def district(db: None) -> District:
    found = build_district()
    second = Person.objects.create(
        login="lugovsk-second", last_name="Second", organisation=found.council
    )
    RoleAssignment.objects.create(
        person=second,
        role="executor",
        municipality=found.municipality,
        organisation=found.council,
    )
    found.people["second"] = second
    return found


def cases_of(district: District, number: int = 3) -> list[Case]:
    return [
        make_case(
            district,
            number=f"2026-{n:05d}",
            recipient=district.council,
            block=district.block,
            executor=district.people["executor"],
            state="in_progress",
        )
        for n in range(number)
    ]


def asked(district: District, to_person: str = "second", **more: object) -> dict[str, object]:
    return {
        "from_person": district.people["executor"].pk,
        "to_person": district.people[to_person].pk,
        "until_date": "",
        "reason": "Отпуск",
    } | more


def test_what_would_be_handed_over_is_shown_first(district: District) -> None:
    cases = cases_of(district)
    client = logged_in(district.people["lead"])
    page = client.get(reverse("hand-over"), asked(district))
    assert page.context["cases"] == cases
    assert not HandOver.objects.exists()
    nobody = client.get(reverse("hand-over"), asked(district, "teacher"))
    assert (nobody.context["cases"], nobody.context["unfit"]) == ([], cases)


def test_handed_over_seen_in_a_queue_and_taken_back(district: District) -> None:
    cases = cases_of(district)
    client, second = (logged_in(district.people[name]) for name in ("lead", "second"))
    ticked = [case.pk for case in cases[:2]]
    data = asked(district, case=ticked, until_date="2030-01-31")
    assert client.post(reverse("hand-over"), data).status_code == 302
    # Pressed twice, it does nothing more.
    client.post(reverse("hand-over"), data)
    made = HandOver.objects.get()
    owner = district.people["executor"].pk
    queue = f"{reverse('inbox')}?state=open&for={owner}"
    assert f"for={owner}" in second.get(reverse("inbox-queues")).content.decode()
    listed = second.get(queue).content.decode()
    assert [case.number in listed for case in cases] == [True, True, False]
    client.post(reverse("hand-over-back", args=[made.pk]))
    assert not Case.objects.filter(executor=district.people["second"]).exists()
    assert "for=" not in second.get(reverse("inbox-queues")).content.decode()
    again = client.post(reverse("hand-over-back", args=[made.pk]), follow=True)
    assert again.status_code == 200


def test_who_may_not_assign_has_no_such_page(district: District) -> None:
    cases = cases_of(district, 1)
    made = HandOver.objects.create(
        municipality=district.municipality,
        from_person=district.people["executor"],
        to_person=district.people["second"],
        made_by=district.people["lead"],
        made_at=cases[0].received_at,
    )
    for login in ("executor", "head", "auditor", "admin", "observer"):
        client = logged_in(district.people[login])
        data = asked(district, case=[cases[0].pk])
        assert client.get(reverse("hand-over")).status_code == 403, login
        assert client.post(reverse("hand-over"), data).status_code == 403, login
        assert client.post(reverse("hand-over-back", args=[made.pk])).status_code == 403, login


def test_another_municipality_is_out_of_reach(district: District) -> None:
    cases = cases_of(district, 1)
    abroad = build_district("stepnoe")
    client = logged_in(abroad.people["curator"])
    page = client.post(reverse("hand-over"), asked(district, case=[cases[0].pk]))
    assert page.status_code == 200
    assert not HandOver.objects.exists()
    made = HandOver.objects.create(
        municipality=district.municipality,
        from_person=district.people["executor"],
        to_person=district.people["second"],
        made_by=district.people["lead"],
        made_at=cases[0].received_at,
    )
    assert client.post(reverse("hand-over-back", args=[made.pk])).status_code == 404
    own = logged_in(abroad.people["lead"])
    assert (
        cases[0].number
        not in own.get(reverse("inbox"), {"for": district.people["executor"].pk}).content.decode()
    )


def test_nonsense_in_the_form_is_told_of(district: District) -> None:
    client = logged_in(district.people["lead"])
    for wrong in ({"from_person": "x"}, {"to_person": 10**30}, {"until_date": "0026-01-01"}):
        page = client.get(reverse("hand-over"), asked(district) | wrong)
        assert page.status_code == 200
        assert page.context["form"].errors
