"""Answers given before to the nearest solved cases: same place or topic first, then same words."""

from collections.abc import Iterator
from dataclasses import dataclass

from otklik.cases.models import Answer, Case
from otklik.cases.models.case import CaseQuerySet
from otklik.cases.models.choices import AnswerKind, AnswerState, State
from otklik.cases.queries import access
from otklik.registry.grants import Grants

# Only the last cases of a topic, of a place and of the recipient are looked at: what it costs
# does not grow with the register.
LOOKED_AT = 200
SHOWN = 5
SOLVED = (State.ANSWERED, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Similar:
    """A solved case near another one, its answer, and what brought it here.

    ``nearness``: street, settlement, topic or group; ``likeness`` the percent of common words.
    """

    case: Case
    answer: Answer
    nearness: str
    likeness: int


def similar_answers(case: Case, grants: Grants, shown: int = SHOWN) -> list[Similar]:
    """Return final answers to cases of the topic, or else of its group, the nearest first.

    Only cases the person may see are among them.
    """
    if case.topic_id is None and case.topic_group_id is None:
        return []
    keys = {key for stream in _streams(case) for key in stream} - {case.pk}
    seen = access.cases_for(grants, case.municipality).filter(pk__in=keys, state__in=SOLVED)
    seen = seen.filter(answers__state=AnswerState.SENT, answers__kind=AnswerKind.FINAL).distinct()
    stems = set(case.search_text.split())
    columns = ("pk", "topic_id", "topic_group_id", "settlement_id", "street_id", "search_text")
    ranked = sorted(
        ((_nearness(case, row), _likeness(stems, row[-1]), row[0]) for row in _rows(seen, columns)),
        key=lambda one: (RANKS[one[0]], -one[1], -one[2]),
    )
    best = [one for one in ranked if one[0]][:shown]
    return list(_with_answers(best))


RANKS = {"street": 0, "settlement": 1, "topic": 2, "group": 3, "": 4}


def _rows(seen: CaseQuerySet, columns: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
    yield from seen.order_by().values_list(*columns)


def _streams(case: Case) -> Iterator[list[int]]:
    """Yield keys of the last cases of the topic, its group, the settlement and the recipient."""
    for column in ("topic", "topic_group", "settlement", "recipient"):
        value = getattr(case, f"{column}_id")
        if value is not None:
            near = Case.objects.filter(municipality=case.municipality_id, **{column: value})
            keys = near.order_by("-received_at", "-pk").values_list("pk", flat=True)
            yield list(keys[:LOOKED_AT])


def _nearness(case: Case, row: tuple[int, ...]) -> str:
    _pk, topic, group, settlement, street = row[:5]
    if case.topic_id is None or topic != case.topic_id:
        return "group" if group is not None and group == case.topic_group_id else ""
    if street is not None and street == case.street_id:
        return "street"
    return "settlement" if settlement and settlement == case.settlement_id else "topic"


def _likeness(stems: set[str], text: object) -> int:
    other = set(str(text).split())
    return round(100 * len(stems & other) / len(stems | other)) if stems and other else 0


def _with_answers(best: list[tuple[str, int, int]]) -> Iterator[Similar]:
    cases = Case.objects.with_names().in_bulk([pk for _near, _like, pk in best])
    sent = Answer.objects.filter(
        case__in=list(cases), state=AnswerState.SENT, kind=AnswerKind.FINAL
    ).select_related("quality")
    last = {one.case_id: one for one in sent.order_by("version")}
    for nearness, likeness, pk in best:
        if pk in cases and pk in last:
            yield Similar(cases[pk], last[pk], nearness, likeness)
