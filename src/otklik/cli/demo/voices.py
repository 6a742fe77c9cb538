"""What invented citizens say of the answers, by the links under them."""

from datetime import datetime, timedelta
from random import Random

from otklik.cases.models import Answer
from otklik.cases.models.choices import AnswerKind, AnswerState
from otklik.registry.models import Municipality
from otklik.satisfaction.deeds import Said, rate_by_link
from otklik.satisfaction.links import ENDED, LinkGone, link_of
from otklik.satisfaction.questions import reasons, survey

MOST = 30
DAYS = 12
WORDS: dict[int, tuple[str, ...]] = {
    5: ("Спасибо, всё сделали быстро.", ""),
    4: ("Хорошо, но можно было скорее.", ""),
    3: ("Сделали, но не до конца.", "Ответ понятен, а проблема осталась."),
    2: ("Приезжали, посмотрели и уехали.", "Обещали в пятницу, никого не было."),
    1: ("Ничего не изменилось.", "Прислали отписку."),
}


def hear_citizens(municipality: Municipality, *, at: datetime, seed: int) -> int:
    """Let some citizens rate the answers of the last days; return how many did."""
    random = Random(seed)
    sent = Answer.objects.filter(
        case__municipality=municipality,
        case__rating=None,
        case__state__in=ENDED,
        kind=AnswerKind.FINAL,
        state=AnswerState.SENT,
        sent_at__gte=at - timedelta(days=DAYS),
    ).select_related("case__municipality", "case__regulation")
    heard = 0
    for answer in list(sent.order_by("-sent_at", "pk")[: MOST * 2]):
        if heard == MOST or random.random() < 0.4 or answer.sent_at is None:
            continue
        moment = min(answer.sent_at + timedelta(hours=random.randint(2, 40)), at)
        try:
            rate_by_link(
                link=link_of(answer, moment), at=moment, said=_said(municipality, moment, random)
            )
        except LinkGone:
            continue
        heard += 1
    return heard


def _said(municipality: Municipality, at: datetime, random: Random) -> Said:
    value = random.choices((5, 4, 3, 2, 1), (40, 20, 18, 12, 10))[0]
    day = municipality.local(at).date()
    known = list(reasons(municipality, day))
    reason = random.choice(known) if value < 4 and known else None
    replies = {
        question.pk: "yes" if value > 3 or random.random() < 0.4 else "no"
        for question in survey(municipality, day)
        if question.kind == "yes_no" and random.random() < 0.7
    }
    return Said(value, random.choice(WORDS[value]), reason, replies)
