"""Leaks of personal data: what happened, the terms of 24 and 72 hours, whose data."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.privacy.leaks import Extent, extent_of, write_leak
from otklik.privacy.models import Leak
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.privacy.forms import ExtentForm, LeakForm


@require_http_methods(["GET", "POST"])
@needs(Permission.REPORT_LEAK)
def leak(request: DeskRequest, key: int = 0) -> HttpResponse:
    """Show a leak or keep what is known of it."""
    municipality = request.municipality
    own = Leak.objects.filter(municipality=municipality)
    known = get_object_or_404(own, pk=key) if key else None
    initial = None if known else {"found_at": municipality.local(request.at).replace(tzinfo=None)}
    form = LeakForm(
        request.POST or None, instance=known, initial=initial, municipality=municipality
    )
    if request.method == "POST" and form.is_valid():
        # The form writes into the row it was given: what is compared must be read anew.
        stored = own.get(pk=known.pk) if known else None
        kept = write_leak(
            municipality=municipality,
            grants=request.grants,
            at=request.at,
            leak=stored,
            **form.cleaned_data,
        )
        messages.success(request, _("What is known of the leak is kept."))
        return redirect("privacy-leak", kept.pk)
    extent_form = ExtentForm(_asked(request), municipality=municipality)
    extent = _extent(request, extent_form) if extent_form.is_bound else None
    context = {
        "leak": known,
        "form": form,
        "extent_form": extent_form,
        "extent": extent,
        "now": request.at,
    }
    return render(request, "desk/privacy/leak.html", context)


def _asked(request: DeskRequest) -> dict[str, str] | None:
    asked = request.GET.dict()
    return asked if request.method == "GET" and "person" in asked else None


def _extent(request: DeskRequest, form: ExtentForm) -> Extent | None:
    if not form.is_valid():
        return None
    since, until = form.days
    zone = request.municipality.zone
    return extent_of(
        request.municipality,
        form.cleaned_data["person"],
        datetime.combine(since, time.min, tzinfo=zone),
        datetime.combine(until, time.min, tzinfo=zone) + timedelta(days=1),
    )
