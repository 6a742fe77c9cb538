"""Put a case on control."""

from datetime import date, datetime

from otklik.cases import moves
from otklik.cases.models import Case, Control
from otklik.registry.grants import Grants
from otklik.registry.models import Person


def put_on_control(
    *,
    case: Case,
    grants: Grants,
    at: datetime,
    remark: str = "",
    control_date: date | None = None,
    controller: Person | None = None,
) -> Case:
    """Mark the case as watched until somebody takes the mark off. Return the case.

    ``controller`` is who watches, by default who does this; ``control_date`` until when.
    """
    with moves.move("put_on_control", case=case, grants=grants, at=at) as current:
        who = controller or grants.person
        terms = {"control_date": control_date, "controller": who, "remark": remark.strip()}
        Control.objects.update_or_create(
            case=current.case,
            removed_at=None,
            defaults=terms,
            create_defaults=terms | {"put_at": at},
        )
        current.set(on_control=True)
        current.note(remark=remark.strip(), controller=who.short_name)
        if control_date is not None:
            current.note(control_date=control_date)
    return current.case
