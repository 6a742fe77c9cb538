"""Rules as their writers see them: written, tried, switched, entered, and closed to others."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Case, Event
from otklik.registry.models import RoutingRule
from otklik.rules.models import RuleEntry, RuleUse
from tests.district import District, build_district
from tests.rules.test_mechanisms import mechanism
from tests.web.cases_at_hand import logged_in, make_case

RULE: dict[str, Any] = {
    "name": "Снег на Луговой: сразу исполнителю",
    "priority": 5,
    "receipt_text": "Сообщение {number} принято.",
}


@pytest.fixture
def district(db: None) -> District:
    return build_district()


@pytest.fixture
def im(district: District) -> Client:
    return logged_in(district.people["im"])


def values(district: District, **more: Any) -> dict[str, Any]:
    chosen = {"topics": [district.snow.code], "recipient": district.council.pk}
    return RULE | chosen | {"executor": district.people["executor"].pk} | more


def test_a_rule_is_written_switched_off_and_then_on(district: District, im: Client) -> None:
    answer = im.post(reverse("rule-new"), values(district))
    rule = RoutingRule.objects.get(name=RULE["name"])
    assert answer.status_code == 302
    assert (rule.is_on, rule.topics, rule.executor) == (
        False,
        district.snow.code,
        district.people["executor"],
    )
    im.post(reverse("rule-switch", args=[rule.pk]), {"on": "yes"})
    rule.refresh_from_db()
    assert rule.is_on
    told = Event.objects.filter(name="registry.changed").order_by("seq")
    assert told.last().details == {  # type: ignore[union-attr]
        "what": f"routing-rules/{rule.code}",
        "before": {"is_on": False},
        "after": {"is_on": True},
    }
    im.post(reverse("rule-switch", args=[rule.pk]), {"on": "yes"})
    assert told.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("topics", ["im-99"]),
        ("territories", ["t-moscow"]),
        ("channels", ["telegraph"]),
        ("receipt_text", "{password}"),
        ("template_code", "no-such"),
        ("told", ["nobody"]),
        ("priority", "first"),
        ("name", ""),
    ],
)
def test_what_cannot_be_is_refused(
    district: District, im: Client, field: str, value: object
) -> None:
    answer = im.post(reverse("rule-new"), values(district, **{field: value}))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not RoutingRule.objects.filter(name=RULE["name"]).exists()


def test_the_executor_works_for_the_recipient(district: District, im: Client) -> None:
    foreign = district.people["teacher"].pk
    answer = im.post(reverse("rule-new"), values(district, executor=foreign))
    assert "executor" in answer.context["form"].errors


def test_trying_keeps_nothing_and_shows_the_past(district: District, im: Client) -> None:
    now = timezone.now()
    make_case(
        district,
        topic=district.snow,
        recipient=district.school,
        received_at=now - timedelta(days=3),
        registered_at=now - timedelta(days=3),
    )
    period = {"first_date": f"{now - timedelta(days=30):%Y-%m-%d}", "last_date": f"{now:%Y-%m-%d}"}
    answer = im.post(reverse("rule-new"), values(district, **period, **{"try": "yes"}))
    tried = answer.context["tried"]
    assert (tried.trial.looked, tried.tally.matched, tried.tally.moved_number) == (1, 1, 1)
    assert "Луговская школа" in answer.content.decode()
    assert not RoutingRule.objects.filter(name=RULE["name"]).exists()
    wrong = values(district, first_date="2026-05-05", last_date="2026-05-01", **{"try": "yes"})
    assert "last_date" in im.post(reverse("rule-new"), wrong).context["period"].errors


def test_all_rules_are_tried_at_once(district: District, im: Client) -> None:
    make_case(district, topic=district.snow, received_at=timezone.now() - timedelta(days=3))
    mechanism(district)
    tried = im.get(reverse("rules-try")).context["tried"]
    assert [tally.rule.code for tally in tried.lines] == ["snow-at-once"]
    assert [tally.rule.code for tally in tried.shadowed] == ["snow"]


def test_the_instruction_is_printed_and_its_entries_kept(district: District, im: Client) -> None:
    rule = mechanism(district, name="Снег {{ 7 * 7 }}")
    content = im.get(reverse("rule-document", args=[rule.pk])).content
    words = "\n".join(part.text for part in docx.Document(BytesIO(content)).paragraphs)
    assert "Снег {{ 7 * 7 }}" in words
    assert im.post(reverse("rule-entered", args=[rule.pk]), {"system": "fax"}).status_code == 400
    im.post(reverse("rule-entered", args=[rule.pk]), {"system": "pos", "remark": "и ДЖКХ"})
    assert RuleEntry.objects.get().entered_by == district.people["im"]
    page = im.get(reverse("rule-instruction", args=[rule.pk])).content.decode()
    assert "и ДЖКХ" in page
    assert "в прежнем виде" not in page
    RoutingRule.objects.filter(pk=rule.pk).update(words="сугроб")
    assert "в прежнем виде" in im.get(reverse("rule-instruction", args=[rule.pk])).content.decode()


def test_rules_of_another_municipality_are_not_there(district: District, im: Client) -> None:
    foreign = RoutingRule.objects.get(municipality=build_district("stepnoe").municipality)
    for name in ("rule", "rule-instruction", "rule-document"):
        assert im.get(reverse(name, args=[foreign.pk])).status_code == 404
    for name in ("rule", "rule-switch", "rule-entered"):
        assert im.post(reverse(name, args=[foreign.pk]), {"system": "pos"}).status_code == 404
    assert RoutingRule.objects.get(pk=foreign.pk).is_on


def test_the_receipt_stands_on_the_card_until_it_is_sent(district: District) -> None:
    case: Case = make_case(district, topic=district.snow, recipient=district.council)
    RuleUse.objects.create(
        case=case, rule=mechanism(district), at=case.received_at, receipt_text="Принято: {number}."
    )
    curator = logged_in(district.people["curator"])
    card = reverse("case-detail", args=[case.number])
    assert f"Принято: {case.number}." in curator.get(card).content.decode()
    executor = logged_in(district.people["executor"])
    assert "Принято" not in executor.get(card).content.decode()
    address = reverse("case-receipt", args=[case.number])
    assert executor.post(address).status_code == 403
    assert logged_in(district.people["teacher"]).post(address).status_code == 404
    curator.post(address)
    assert RuleUse.objects.get().told_by == district.people["curator"]
    again = curator.post(address, follow=True).content.decode()
    assert "Ничего не изменено" in again
