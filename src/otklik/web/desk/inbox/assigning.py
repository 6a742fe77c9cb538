"""Assigning many cases of the list at once."""

from collections import defaultdict
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from otklik.cases.models import Case
from otklik.cases.models.choices import State
from otklik.cases.operations.assign import NotARecipient, NotOfTheRecipient, assign
from otklik.cases.queries import access
from otklik.cases.states import StepIncomplete, StepNotAllowed
from otklik.registry.models import Municipality, Organisation, Person
from otklik.registry.models.effective import in_force
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.inbox.many import back_of, chosen_numbers, offer_undo
from otklik.web.desk.middleware import DeskRequest


def recipients_of(municipality: Municipality, at: datetime) -> list[Organisation]:
    """Return the responsible recipients in force on the local day of ``at``, by name."""
    today = municipality.local(at).date()
    recipients = Organisation.objects.filter(
        in_force(today), municipality=municipality, is_recipient=True
    )
    return list(recipients.only("name", "short_name").order_by("name"))


@needs(Permission.ASSIGN_CASE)
def executors(request: DeskRequest) -> HttpResponse:
    """Answer the people of a recipient as options of a select."""
    people = Person.objects.filter(
        organisation__municipality=request.municipality,
        organisation=_key(request.GET.get("recipient", "")),
        is_active=True,
    )
    return render(request, "desk/inbox/_executors.html", {"people": people.order_by("last_name")})


@require_POST
@needs(Permission.ASSIGN_CASE)
def assign_many(request: DeskRequest) -> HttpResponse:
    """Assign the chosen cases one by one; tell how many succeeded and which did not, and why."""
    recipient = Organisation.objects.filter(
        municipality=request.municipality, pk=_key(request.POST.get("recipient", ""))
    ).first()
    numbers = chosen_numbers(request)
    executor = Person.objects.filter(pk=_key(request.POST.get("executor", ""))).first()
    if recipient is None:
        messages.error(request, _("Choose a recipient."))
    elif not numbers:
        messages.error(request, _("Tick the cases to be assigned."))
    else:
        failures: dict[str, list[str]] = defaultdict(list)
        done: list[str] = []
        for number in numbers:
            reason = _assign_one(request, number, recipient, executor)
            if reason:
                failures[reason].append(number)
            else:
                done.append(number)
        _tell(request, recipient, len(numbers), failures)
        if done:
            offer_undo(request, "assign", done)
    return redirect(back_of(request))


def _assign_one(
    request: DeskRequest, number: str, recipient: Organisation, executor: Person | None
) -> str:
    """Return why the case could not be assigned, or nothing."""
    try:
        case = access.case_for(request.grants, request.municipality, number)
        assign(
            case=case, grants=request.grants, at=request.at, recipient=recipient, executor=executor
        )
    except Case.DoesNotExist:
        return _("there is no such case")
    except access.NotAllowed:
        return _("your roles do not allow to assign it")
    except StepNotAllowed as refusal:
        return _("cannot be assigned in the state “%s”") % State(refusal.state).label
    except StepIncomplete:
        return _("something is missing")
    except NotARecipient:
        return _("this body is not a responsible recipient")
    except NotOfTheRecipient:
        return _("the executor does not work for the recipient")
    return ""


def _tell(
    request: DeskRequest, recipient: Organisation, asked: int, failures: dict[str, list[str]]
) -> None:
    done = asked - sum(len(numbers) for numbers in failures.values())
    if done:
        words = ngettext(
            "%(n)s case is assigned: %(recipient)s.",
            "%(n)s cases are assigned: %(recipient)s.",
            done,
        )
        messages.success(request, words % {"n": done, "recipient": recipient})
    for reason, numbers in failures.items():
        messages.error(
            request,
            _("Not assigned (%(reason)s): %(numbers)s")
            % {"reason": reason, "numbers": ", ".join(numbers)},
        )


def _key(value: str) -> int:
    """Return the key in a field of a form; what is none becomes the key of nobody."""
    return int(value) if value.isdecimal() and len(value) < 19 else 0
