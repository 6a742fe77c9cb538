"""Appeals of the demonstration with several questions, bodies, authors and a control date."""

from datetime import datetime, timedelta
from typing import Any

from otklik.appeals.deeds import Author, describe_appeal, name_authors
from otklik.appeals.question_deeds import (
    edit_question,
    set_question_result,
    split_question,
    transfer_question,
)
from otklik.cases.models import Case
from otklik.cases.models.choices import CaseKind, State
from otklik.cases.operations.put_on_control import put_on_control
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality, Organisation, Topic

MOST = 3
QUESTIONS = (
    "Когда отремонтируют дорогу к кладбищу?",
    "Почему вечером отключают электричество?",
    "Кто вывозит мусор с площадки у школы?",
)
WHY = "Сети и дорога не в ведении района."
NOTICE = "Уведомление почтой."
AUTHORS = (
    Author("Примерова Анна Ивановна", "с. Таштып, ул. Учебная, 2", is_contact=True),
    Author("Образцов Пётр Петрович", "с. Таштып, ул. Учебная, 4"),
)


def work_on_appeals(municipality: Municipality, curator: Grants, at: datetime) -> int:
    """Give some open appeals their questions and send a part by competence; return how many."""
    waiting = Case.objects.of_municipality(municipality).filter(
        kind=CaseKind.APPEAL, state__in=(State.ASSIGNED, State.IN_PROGRESS)
    )
    chosen = list(waiting.order_by("-received_at", "pk")[:MOST])
    others = Organisation.objects.filter(municipality=municipality, is_recipient=False)
    bodies = list(others.order_by("code")[:2])
    codes = Topic.objects.filter(edition__classifier="sstu", parent__isnull=False)
    code = codes.order_by("code").last()
    for number, case in enumerate(chosen):
        doing: dict[str, Any] = {"case": case, "grants": curator, "at": at}
        _work_on(doing, bodies, code)
        if number == 0:
            name_authors(authors=AUTHORS, **doing)
            describe_appeal(
                form="electronic",
                upper_body="Правительство Республики Хакасия",
                upper_number="УЧ-26-05-0001",
                **doing,
            )
    return len(chosen)


def _work_on(doing: dict[str, Any], bodies: list[Organisation], code: Topic | None) -> None:
    split_question(number=1, texts=list(QUESTIONS), **doing)
    edit_question(number=3, text=QUESTIONS[2], code=code, **doing)
    if bodies:
        transfer_question(
            number=2,
            organisations=bodies,
            is_not_complained_of=True,
            reason=WHY,
            notice=NOTICE,
            **doing,
        )
    set_question_result(number=3, result="explained", **doing)
    control_date = doing["case"].municipality.local(doing["at"]).date() + timedelta(days=10)
    put_on_control(control_date=control_date, remark="Ответ по дороге", **doing)
