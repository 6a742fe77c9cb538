"""The card of a case and the deeds done on it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otklik.cases.models import Case
from otklik.cases.operations.look import look
from otklik.cases.queries import access
from otklik.registry.permissions import Permission
from otklik.reminders.notices import see_case
from otklik.web.desk import refusals
from otklik.web.desk.case.card import Card, card_of
from otklik.web.desk.case.deed import Deed
from otklik.web.desk.case.deeds import BY_NAME
from otklik.web.desk.case.interaction_forms import find_colleagues
from otklik.web.desk.case.offering import is_offered, permission_of
from otklik.web.desk.case.panels import panel_of
from otklik.web.desk.case.registry_choices import Bodies, Places
from otklik.web.desk.case.topic_search import find_codes, find_topics
from otklik.web.desk.links import case_path
from otklik.web.desk.middleware import DeskRequest


@require_safe
def case_detail(request: DeskRequest, number: str) -> HttpResponse:
    """Show the case on one screen; a look at names is written down."""
    case = access.case_for(request.grants, request.municipality, number)
    card = card_of(case, request.grants, request.at)
    main = card.offer.main
    form = main.form(case=case, grants=request.grants, at=request.at) if main else None
    return _card_page(request, card, main, form)


@require_http_methods(["GET", "POST"])
def case_deed(request: DeskRequest, number: str, name: str) -> HttpResponse:
    """Show the form of a deed, or do it."""
    deed = BY_NAME.get(name)
    if deed is None:
        raise Http404
    case = access.case_for(request.grants, request.municipality, number)
    access.require(request.grants, permission_of(deed), case)
    if request.method == "POST":
        return _do(request, case, deed)
    if not is_offered(deed, case, request.grants):
        return _not_now(request, case)
    # A button beside a question opens the form for this question.
    initial = {"number": request.GET["number"]} if "number" in request.GET else {}
    form = deed.form(case=case, grants=request.grants, at=request.at, initial=initial)
    return form_page(request, case, deed, form)


def _do(request: DeskRequest, case: Case, deed: Deed) -> HttpResponse:
    form = deed.form(request.POST, case=case, grants=request.grants, at=request.at)
    if not form.is_valid():
        return form_page(request, case, deed, form)
    try:
        changed = deed.perform(case=case, grants=request.grants, at=request.at, **form.arguments())
    except refusals.STALE as refusal:
        messages.error(request, refusals.words_of(refusal))
        return redirect(case_path(case.number))
    except refusals.MENDABLE as refusal:
        form.add_error(None, refusals.words_of(refusal))
        form.renew()
        return form_page(request, case, deed, form)
    messages.success(request, str(deed.done))
    return _after(request, changed)


def _after(request: DeskRequest, case: Case) -> HttpResponse:
    """Go back to the card, or to the list when the deed moved the case out of sight."""
    if access.may(request.grants, Permission.VIEW_CASE, case):
        return redirect(case_path(case.number))
    return redirect("inbox")


def _not_now(request: DeskRequest, case: Case) -> HttpResponse:
    messages.error(request, refusals.not_now(case.state))
    return redirect(case_path(case.number))


def form_page(request: DeskRequest, case: Case, deed: Deed, form: Any) -> HttpResponse:
    """Answer the panel alone to htmx, else the whole card with the panel open in it."""
    if request.htmx and not request.htmx.boosted:
        context = panel_of(request, case, deed, form)
        return render(request, "desk/case/_panel.html", context)
    return _card_page(request, card_of(case, request.grants, request.at), deed, form)


def _card_page(request: DeskRequest, card: Card, deed: Deed | None, form: Any) -> HttpResponse:
    see_case(request.grants, card.case, request.at)
    if card.is_personal_shown:
        look(case=card.case, grants=request.grants, at=request.at, page="case-detail")
    context = {"card": card, "case": card.case, **panel_of(request, card.case, deed, form)}
    return render(request, "desk/case/card.html", context)


@require_safe
def case_topics(request: DeskRequest, number: str) -> HttpResponse:
    """Answer the topics that fit the words typed so far."""
    case = access.case_for(request.grants, request.municipality, number)
    today = request.municipality.local(request.at).date()
    query = request.GET.get("q", "")
    found = find_topics(query, today)
    return render(
        request, "desk/case/_topics.html", {"case": case, "topics": found, "topic_query": query}
    )


@require_safe
def case_codes(request: DeskRequest, number: str) -> HttpResponse:
    """Answer the positions of the federal classifier that fit the words or the code typed."""
    access.case_for(request.grants, request.municipality, number)
    query = request.GET.get("q", "")
    found = find_codes(query, request.municipality.local(request.at).date())
    return render(
        request, "desk/case/_codes.html", {"codes": found, "code_query": query, "code_now": None}
    )


@require_safe
def case_streets(request: DeskRequest, number: str) -> HttpResponse:
    """Answer the streets of the chosen settlement as options."""
    access.case_for(request.grants, request.municipality, number)
    places = Places(request.municipality, request.municipality.local(request.at).date())
    streets = places.streets(_key(request.GET.get("settlement")))
    options = [(street.pk, str(street)) for street in streets]
    return _options(request, "—", options, request.GET.get("street"))


@require_safe
def case_executors(request: DeskRequest, number: str) -> HttpResponse:
    """Answer the people of the chosen recipient as options."""
    access.case_for(request.grants, request.municipality, number)
    bodies = Bodies(request.municipality, request.municipality.local(request.at).date())
    people = bodies.people(_key(request.GET.get("recipient")))
    options = [(person.pk, person.full_name) for person in people]
    return _options(request, _("the recipient decides"), options, request.GET.get("executor"))


@require_safe
def case_colleagues(request: DeskRequest, number: str) -> HttpResponse:
    """Answer the colleagues who may be called to the case, those ticked already first."""
    case = access.case_for(request.grants, request.municipality, number)
    access.require(request.grants, Permission.NOTE_CASE, case)
    chosen, found = find_colleagues(
        case, request.at, request.GET.get("who", ""), request.GET.getlist("people")
    )
    context = {"people": [*chosen, *found], "chosen": chosen}
    return render(request, "desk/case/_colleagues.html", context)


def _key(text: str | None) -> int:
    """Return the registry key in the text, or 0, which is nobody's."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def _options(
    request: DeskRequest, blank: str, options: list[tuple[int, str]], chosen: str | None
) -> HttpResponse:
    context = {"blank": blank, "options": options, "chosen": _key(chosen)}
    return render(request, "desk/case/_options.html", context)
