"""Take back an assignment just made by mistake."""

from datetime import datetime, timedelta

from otklik.cases import moves
from otklik.cases.models import Case, Event
from otklik.registry.grants import Grants

# Long enough to see the mistake, too short for the recipient to have begun.
TAKE_BACK_WITHIN = timedelta(minutes=30)


class NotToBeTakenBack(Exception):
    """The last thing that happened to the case is not an assignment of this person just now."""


def take_back_assignment(*, case: Case, grants: Grants, at: datetime) -> Case:
    """Make the case as it was before the person assigned it, and return it.

    Recipient, executor, block and state are those of the log; the terms the assignment met run
    again. The log keeps both entries. Raises ``NotToBeTakenBack`` when anything has happened to
    the case since, or too long has passed, and what ``moves.move`` raises.
    """
    with moves.move("take_back_assignment", case=case, grants=grants, at=at) as current:
        event = Event.objects.filter(case_id=case.pk).order_by("-seq").first()
        if event is None or not _is_to_be_taken_back(event, grants, at):
            raise NotToBeTakenBack(case.number)
        told = event.details
        before = {name: value["id"] if value else None for name, value in told["before"].items()}
        current.put(**{f"{name}_id": key for name, key in before.items()})
        current.release("recipient", "executor", "block")
        decided = told.get("decided_before")
        rest = {name: v for name, v in current.case.decisions.items() if name != "recipient"}
        current.case.decisions = rest | ({"recipient": decided} if decided else {})
        current.to_state = told.get("from_state", current.case.state)
        for clock in current.clocks:
            if clock.met_at == event.at:
                clock.met_at = None
    return current.case


def _is_to_be_taken_back(event: Event, grants: Grants, at: datetime) -> bool:
    return (
        event.name == "case.assign"
        and event.person_id == grants.person.pk
        and at - event.at <= TAKE_BACK_WITHIN
    )
