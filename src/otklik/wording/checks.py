"""All automatic checks by name. The names are those of ``QualityItem.check`` in the registry."""

from collections.abc import Callable, Iterable

from otklik.wording import privacy, style, substance
from otklik.wording.findings import Finding, Matter, Verdict, reason

CHECKS: dict[str, Callable[[Matter], Finding]] = {
    "greeting": substance.greeting,
    "questions": substance.questions,
    "action": substance.action,
    "responsible": substance.responsible,
    "date": substance.date,
    "formulas": substance.formulas,
    "redirect": substance.redirect,
    "refusal": substance.refusal,
    "rating": substance.rating,
    "photo": substance.photo,
    "plain_words": style.plain_words,
    "readable": style.readable,
    "acts": style.acts,
    "copied": style.copied,
    "personal_data": privacy.personal_data,
    "others_data": privacy.others_data,
}


def judge(matter: Matter, checks: Iterable[str] = tuple(CHECKS)) -> dict[str, Finding]:
    """Return what each of the checks says of the answer; unknown names are left out.

    An answer without words fails nothing by itself: every check says it cannot tell.
    """
    wanted = [name for name in checks if name in CHECKS]
    if not matter.said.strip():
        return {n: Finding(n, Verdict.UNKNOWN, (reason("no_words"),)) for n in wanted}
    return {name: CHECKS[name](matter) for name in wanted}
