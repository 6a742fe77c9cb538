"""Whatever people do in whatever order: nothing goes out that its route has not let through."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.cases import agreement, current_answer, states
from otklik.cases.models import Answer, Case
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.assign import assign
from otklik.cases.operations.defer import defer
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.resume import resume
from otklik.cases.operations.return_answer import return_answer
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.queries.access import NotAllowed
from otklik.registry.models import AgreementRoute, RoleAssignment
from tests.agreement import make_route
from tests.district import NOW, TODAY, District

REFUSALS = (
    NotAllowed,
    agreement.NotYourTurn,
    agreement.AuthorIsOnlyReader,
    current_answer.NoSuchAnswer,
    states.StepNotAllowed,
)
PEOPLE = ("curator", "lead", "executor", "pos", "head")
ROUTES = ("block_lead;curator", "block_lead", "page_editor;head;curator|block_lead", "im", "")
DEEDS: dict[str, tuple[Callable[..., Case], dict[str, Any]]] = {
    "draft": (draft_answer, {"text": "Почистим."}),
    "interim": (draft_answer, {"text": "Разбираемся.", "kind": "interim"}),
    "submit": (submit_answer, {}),
    "approve": (approve_answer, {}),
    "return": (return_answer, {"remark": "Когда?"}),
    "send": (send_answer, {}),
    "defer": (defer, {"promised_date": TODAY.replace(year=2027), "reason": "План."}),
    "resume": (resume, {"is_done": False}),
}
# What leads on is drawn more often: most orders at random go nowhere.
PUSH = st.sampled_from(["draft", "submit", "approve", "approve", "approve", "send"])
STEP = st.one_of(
    st.tuples(st.one_of(PUSH, st.sampled_from(sorted(DEEDS))), st.sampled_from(PEOPLE)),
    st.tuples(st.just("route"), st.sampled_from(ROUTES)),
    st.tuples(st.sampled_from(["appoint", "dismiss"]), st.sampled_from(["lead", "curator"])),
    st.tuples(st.just("assign"), st.just("curator")),
)


class Desk:
    """A case in the hands of people, and a registry that changes under them."""

    def __init__(self, district: District, case: Case) -> None:
        self.district, self.case = district, case
        self.agreed: set[tuple[int, int, int]] = set()

    def do(self, name: str, argument: str) -> None:
        """Do one step; a refusal is as good."""
        if name == "route":
            self._change_route(argument)
        elif name in ("appoint", "dismiss"):
            roles = RoleAssignment.objects.filter(person=self.district.people[argument])
            roles.update(valid_until=TODAY if name == "dismiss" else None)
        elif name == "assign":
            self._deed(assign, argument, {"recipient": self.district.council})
        else:
            deed, arguments = DEEDS[name]
            self._deed(deed, argument, arguments)

    def _change_route(self, steps: str) -> None:
        AgreementRoute.objects.all().delete()
        if steps:
            make_route(self.district, steps)

    def _deed(self, deed: Callable[..., Case], who: str, arguments: dict[str, Any]) -> None:
        grants = self.district.grants(who)
        with suppress(*REFUSALS):
            deed(case=self.case, grants=grants, at=NOW, **arguments)

    def check(self) -> None:
        """Nothing is sent or approved but what every step of its route let through."""
        for answer in self.case.answers.filter(state__in=("approved", "sent")):
            assert answer.approved_by is not None and answer.approved_at is not None
            self._check_steps(answer)
        waiting = self.case.answers.filter(state="in_review").order_by("-version")[1:]
        assert not waiting, "two versions wait at once"

    def _check_steps(self, answer: Answer) -> None:
        for visa in answer.visas.all():
            assert visa.state in ("passed", "skipped"), visa.state
            assert (visa.person_id is not None) == (visa.state == "passed")
            assert visa.at is not None


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(route=st.sampled_from(ROUTES), steps=st.lists(STEP, min_size=4, max_size=22))
def test_no_order_of_deeds_lets_an_unapproved_text_out(
    district: District,
    phone_call: Callable[..., Case],
    route: str,
    steps: list[tuple[str, str]],
) -> None:
    with transaction.atomic():
        desk = Desk(district, phone_call())
        desk.do("route", route)
        for name, argument in steps:
            desk.do(name, argument)
            desk.check()
        transaction.set_rollback(True)


def test_the_usual_order_does_send(district: District, phone_call: Callable[..., Case]) -> None:
    desk = Desk(district, phone_call())
    for name, argument in (
        ("route", "block_lead;curator"),
        ("draft", "executor"),
        ("submit", "executor"),
        ("approve", "lead"),
        ("send", "curator"),
        ("approve", "curator"),
        ("send", "curator"),
    ):
        desk.do(name, argument)
        desk.check()
    assert [answer.state for answer in desk.case.answers.all()] == ["sent"]
