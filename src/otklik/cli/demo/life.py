"""What the people of the demonstration centre did lately: drafts, approvals, delays, marks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from otklik.cases.models import Case, Problem
from otklik.cases.models.choices import CaseKind, RepeatKind, State
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.assign import assign
from otklik.cases.operations.defer import defer
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.join_problem import join_problem
from otklik.cases.operations.mark_repeat import mark_repeat
from otklik.cases.operations.put_on_control import put_on_control
from otklik.cases.operations.return_answer import return_answer
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.operations.write_note import write_note
from otklik.cases.promises import PlannedStep
from otklik.cases.queries.turns import Holders, answer_in_review, turn_of
from otklik.cli.demo.alarms import take_down_alarms
from otklik.cli.demo.appeals import work_on_appeals
from otklik.cli.demo.checks import check_answers
from otklik.cli.demo.items import DemoItem, Episode
from otklik.cli.demo.photos import take_photos
from otklik.cli.demo.talk import talk
from otklik.cli.demo.voices import hear_citizens
from otklik.registry.grants import Grants, grants_of
from otklik.registry.models import Municipality, Person, RoleAssignment, Territory, Topic
from otklik.registry.models.effective import in_force
from otklik.registry.models.people import Role

DRAFT = (
    "Здравствуйте! Вопрос рассмотрен, работы запланированы на этой неделе. О результате напишем."
)
REMARK = "Добавьте, кто отвечает за работы и к какому числу они будут выполнены."


def live_on(municipality: Municipality, items: list[DemoItem], *, at: datetime, seed: int) -> None:
    """Let the invented people work on the open cases and mark repeats and problems."""
    curator = grants_of(Person.objects.get(login="curator"), municipality.local(at).date())
    random = Random(seed)
    numbers = [item.incoming.external_id for item in items]
    cases = {}
    for start in range(0, len(numbers), 500):
        part = Case.objects.filter(
            municipality=municipality, external_id__in=numbers[start : start + 500]
        )
        cases.update({case.external_id: case for case in part})
    _mark_repeats(items, cases, curator, at)
    _join_problems(municipality, items, cases, curator, at)
    _work_on_open(municipality, curator, random, at)
    work_on_appeals(municipality, curator, at)
    take_down_alarms(municipality, curator, at)
    hear_citizens(municipality, at=at, seed=seed)
    take_photos(municipality, curator, at)
    talk(municipality, curator, at)
    check_answers(municipality, curator, random, at)


def _mark_repeats(
    items: list[DemoItem], cases: dict[str, Case], curator: Grants, at: datetime
) -> None:
    for item in items:
        if item.repeats:
            mark_repeat(
                case=cases[item.incoming.external_id],
                grants=curator,
                at=min(item.incoming.received_at + timedelta(hours=3), at),
                repeat_kind=RepeatKind.REPEATED,
                repeat_of=cases[item.repeats],
            )


def _join_problems(
    municipality: Municipality,
    items: list[DemoItem],
    cases: dict[str, Case],
    curator: Grants,
    at: datetime,
) -> None:
    problems: dict[Episode, Problem] = {}
    for item in items:
        episode = item.episode
        if episode is None or not episode.is_mass:
            continue
        if episode not in problems:
            problems[episode] = _problem(municipality, episode, item.incoming.received_at)
        join_problem(
            case=cases[item.incoming.external_id],
            grants=curator,
            at=min(item.incoming.received_at + timedelta(hours=2), at),
            problem=problems[episode],
        )


def _problem(municipality: Municipality, episode: Episode, opened_at: datetime) -> Problem:
    return Problem.objects.create(
        municipality=municipality,
        title=episode.title,
        topic=Topic.objects.get(edition__classifier="im", code=episode.topic_code),
        territory=Territory.objects.filter(
            municipality=municipality, kind="settlement", name=episode.settlement_code
        ).first(),
        opened_at=opened_at,
    )


def _work_on_open(
    municipality: Municipality, curator: Grants, random: Random, at: datetime
) -> None:
    fates: list[tuple[Callable[[Case, Grants, datetime], None], int]] = [
        (_nothing, 30),
        (_draft, 22),
        (_submit, 12),
        (_agree, 6),
        (_return, 8),
        (_approve, 12),
        (_defer, 6),
        (_control, 4),
    ]
    waiting = Case.objects.of_municipality(municipality).filter(
        state__in=[State.ASSIGNED, State.REGISTERED], recipient__is_recipient=True
    )
    for case in waiting.order_by("pk"):
        moment = min(case.received_at + timedelta(hours=random.randint(2, 30)), at)
        if case.state == State.REGISTERED and case.recipient is not None:
            case = assign(case=case, grants=curator, at=moment, recipient=case.recipient)
        fate = random.choices([f for f, _w in fates], [w for _f, w in fates])[0]
        fate(case, curator, moment)


def _nothing(case: Case, grants: Grants, at: datetime) -> None:
    if case.pk % 3 == 0:
        write_note(case=case, grants=grants, at=at, text="Позвонили в организацию, ждём ответа.")


def _draft(case: Case, grants: Grants, at: datetime) -> None:
    draft_answer(case=case, grants=grants, at=at, text=DRAFT)


def _submit(case: Case, grants: Grants, at: datetime) -> None:
    author = _author(case, grants)
    _draft(case, author, at)
    submit_answer(case=case, grants=author, at=at)


def _author(case: Case, curator: Grants) -> Grants:
    """Return what an executor of the recipient may do; the curator where there is none."""
    role = RoleAssignment.objects.filter(
        in_force(curator.on), role=Role.EXECUTOR, person__organisation=case.recipient
    ).first()
    return grants_of(role.person, curator.on) if role is not None else curator


def _return(case: Case, grants: Grants, at: datetime) -> None:
    _submit(case, grants, at)
    case = Case.objects.get(pk=case.pk)
    return_answer(case=case, grants=_reader(case, grants, at), at=at, remark=REMARK)


def _approve(case: Case, grants: Grants, at: datetime) -> None:
    _submit(case, grants, at)
    case = Case.objects.get(pk=case.pk)
    while case.state == State.IN_REVIEW:
        case = approve_answer(case=case, grants=_reader(case, grants, at), at=at)


def _agree(case: Case, grants: Grants, at: datetime) -> None:
    """Let the first reader of the route agree; where there are several, it waits for the next."""
    _submit(case, grants, at)
    case = Case.objects.get(pk=case.pk)
    if case.kind == CaseKind.APPEAL:
        approve_answer(case=case, grants=_reader(case, grants, at), at=at)


def _reader(case: Case, curator: Grants, at: datetime) -> Grants:
    """Return what the person may do whose turn it is; the curator where nobody's it is."""
    on = case.municipality.local(at).date()
    _answer, visas = answer_in_review(case)
    turn = turn_of(case, visas, Holders(case.municipality, on))
    return grants_of(turn.people[0], on) if turn.people else curator


def _defer(case: Case, grants: Grants, at: datetime) -> None:
    _draft(case, grants, at)
    if case.kind == CaseKind.APPEAL:
        # The answer to an appeal cannot be put off (59-FZ): its draft is all it gets.
        return
    promised = case.municipality.local(at).date() + timedelta(days=14 + case.pk % 50)
    plan = [
        PlannedStep("Выезд и дефектная ведомость", promised - timedelta(days=9), "мастер участка"),
        PlannedStep("Работы на месте", promised, "подрядчик по договору"),
    ]
    told = {"reason": "Включено в план работ.", "notice": f"Сделаем до {promised:%d.%m.%Y}."}
    defer(case=case, grants=grants, at=at, promised_date=promised, plan=plan, **told)


def _control(case: Case, grants: Grants, at: datetime) -> None:
    put_on_control(case=case, grants=grants, at=at)
