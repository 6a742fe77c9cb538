"""Pages of the rules under bad input: odd periods, marks no document holds, two at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.registry.models import Person, RoleAssignment, RoutingRule
from otklik.web.desk.rules import views
from tests.district import District, build_district
from tests.rules.test_mechanisms import mechanism, registered
from tests.web.cases_at_hand import logged_in, make_case


@pytest.fixture
def district(db: None) -> District:
    return build_district()


@pytest.fixture
def im(district: District) -> Client:
    return logged_in(district.people["im"])


def values(district: District, **more: Any) -> dict[str, Any]:
    return {
        "name": "Снег",
        "priority": 5,
        "topics": [district.snow.code],
        "recipient": district.council.pk,
    } | more


@pytest.mark.parametrize(
    ("first", "last"),
    [("0001-01-01", "2026-10-01"), ("2026-01-01", "9999-12-31"), ("0001-01-01", "9999-12-31")],
)
def test_the_ends_of_time_are_no_fault(
    district: District, im: Client, first: str, last: str
) -> None:
    make_case(district, topic=district.snow, received_at=timezone.now() - timedelta(days=3))
    period = {"first_date": first, "last_date": last}
    assert im.get(reverse("rules-try"), period).status_code == 200
    answer = im.post(reverse("rule-new"), values(district, **period, **{"try": "yes"}))
    assert answer.status_code == 200


def test_marks_no_document_can_hold_are_left_out(district: District, im: Client) -> None:
    rule = mechanism(district, name="Снег\x0bу школы", receipt_text="Принято\x01 {number}")
    assert im.get(reverse("rule-document", args=[rule.pk])).status_code == 200


def test_two_who_write_a_rule_at_once_both_get_one(
    district: District, im: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = views._free_code
    found = iter(["snow"])
    monkeypatch.setattr(views, "_free_code", lambda request: next(found, None) or real(request))
    assert im.post(reverse("rule-new"), values(district, name="Второе")).status_code == 302
    assert RoutingRule.objects.filter(name="Второе").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("priority", "99999999999999999999"),
        ("priority", "-1"),
        ("name", "Я" * 100_000),
        ("valid_until", "2020-13-45"),
        ("recipient", "999999"),
        ("recipient", "abc"),
    ],
)
def test_nonsense_is_refused_in_words(
    district: District, im: Client, field: str, value: object
) -> None:
    answer = im.post(reverse("rule-new"), values(district, **{field: value}))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors


def test_a_rule_that_was_used_is_not_removed(district: District) -> None:
    rule = mechanism(district)
    registered(district)
    admin = logged_in(district.people["admin"])
    admin.post(reverse("registry-remove", args=["routing-rules", rule.pk]), follow=True)
    assert RoutingRule.objects.filter(pk=rule.pk).exists()


def test_a_rule_whose_executor_left_can_still_be_mended(district: District, im: Client) -> None:
    rule = mechanism(district)
    executor = district.people["executor"]
    executor.is_active = False
    executor.save()
    page = im.get(reverse("rule", args=[rule.pk])).content.decode()
    assert "больше не работает" in page
    im.post(reverse("rule", args=[rule.pk]), values(district, executor=executor.pk, name="Иначе"))
    rule.refresh_from_db()
    assert (rule.name, rule.executor) == ("Иначе", executor)


def test_a_long_list_of_who_is_told_is_refused_in_words(district: District, im: Client) -> None:
    logins = []
    for n in range(20):
        person = Person.objects.create(login=f"lugovsk-a-rather-long-login-{n}", last_name=f"Л{n}")
        RoleAssignment.objects.create(
            person=person, role="observer", municipality=district.municipality
        )
        logins.append(person.login)
    answer = im.post(reverse("rule-new"), values(district, told=logins))
    assert "told" in answer.context["form"].errors
