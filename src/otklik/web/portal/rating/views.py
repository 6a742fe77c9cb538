"""The page where a citizen rates an answer. The link is the key: no login and no cookie.

Without a cookie there is nothing another site could make a browser send on its owner's behalf,
so the form carries no token against it (``csrf_exempt``).
"""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from otklik.satisfaction.deeds import rate_by_link
from otklik.satisfaction.links import Link, LinkGone, read
from otklik.understanding import find_personal_data, mask
from otklik.web.portal.rating.forms import RatingForm
from otklik.web.portal.rating.limits import too_many_misses, too_many_posts

HEADERS = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}

PAGES = {
    "form": "portal/rating/form.html",
    "thanks": "portal/rating/thanks.html",
    "gone": "portal/rating/gone.html",
    "later": "portal/rating/later.html",
}


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def rating(request: HttpRequest, token: str) -> HttpResponse:
    """Show the answer and take the rating of it."""
    at = timezone.now()
    try:
        link = read(token, at)
    except LinkGone:
        return _gone(request)
    with timezone.override(link.municipality.zone):
        if request.method == "POST":
            return _take(request, link, token)
        if link.feedback is not None and not ("change" in request.GET and link.is_open(at)):
            return _page(request, "thanks", link, {"may_change": link.is_open(at)})
        return _form_page(request, link, RatingForm(link=link))


def _take(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    if too_many_posts(link.answer.pk):
        return _page(request, "later", link, status=HTTPStatus.TOO_MANY_REQUESTS)
    form = RatingForm(request.POST, link=link)
    if form.is_of_a_program:
        return _page(request, "thanks", link)
    if not form.is_valid():
        return _form_page(request, link, form)
    # When the case went on, or the term to change has passed, the page says how it stands.
    with suppress(LinkGone):
        rate_by_link(link=link, at=timezone.now(), said=form.said())
    done = HttpResponseRedirect(reverse("rating", args=[token]), headers=HEADERS)
    done.status_code = HTTPStatus.SEE_OTHER
    return done


def _gone(request: HttpRequest) -> HttpResponse:
    """Answer the same for an unknown, a forged, an expired and a revoked link."""
    if too_many_misses(str(request.META.get("REMOTE_ADDR", ""))):
        return _page(request, "later", None, status=HTTPStatus.TOO_MANY_REQUESTS)
    return _page(request, "gone", None, status=HTTPStatus.NOT_FOUND)


def _form_page(request: HttpRequest, link: Link, form: RatingForm) -> HttpResponse:
    words = link.answer.text
    # A link may stand under a post all can read: names that got into the answer stay out.
    context = {"form": form, "text": mask(words, find_personal_data(words))}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return _page(request, "form", link, context, status=status)


def _page(
    request: HttpRequest,
    name: str,
    link: Link | None,
    context: dict[str, Any] | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    place = link.municipality if link else None
    known = {"link": link, "place": place, **(context or {})}
    response = render(request, PAGES[name], known, status=status)
    for header, value in HEADERS.items():
        response[header] = value
    return response
