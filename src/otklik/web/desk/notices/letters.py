"""Letters that could not be delivered, for the administrator: to whom, why, and once more."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.registry.permissions import Permission
from otklik.reminders.models import Letter
from otklik.reminders.sending import try_again
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest

SHOWN = 100


@require_safe
@needs(Permission.EDIT_REGISTRY)
def letters(request: DeskRequest) -> HttpResponse:
    """Show what was given up, what waits with an error, and how much went out lately."""
    rows = Letter.objects.filter(municipality=request.municipality).select_related("person")
    context = {
        "failed": rows.filter(state=Letter.State.FAILED).order_by("-made_at")[:SHOWN],
        "waiting": rows.filter(state=Letter.State.WAITING).order_by("next_try_at")[:SHOWN],
        "sent": rows.filter(state=Letter.State.SENT).order_by("-made_at")[:SHOWN],
        "has_server": bool(settings.EMAIL_HOST),
        "server": settings.EMAIL_HOST,
    }
    return render(request, "desk/notices/letters.html", context)


@require_POST
@needs(Permission.EDIT_REGISTRY)
def again(request: DeskRequest, key: int) -> HttpResponse:
    """Let a letter that was given up be tried again."""
    letter = get_object_or_404(Letter, municipality=request.municipality, pk=key)
    try_again(letter, at=request.at)
    messages.success(request, _("The letter will be tried again within a minute."))
    return redirect("letters")
