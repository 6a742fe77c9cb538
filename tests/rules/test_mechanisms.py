"""Mechanisms of fast resolution: a case that fits is with its executor at once, and all is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from otklik.cases.models import Case, Event
from otklik.cases.queries.access import NotAllowed
from otklik.intake.operations.register_by_hand import Sheet, register_by_hand
from otklik.registry.models import RoutingRule
from otklik.reminders.models import Notice, NoticeKind
from otklik.reminders.telling import tell_news
from otklik.rules.deeds import NoReceipt, enter_rule, is_as_entered, send_receipt
from otklik.rules.models import RuleUse
from otklik.rules.uses import used_lately
from tests.district import NOW, District

SNOW = Sheet(
    channel="phone",
    received_at=NOW - timedelta(minutes=5),
    text="Не чистят снег на дороге, улица Ленина",
    settlement="Луговое",
)


def mechanism(district: District, **traits: object) -> RoutingRule:
    fields = {
        "municipality": district.municipality,
        "code": "snow-at-once",
        "name": "Снег: сразу исполнителю",
        "priority": 50,
        "topics": district.snow.code,
        "recipient": district.council,
        "executor": district.people["executor"],
        "template_code": "snow",
        "receipt_text": "Сообщение {number} принято.",
        "fast_track": True,
    }
    return RoutingRule.objects.create(**(fields | traits))


def registered(district: District, sheet: Sheet = SNOW) -> Case:
    case = register_by_hand(
        municipality=district.municipality,
        sheet=replace(sheet, text=f"{sheet.text} {Case.objects.count()}"),
        grants=district.grants("curator"),
        at=NOW,
    )
    case.refresh_from_db()
    return case


def test_the_case_is_with_its_executor_at_once(district: District) -> None:
    rule = mechanism(district)
    case = registered(district)
    assert (case.state, case.executor) == ("assigned", district.people["executor"])
    assert case.fast_track
    use = case.rule_uses.get()
    assert (use.rule, use.template_code) == (rule, "snow")
    assert use.receipt_text == "Сообщение {number} принято."
    assert case.decisions["recipient"]["reasons"][0]["params"]["rule"] == rule.name


def test_a_rule_that_is_off_or_over_decides_nothing(district: District) -> None:
    mechanism(district, is_on=False)
    mechanism(district, code="over", valid_until=NOW.date())
    case = registered(district)
    assert case.executor is None
    assert case.rule_uses.get().rule.code == "snow"


@pytest.mark.parametrize("change", ["left", "closed"])
def test_who_has_left_gets_nothing(district: District, change: str) -> None:
    mechanism(district)
    executor = district.people["executor"]
    if change == "left":
        executor.organisation = district.school
    else:
        executor.is_active = False
    executor.save()
    case = registered(district)
    assert (case.recipient, case.executor) == (district.council, None)


def test_a_changed_rule_does_not_change_what_it_did(district: District) -> None:
    rule = mechanism(district)
    case = registered(district)
    RoutingRule.objects.filter(pk=rule.pk).update(
        receipt_text="Иначе", template_code="", name="Иное"
    )
    use = case.rule_uses.get()
    assert (use.receipt_text, use.template_code) == ("Сообщение {number} принято.", "snow")
    case.refresh_from_db()
    assert case.decisions["recipient"]["reasons"][0]["params"]["rule"] == "Снег: сразу исполнителю"


def test_the_receipt_is_sent_once_and_by_who_may_send(district: District) -> None:
    mechanism(district)
    case = registered(district)
    with pytest.raises(NotAllowed):
        send_receipt(case=case, grants=district.grants("executor"), at=NOW)
    send_receipt(case=case, grants=district.grants("curator"), at=NOW)
    use = case.rule_uses.get()
    assert (use.told_at, use.told_by) == (NOW, district.people["curator"])
    with pytest.raises(NoReceipt):
        send_receipt(case=case, grants=district.grants("curator"), at=NOW)
    assert Event.objects.filter(case_id=case.pk, name="case.send_receipt").count() == 1


def test_those_the_rule_tells_are_told_of_what_they_may_see(district: District) -> None:
    lead, teacher = district.people["lead"], district.people["teacher"]
    mechanism(district, told=f"{lead.login};{teacher.login};nobody")
    registered(district)
    tell_news(at=NOW)
    told = Notice.objects.filter(kind=NoticeKind.TAKEN_BY_RULE)
    assert [notice.person for notice in told] == [lead]
    mine = Notice.objects.filter(person=district.people["executor"])
    assert [notice.kind for notice in mine] == [NoticeKind.ASSIGNED]


def test_a_rule_knows_what_it_took_lately(district: District) -> None:
    rule = mechanism(district)
    for days in (1, 40, 100):
        registered(district, replace(SNOW, received_at=NOW - timedelta(days=days)))
    lately = used_lately(district.municipality, NOW)[rule.pk]
    assert (lately.in_month, lately.in_quarter) == (1, 2)
    assert lately.last_at == NOW - timedelta(days=1)


def test_what_was_entered_outside_grows_old(district: District) -> None:
    rule = mechanism(district)
    entry = enter_rule(rule=rule, grants=district.grants("im"), at=NOW, system="pos", remark=" да ")
    entry.refresh_from_db()
    rule.refresh_from_db()
    assert is_as_entered(entry, rule)
    assert entry.remark == "да"
    rule.words = "сугроб"
    assert not is_as_entered(entry, rule)
    assert Event.objects.filter(name="rule.entered").get().details["system"] == "pos"
    with pytest.raises(NotAllowed):
        enter_rule(rule=rule, grants=district.grants("admin"), at=NOW, system="im")
    with pytest.raises(ValueError, match="fax"):
        enter_rule(rule=rule, grants=district.grants("im"), at=NOW, system="fax")
    assert RuleUse.objects.count() == 0
