"""Whose turn it is to agree an answer: in one case, and in all cases for one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from otklik.cases.models import Answer, Case, Visa
from otklik.cases.models.case import CaseQuerySet
from otklik.cases.models.choices import AnswerState, State
from otklik.cases.models.visas import VisaState
from otklik.cases.queries import access
from otklik.cases.queries.filters import visible
from otklik.registry.grants import Grants, Scope, holdings_of
from otklik.registry.models import Municipality, Person
from otklik.registry.models.agreement import roles_of
from otklik.registry.permissions import Permission


class Holders:
    """Who may pass which step in the municipality on a day."""

    def __init__(self, municipality: Municipality, on: date) -> None:
        """Read the roles in force and the substitutions."""
        self._holdings = holdings_of(municipality, on)

    def of(self, step: str, case: Case) -> list[Person]:
        """Return who may pass the step in the case; nobody twice."""
        roles = roles_of(step)
        found = {
            one.person: None
            for one in self._holdings
            if one.role in roles and access.reaches(one.scope, case)
        }
        return list(found)

    def scopes(self, step: str) -> list[Scope]:
        """Return where there is somebody who may pass the step."""
        roles = roles_of(step)
        return list({one.scope: None for one in self._holdings if one.role in roles})


@dataclass(frozen=True, slots=True)
class Turn:
    """The step an answer waits at, and who may pass it.

    Without a ``visa`` no step is left that anybody could pass: who may approve, approves.
    """

    visa: Visa | None
    people: Sequence[Person] = ()

    def is_of(self, grants: Grants, case: Case) -> bool:
        """Tell whether the person may pass the step or give the answer back."""
        if self.visa is None:
            return access.may(grants, Permission.APPROVE_ANSWER, case)
        return may_pass(grants, self.visa.role, case)


def turn_of(case: Case, visas: Sequence[Visa], holders: Holders) -> Turn:
    """Return where the answer with these steps, in their order, stands now."""
    for visa in visas:
        if visa.state == VisaState.WAITING and (people := holders.of(visa.role, case)):
            return Turn(visa, people)
    return Turn(None)


def may_pass(grants: Grants, step: str, case: Case) -> bool:
    """Tell whether the person holds a role of the step that reaches the case."""
    scopes = grants.scopes_as(roles_of(step), case.municipality_id)
    return any(access.reaches(scope, case) for scope in scopes)


def is_lone_author(answer: Answer, visas: Sequence[Visa], person: Person) -> bool:
    """Tell whether the person wrote the answer and nobody else has agreed it."""
    others = (visa.person_id for visa in visas if visa.state == VisaState.PASSED)
    return answer.author_id == person.pk and all(other == person.pk for other in others)


def answer_in_review(case: Case) -> tuple[Answer | None, list[Visa]]:
    """Return the version of the answer that waits for agreement, with its steps in order."""
    answer = case.answers.filter(state=AnswerState.IN_REVIEW).order_by("version").last()
    return answer, list(answer.visas.order_by("number")) if answer else []


def may_approve_now(case: Case, grants: Grants) -> bool:
    """Tell whether it is the person's turn to agree the answer that waits.

    Not where the setting wants another reader than its author and there is none to come.
    """
    answer, visas = answer_in_review(case)
    holders = Holders(case.municipality, grants.on)
    if answer is None or not turn_of(case, visas, holders).is_of(grants, case):
        return False
    if case.municipality.author_may_approve or not is_lone_author(answer, visas, grants.person):
        return True
    return any(
        visa.state == VisaState.WAITING
        and not may_pass(grants, visa.role, case)
        and holders.of(visa.role, case)
        for visa in visas
    )


def may_return_now(case: Case, grants: Grants) -> bool:
    """Tell whether the person may give back the answer that waits, or the approved one."""
    if case.state == State.IN_REVIEW:
        waiting, visas = answer_in_review(case)
        turn = turn_of(case, visas, Holders(case.municipality, grants.on))
        return waiting is not None and turn.is_of(grants, case)
    answer = case.answers.filter(state=AnswerState.APPROVED).order_by("version").last()
    return answer is not None and may_give_back(grants, case, answer.visas.all())


def may_give_back(grants: Grants, case: Case, visas: Iterable[Visa]) -> bool:
    """Tell whether an approved answer may be given back: by whom it could be agreed."""
    may = access.may(grants, Permission.APPROVE_ANSWER, case)
    return may or any(may_pass(grants, visa.role, case) for visa in visas)


def waiting_for(grants: Grants, municipality: Municipality, on: date) -> CaseQuerySet:
    """Return the cases whose answer waits for this person on the day ``on``.

    Steps nobody could pass are no obstacle. Who wrote the text is left out where the setting
    wants another reader and there is none.
    """
    waiting = Visa.objects.filter(state=VisaState.WAITING)
    steps = list(waiting.order_by("role").values_list("role", flat=True).distinct())
    holders = Holders(municipality, on)
    passable, mine = Q(pk__in=[]), Q(pk__in=[])
    for step in steps:
        reached = access.reached(holders.scopes(step), prefix="case__")
        passable |= Q(role=step) & reached
        own = access.reached(grants.scopes_as(roles_of(step), municipality.pk), prefix="case__")
        mine |= Q(role=step) & own
    earlier = waiting.filter(passable, case=OuterRef("case"), number__lt=OuterRef("number"))
    turns = waiting.filter(mine, case__municipality=municipality, case__state=State.IN_REVIEW)
    in_turn = Q(pk__in=turns.exclude(Exists(earlier)).values("case"))
    # Found by their state: of all cases of a block few are in review.
    found = visible(grants, municipality).filter(state=State.IN_REVIEW)
    if scopes := grants.scopes_of(Permission.APPROVE_ANSWER, municipality.pk):
        stuck = Exists(waiting.filter(passable, case=OuterRef("pk")))
        in_turn |= access.reached(scopes, prefix="plain_") & ~Q(stuck)
    found = found.filter(in_turn)
    if municipality.author_may_approve:
        return found
    own_steps = [step for step in steps if grants.scopes_as(roles_of(step), municipality.pk)]
    of_others = passable & ~Q(role__in=own_steps)
    return found.exclude(Exists(_read_by_nobody_else(grants.person, of_others)))


def _read_by_nobody_else(person: Person, of_others: Q) -> QuerySet[Answer]:
    """Return the person's own answers which no other person has agreed or is to agree."""
    visas = Visa.objects.filter(answer=OuterRef("pk"))
    read = visas.filter(state=VisaState.PASSED).exclude(person=person)
    to_be_read = visas.filter(of_others, state=VisaState.WAITING)
    own = Answer.objects.filter(case=OuterRef("pk"), state=AnswerState.IN_REVIEW, author=person)
    return own.exclude(Exists(read)).exclude(Exists(to_be_read))
