"""Logging in, and changing between the municipalities one works for."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from otklik.registry.models import Municipality, RoleAssignment
from otklik.web.desk.login.forms import LoginForm
from otklik.web.desk.middleware import SESSION_KEY, DeskRequest


class DeskLoginView(LoginView):
    """The first page; on a demonstration it offers the invented people one may be."""

    template_name = "desk/login/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Return where to go after logging in: never back to the login page itself."""
        wanted = super().get_redirect_url()
        return "" if wanted.partition("?")[0] == self.request.path else wanted

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demonstration logins, if this installation shows the demonstration only."""
        return super().get_context_data(**kwargs, demo_logins=demo_logins(), **demo_password())


def demo_logins() -> list[RoleAssignment]:
    """Return the roles of invented people, one a person; empty if a real municipality is here."""
    municipalities = list(Municipality.objects.values_list("is_demo", flat=True))
    if not municipalities or not all(municipalities):
        return []
    roles = RoleAssignment.objects.filter(person__is_demo=True, person__is_active=True)
    found: dict[int, RoleAssignment] = {}
    for role in roles.select_related("person", "block", "organisation").order_by("pk"):
        found.setdefault(role.person_id, role)
    return list(found.values())


def demo_password() -> dict[str, str]:
    """Return the password all invented people share, if the installation tells it."""
    return {"demo_password": getattr(settings, "DEMO_PASSWORD", "")}


@require_POST
def choose_municipality(request: DeskRequest) -> HttpResponse:
    """Work for another municipality from now on, if the person has a role there."""
    chosen = request.POST.get("municipality", "")
    for municipality in request.municipalities:
        if municipality.code == chosen:
            request.session[SESSION_KEY] = municipality.pk
    return redirect("board")
