"""Which rules have decided something of a case that arrived, and what each gave it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from otklik.cases.models import Case
from otklik.cases.models.bulk import insert_rows, made
from otklik.registry.models import Municipality
from otklik.rules.models import RuleUse
from otklik.rules.routing import Routing


@dataclass(slots=True)
class Uses:
    """The rules of one case by key, each with the template and the receipt it gave."""

    given: dict[int, dict[str, str]] = field(default_factory=dict)

    def take(self, routing: Routing, aspect: str) -> None:
        """Write down that the rule decided this of the case, if any did."""
        rule = routing.rules.get(aspect)
        if rule is None:
            return
        given = self.given.setdefault(rule.pk, {})
        if aspect in ("template_code", "receipt_text"):
            given[aspect] = str(getattr(routing, aspect))


def keep(pairs: Iterable[tuple[Case, Uses]]) -> None:
    """Store the uses of cases that were just stored; what had ended elsewhere gets no receipt."""
    insert_rows(
        [
            made(
                RuleUse,
                case_id=case.pk,
                rule_id=rule_id,
                at=case.received_at,
                template_code=given.get("template_code", ""),
                receipt_text=given.get("receipt_text", "") if case.is_open else "",
            )
            for case, uses in pairs
            for rule_id, given in uses.given.items()
        ]
    )


def receipt_of(case: Case) -> RuleUse | None:
    """Return the use whose receipt is for the applicant of this case."""
    return case.rule_uses.exclude(receipt_text="").select_related("rule", "told_by").first()


def template_code_of(case: Case) -> str:
    """Return the template the rules give this case, blank if none."""
    given = case.rule_uses.exclude(template_code="").values_list("template_code", flat=True)
    return given.first() or ""


def told_logins(cases: Iterable[Case]) -> dict[int, list[str]]:
    """Return by key of the case the logins of those its rules tell."""
    uses = RuleUse.objects.filter(case__in=[case.pk for case in cases]).exclude(rule__told="")
    found: dict[int, list[str]] = {}
    for case_id, told in uses.values_list("case", "rule__told"):
        logins = [login.strip() for login in told.split(";") if login.strip()]
        found.setdefault(case_id, []).extend(logins)
    return found


@dataclass(frozen=True, slots=True)
class UsedLately:
    """How many cases a rule took in the last month and quarter, and when the last."""

    in_month: int
    in_quarter: int
    last_at: datetime


def used_lately(municipality: Municipality, at: datetime) -> dict[int, UsedLately]:
    """Return by key of the rule what it did in the quarter that ends at the moment ``at``."""
    month, quarter = at - timedelta(days=30), at - timedelta(days=90)
    rows = (
        RuleUse.objects.filter(rule__municipality=municipality, at__gte=quarter, at__lte=at)
        .values_list("rule")
        .annotate(
            in_month=Count("pk", filter=Q(at__gte=month)),
            in_quarter=Count("pk"),
            last_at=Max("at"),
        )
    )
    return {rule: UsedLately(*told) for rule, *told in rows}
