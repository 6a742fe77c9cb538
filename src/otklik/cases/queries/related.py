"""Other cases that belong with a case: its repeats, its problem, its applicant."""

from dataclasses import dataclass

from django.db.models import Q

from otklik.cases.models import Case, Problem
from otklik.cases.models.case import CaseQuerySet
from otklik.cases.queries import access
from otklik.cases.queries.search import Found
from otklik.core.text import search_tokens
from otklik.registry.grants import Grants
from otklik.registry.permissions import Permission

SHOWN = 10
# A problem of thousands shows the newest of so many: the list of its cases has them all.
MOST_BOUND = 500
PROBLEMS_OFFERED = 30


@dataclass(frozen=True, slots=True)
class Related:
    """Cases beside a case, newest first and only those the person may see."""

    repeats: list[Case]
    of_problem: list[Case]
    of_applicant: list[Case]

    def __bool__(self) -> bool:
        return bool(self.repeats or self.of_problem or self.of_applicant)


def related_to(case: Case, grants: Grants) -> Related:
    """Return the cases beside the case; by the applicant only where his name may be seen."""
    seen = access.cases_for(grants, case.municipality).exclude(pk=case.pk)
    repeated = Q(repeat_of=case.pk)
    if case.repeat_of_id is not None:
        repeated |= Q(pk=case.repeat_of_id) | Q(repeat_of=case.repeat_of_id)
    same_problem = Q(problem=case.problem_id) if case.problem_id else None
    return Related(
        repeats=_newest(seen.filter(pk__in=_keys(repeated))),
        of_problem=_newest(seen.filter(pk__in=_keys(same_problem))) if same_problem else [],
        of_applicant=_of_applicant(case, grants),
    )


def _keys(condition: Q) -> list[int]:
    """Return the keys of the few cases bound to a case, whoever may see them.

    Asked apart and unordered: together with the order of time a database walks the whole
    register backwards to find ten that are not there (3 to 18 s at 1,000,000 cases).
    """
    return list(Case.objects.filter(condition).order_by().values_list("pk", flat=True)[:MOST_BOUND])


def open_problems(case: Case) -> list[Problem]:
    """Return the problems of the municipality that are not over, those of the topic first."""
    problems = Problem.objects.filter(municipality=case.municipality_id, closed_at__isnull=True)
    found = problems.select_related("topic", "territory").order_by("-opened_at")
    nearest = sorted(
        found[: PROBLEMS_OFFERED * 4],
        key=lambda problem: problem.topic_id != case.topic_id or problem.topic_id is None,
    )
    return nearest[:PROBLEMS_OFFERED]


def _of_applicant(case: Case, grants: Grants) -> list[Case]:
    if not access.sees_personal_data(grants, case):
        return []
    same = _same_applicant(case)
    if same is None:
        return []
    named = access.cases_for(grants, case.municipality, Permission.VIEW_PERSONAL)
    mark, condition = same
    # No column of the applicant has an index of its own: the full-text one narrows first.
    candidates = Found(
        ids=[],
        is_large=True,
        tokens=tuple(search_tokens(mark).split()),
        municipality_id=case.municipality_id,
        with_personal=True,
    ).chunks(None, backwards=False)
    return _newest(named.filter(condition, pk__in=next(candidates, ())).exclude(pk=case.pk))


def _same_applicant(case: Case) -> tuple[str, Q] | None:
    """Return the surest mark the case has (page, e-mail, telephone, name) and its condition.

    A name alone is taken only with its address: namesakes are many.
    """
    if case.applicant_url:
        page = case.applicant_url.rstrip("/").rsplit("/", 1)[-1]
        return page, Q(applicant_url=case.applicant_url)
    if case.applicant_email:
        return case.applicant_email, Q(applicant_email__iexact=case.applicant_email)
    if case.applicant_phone:
        return case.applicant_phone, Q(applicant_phone=case.applicant_phone)
    if case.applicant_name and case.applicant_address:
        named = Q(applicant_name=case.applicant_name, applicant_address=case.applicant_address)
        return case.applicant_name, named
    return None


def _newest(cases: CaseQuerySet) -> list[Case]:
    return list(cases.select_related("topic").order_by("-received_at", "-pk")[:SHOWN])
