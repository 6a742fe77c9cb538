"""Pages of the registry, made from the descriptions of its tables."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, ProtectedError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from otklik.registry.models import Person
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import needs
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.registry import changing, rows
from otklik.web.desk.registry.forms import form_class
from otklik.web.desk.registry.related import related_of
from otklik.web.desk.registry.scope import is_common, may_change_account, may_edit_common, rows_of
from otklik.web.desk.registry.sheets import GROUPS, SHEETS, Sheet


@require_GET
@needs(Permission.VIEW_REGISTRY)
def index(request: DeskRequest) -> HttpResponse:
    """Show the tables with the number of their rows."""
    groups = [
        (
            group.title,
            [(one, rows_of(one.model, request.municipality).count()) for one in group.sheets],
        )
        for group in GROUPS
    ]
    context = {"groups": groups, "may_edit": _may_edit(request)}
    return render(request, "desk/registry/index.html", context)


@require_GET
@needs(Permission.VIEW_REGISTRY)
def sheet(request: DeskRequest, slug: str) -> HttpResponse:
    """Show a page of a table."""
    shown = _sheet(slug)
    asked = {name: str(value) for name, value in request.GET.items()}
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "sheet": shown,
        "listing": rows.find(shown, request.municipality, asked),
        "columns": rows.columns_of(shown),
        "choices": rows.choices_of(shown, request.municipality, asked),
        "words": asked.get("find", ""),
        "base_query": query.urlencode(),
        "may_add": _may_edit(request) and shown.addable,
    }
    return render(request, "desk/registry/sheet.html", context)


@needs(Permission.EDIT_REGISTRY)
def add(request: DeskRequest, slug: str) -> HttpResponse:
    """Add a row; values of the address fill the form, as from the row it belongs to."""
    shown = _sheet(slug)
    if not shown.addable:
        raise Http404
    initial = {name: request.GET[name] for name in shown.fields if name in request.GET}
    form = form_class(shown)(
        request.POST or None, initial=initial, municipality=request.municipality
    )
    if request.method == "POST" and form.is_valid():
        saved = changing.save(request, shown, form)
        messages.success(request, _("“%(row)s” is added.") % {"row": saved})
        return redirect("registry-row", slug=slug, pk=saved.pk)
    context = {"sheet": shown, "form": form, "may_edit": True}
    return render(request, "desk/registry/row.html", context)


@needs(Permission.VIEW_REGISTRY)
def row(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Show a row; who may edit the registry gets it as a form."""
    shown, found = _found(request, slug, pk)
    if request.method == "POST":
        if not _may_edit(request):
            raise PermissionDenied
        form = form_class(shown)(request.POST, instance=found, municipality=request.municipality)
        if form.is_valid():
            saved = changing.save(request, shown, form)
            messages.success(request, _("“%(row)s” is saved.") % {"row": saved})
            return redirect("registry-row", slug=slug, pk=pk)
        found = _found(request, slug, pk)[1]
    else:
        form = form_class(shown)(instance=found, municipality=request.municipality)
    context = _row_context(request, shown, found)
    return render(request, "desk/registry/row.html", {**context, "form": form})


@require_POST
@needs(Permission.EDIT_REGISTRY)
def remove(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a row of a table whose rows may be removed."""
    shown, found = _found(request, slug, pk)
    if not shown.removable:
        raise Http404
    try:
        changing.remove(request, shown, found)
    except ProtectedError:
        words = _("“%(row)s” is in use: give it an end date.")
        messages.error(request, words % {"row": found})
        return redirect("registry-row", slug=slug, pk=pk)
    messages.success(request, _("“%(row)s” is removed.") % {"row": found})
    return redirect("registry-sheet", slug=slug)


@never_cache
@require_POST
@needs(Permission.EDIT_REGISTRY)
def password(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a person a new password; it is shown on this answer and nowhere again."""
    person = get_object_or_404(rows_of(Person, request.municipality), pk=pk)
    made = changing.set_password(request, person)
    context = {"person": person, "password": made, "sheet": SHEETS["people"]}
    return render(request, "desk/registry/password.html", context)


def _row_context(request: DeskRequest, shown: Sheet, found: Model) -> dict[str, Any]:
    may_edit = _may_edit(request) and (not is_common(found) or may_edit_common(request.grants))
    is_account = isinstance(found, Person) and may_change_account(request.grants, found)
    return {
        "sheet": shown,
        "row": found,
        "values": [(capfirst(rows.label_of(shown, n)), rows.shown(found, n)) for n in shown.fields],
        "related": related_of(shown, found, request.municipality),
        "may_edit": may_edit and (is_account or not isinstance(found, Person)),
        "may_remove": may_edit and shown.removable,
        "may_set_password": may_edit and is_account,
    }


def _may_edit(request: DeskRequest) -> bool:
    return request.grants.allows(Permission.EDIT_REGISTRY, request.municipality)


def _sheet(slug: str) -> Sheet:
    if slug not in SHEETS:
        raise Http404
    return SHEETS[slug]


def _found(request: DeskRequest, slug: str, pk: int) -> tuple[Sheet, Any]:
    shown = _sheet(slug)
    return shown, get_object_or_404(rows_of(shown.model, request.municipality), pk=pk)
