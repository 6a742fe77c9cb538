"""Names and contacts shown once, to who gives a reason for it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from otklik.cases.models import Case
from otklik.cases.operations.look import look
from otklik.cases.queries import access
from otklik.registry.permissions import Permission
from otklik.web.desk.forms import DeskForm
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest


class ReasonForm(DeskForm):
    """Why the person must know who wrote."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is kept in the log of looks at personal data with your name."),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@needs(Permission.UNMASK_PERSONAL, Permission.VIEW_PERSONAL)
def case_names(request: DeskRequest, number: str) -> HttpResponse:
    """Ask for a reason, then show who wrote and what, once; the look is written down."""
    case = access.case_for(request.grants, request.municipality, number)
    if not access.sees_personal_data(request.grants, case):
        access.require(request.grants, Permission.UNMASK_PERSONAL, case)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"case": case, "form": form}
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        look(case=case, grants=request.grants, at=request.at, page="case-names", reason=reason)
        context["contacts"] = _contacts(case)
    return render(request, "desk/case/names.html", context)


def _contacts(case: Case) -> list[tuple[Any, str]]:
    rows = (
        (_("Applicant"), case.applicant_name),
        (_("Telephone"), case.applicant_phone),
        (_("E-mail"), case.applicant_email),
        (_("Address"), case.applicant_address),
        (_("Page"), case.applicant_url),
        (_("Text"), case.text),
    )
    return [(label, value) for label, value in rows if value]
