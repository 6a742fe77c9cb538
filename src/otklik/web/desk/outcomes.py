"""What is said after a deed was done with many cases, one by one."""

from collections.abc import Callable

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.cases.queries import access
from otklik.web.desk import refusals
from otklik.web.desk.middleware import DeskRequest


def refusal_of(deed: Callable[[], object]) -> str:
    """Do the deed and return why it was refused, or nothing."""
    try:
        deed()
    except (*refusals.STALE, *refusals.MENDABLE) as refusal:
        return refusals.words_of(refusal)
    except access.NotAllowed:
        return _("Your roles do not allow it.")
    return ""


def tell_outcome(request: DeskRequest, asked: int, failures: dict[str, list[str]]) -> None:
    """Say for how many of the cases it is done, and for which not and why."""
    done = asked - sum(len(numbers) for numbers in failures.values())
    if done:
        words = ngettext("Done for %(n)s case.", "Done for %(n)s cases.", done)
        messages.success(request, words % {"n": done})
    elif not failures:
        messages.error(request, _("Nothing was changed: there are no such cases any more."))
    for reason, numbers in failures.items():
        told = {"reason": reason, "numbers": ", ".join(numbers)}
        messages.error(request, _("%(numbers)s: %(reason)s") % told)
