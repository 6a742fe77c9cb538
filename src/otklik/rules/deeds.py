"""What people do with rules: enter them outside, send the receipt a rule has written."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from otklik.cases import log, moves
from otklik.cases.models import Case
from otklik.cases.queries.access import NotAllowed
from otklik.registry.grants import Grants
from otklik.registry.models import RoutingRule
from otklik.registry.permissions import Permission
from otklik.rules.models import OutsideSystem, RuleEntry, RuleUse

# What of a rule the outside systems can know.
CONTENT = (
    "channels",
    "kinds",
    "topics",
    "territories",
    "words",
    "fast_track",
    "template_code",
    "receipt_text",
)


class NoReceipt(Exception):
    """No receipt waits in this case: it was sent meanwhile, or no rule wrote one."""


def send_receipt(*, case: Case, grants: Grants, at: datetime) -> Case:
    """Write down that the receipt has gone to the applicant, and return the case.

    Raises ``NoReceipt`` and what ``moves.move`` raises.
    """
    with moves.move("send_receipt", case=case, grants=grants, at=at) as current:
        waiting = RuleUse.objects.filter(case=current.case, told_at=None).exclude(receipt_text="")
        if not waiting.update(told_at=at, told_by=grants.person):
            raise NoReceipt
    return current.case


def enter_rule(
    *, rule: RoutingRule, grants: Grants, at: datetime, system: str, remark: str = ""
) -> RuleEntry:
    """Write down that the rule, as it is now, was entered in the outside system; return the line.

    Raises ``ValueError`` for an unknown system and ``NotAllowed``.
    """
    if not grants.allows(Permission.EDIT_RULES, rule.municipality):
        raise NotAllowed(Permission.EDIT_RULES)
    chosen = OutsideSystem(system)
    with transaction.atomic():
        made = RuleEntry.objects.create(
            rule=rule,
            system=chosen,
            entered_at=at,
            entered_by=grants.person,
            content=dict(content_of(rule)),
            remark=remark.strip()[:300],
        )
        data = {"what": f"routing-rules/{rule.code}", "system": chosen.value}
        entry = log.Entry("rule.entered", None, at, data)
        log.append(rule.municipality, [entry], person=grants.person, recorded_at=at)
    return made


def content_of(rule: RoutingRule) -> Mapping[str, object]:
    """Return what the outside systems can know of the rule, as plain values."""
    plain: dict[str, object] = {name: getattr(rule, name) for name in CONTENT}
    plain["recipient"] = rule.recipient.name if rule.recipient else ""
    plain["executor"] = rule.executor.full_name if rule.executor else ""
    plain["is_on"] = rule.is_on
    return plain


def is_as_entered(entry: RuleEntry, rule: RoutingRule) -> bool:
    """Tell whether the rule is still what was entered."""
    return bool(entry.content == dict(content_of(rule)))
