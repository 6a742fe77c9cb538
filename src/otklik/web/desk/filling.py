"""What the fields of a template are filled with from a case."""

from datetime import datetime

from otklik.cases.models import Case
from otklik.registry.grants import Grants
from otklik.registry.reply_fields import filled
from otklik.web.desk.veil import veil_of

DAY = "%d.%m.%Y"


def filled_for(text: str, case: Case, grants: Grants) -> str:
    """Return the text with the fields filled from the case, names only for who may see them."""
    return filled(text, _values(case, grants))


def _values(case: Case, grants: Grants) -> dict[str, str]:
    body = case.recipient
    sees = veil_of(case, grants).is_open
    return {
        "number": case.number,
        "received_date": _day(case, case.received_at),
        "topic": case.topic.name if case.topic else "",
        "place": _place(case),
        "settlement": str(case.settlement or ""),
        "recipient": (body.short_name or body.name) if body else "",
        "recipient_phone": body.phone if body else "",
        "promised_date": f"{case.promised_date:{DAY}}" if case.promised_date else "",
        "due_date": _day(case, case.next_due_at),
        "applicant": _first_name(case.applicant_name) if sees else "",
        "executor": case.executor.full_name if case.executor else "",
        "municipality": case.municipality.name,
    }


def _day(case: Case, at: datetime | None) -> str:
    return f"{case.municipality.local(at):{DAY}}" if at else ""


def _place(case: Case) -> str:
    """Return settlement and street; the house only in an answer one person reads."""
    house = case.house if case.channel not in ("im", "official_page") else ""
    parts = [str(one) for one in (case.settlement, case.street) if one]
    return ", ".join([*parts, *([house] if house and case.street else [])])


def _first_name(name: str) -> str:
    """Return name and patronymic of «Фамилия Имя Отчество»; another form as it is."""
    parts = name.split()
    return " ".join(parts[1:]) if len(parts) == 3 else name
