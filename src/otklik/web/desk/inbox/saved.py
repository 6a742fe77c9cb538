"""Views of the inbox a person keeps."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.cases.models import SavedView
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.inbox import address
from otklik.web.desk.middleware import DeskRequest

LONGEST_NAME = 80
LONGEST_QUERY = 1000


@require_POST
@needs(Permission.VIEW_CASE)
def save_view(request: DeskRequest) -> HttpResponse:
    """Keep the filters under a name; the same name again replaces what it meant."""
    name = " ".join(request.POST.get("name", "").split())[:LONGEST_NAME]
    query = address.clean(QueryDict(request.POST.get("query", ""))).urlencode()
    if not name:
        messages.error(request, _("Give the view a name."))
    elif not query or len(query) > LONGEST_QUERY:
        messages.error(request, _("Choose some filters first: the view keeps them."))
    else:
        SavedView.objects.update_or_create(
            person=request.user,
            municipality=request.municipality,
            name=name,
            defaults={"query": query},
        )
        messages.success(request, _("The view “%s” is kept.") % name)
    return redirect(f"{reverse('inbox')}?{query}")


@require_POST
@needs(Permission.VIEW_CASE)
def delete_view(request: DeskRequest, pk: int) -> HttpResponse:
    """Forget a view of one's own."""
    view = get_object_or_404(SavedView, pk=pk, person=request.user)
    view.delete()
    messages.success(request, _("The view “%s” is removed.") % view.name)
    return redirect(f"{reverse('inbox')}?{view.query}")
