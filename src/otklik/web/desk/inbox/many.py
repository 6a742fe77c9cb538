"""Doing one thing with many cases of the list, and undoing it at once."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from otklik.cases.models import Case
from otklik.cases.operations.put_on_control import put_on_control
from otklik.cases.operations.remove_from_control import remove_from_control
from otklik.cases.operations.take_back_assignment import (
    TAKE_BACK_WITHIN,
    NotToBeTakenBack,
    take_back_assignment,
)
from otklik.cases.queries import access
from otklik.cases.queries.lists import PAGE_SIZE
from otklik.cases.states import StepNotAllowed
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.refusals import not_now

SESSION_KEY = "undo"
OFFERED_FOR = timedelta(minutes=10)
# What is done with many, and what undoes it.
MANY: dict[str, Callable[..., Case]] = {
    "put_on_control": put_on_control,
    "remove_from_control": remove_from_control,
}
UNDOES: dict[str, Callable[..., Case]] = {
    "assign": take_back_assignment,
    "put_on_control": remove_from_control,
    "remove_from_control": put_on_control,
}


@require_POST
@needs(Permission.CONTROL_CASE)
def do_with_many(request: DeskRequest) -> HttpResponse:
    """Put the chosen cases on control or take them off; offer to undo it."""
    name = request.POST.get("deed", "")
    deed = MANY.get(name)
    numbers = chosen_numbers(request)
    if deed is None or not numbers:
        messages.error(request, _("Tick the cases first."))
        return redirect(back_of(request))
    done = _one_by_one(request, numbers, deed)
    if done:
        words = {
            "put_on_control": ngettext(
                "%(n)s case is put on control.", "%(n)s cases are put on control.", len(done)
            ),
            "remove_from_control": ngettext(
                "%(n)s case is taken off control.", "%(n)s cases are taken off control.", len(done)
            ),
        }[name]
        messages.success(request, words % {"n": len(done)})
        offer_undo(request, name, done)
    return redirect(back_of(request))


@require_POST
@needs(Permission.ASSIGN_CASE, Permission.CONTROL_CASE)
def undo_many(request: DeskRequest) -> HttpResponse:
    """Undo what was last done with many cases, as far as nothing happened to them since."""
    offered = request.session.pop(SESSION_KEY, None)
    if not offered or offered["municipality"] != request.municipality.pk:
        messages.error(request, _("There is nothing to undo any more."))
        return redirect(back_of(request))
    done = _one_by_one(request, offered["numbers"], UNDOES[offered["deed"]])
    if done:
        words = ngettext("Undone for %(n)s case.", "Undone for %(n)s cases.", len(done))
        messages.success(request, words % {"n": len(done)})
    return redirect(back_of(request))


def _one_by_one(request: DeskRequest, numbers: list[str], deed: Callable[..., Case]) -> list[str]:
    """Do the deed with each case in a transaction of its own; say which refused, and why."""
    done, failures = [], defaultdict(list)
    for number in numbers:
        reason = _refusal(request, number, deed)
        if reason:
            failures[reason].append(number)
        else:
            done.append(number)
    for reason, refused in failures.items():
        words = _("Not done (%(reason)s): %(numbers)s")
        messages.error(request, words % {"reason": reason, "numbers": ", ".join(refused)})
    return done


def _refusal(request: DeskRequest, number: str, deed: Callable[..., Case]) -> str:
    try:
        case = access.case_for(request.grants, request.municipality, number)
        deed(case=case, grants=request.grants, at=request.at)
    except Case.DoesNotExist:
        return _("there is no such case")
    except access.NotAllowed:
        return _("your roles do not allow it")
    except StepNotAllowed as refusal:
        return not_now(refusal.state)
    except NotToBeTakenBack:
        return _("something has happened to it since")
    return ""


def offer_undo(request: DeskRequest, deed: str, numbers: list[str]) -> None:
    """Remember what was done, so that the next pages offer to undo it."""
    request.session[SESSION_KEY] = {
        "deed": deed,
        "numbers": numbers,
        "at": request.at.isoformat(),
        "municipality": request.municipality.pk,
    }


def undo_offered(request: DeskRequest) -> dict[str, Any] | None:
    """Return what may still be undone: the deed and the numbers; nothing after some minutes."""
    offered: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if offered is None or offered["municipality"] != request.municipality.pk:
        return None
    since = request.at - datetime.fromisoformat(offered["at"])
    return offered if since <= min(OFFERED_FOR, TAKE_BACK_WITHIN) else None


def chosen_numbers(request: DeskRequest) -> list[str]:
    """Return the ticked numbers, each once, a page of them at most."""
    return list(dict.fromkeys(request.POST.getlist("case")))[:PAGE_SIZE]


def back_of(request: DeskRequest) -> str:
    """Return the list the person came from; never an address elsewhere."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back if is_ours and back.startswith("/") else reverse("inbox")
