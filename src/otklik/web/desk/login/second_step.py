"""The second step after the password, and the way to a first second factor."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from otklik.entrance import passkeys
from otklik.entrance.codes import TooSoon, WrongCode, check_code
from otklik.entrance.factors import factors_of
from otklik.entrance.models import LoginEventKind, Proof
from otklik.entrance.passkeys import PasskeyRefused
from otklik.entrance.record import note
from otklik.registry.models import Person
from otklik.web.desk.login import entering
from otklik.web.desk.login.forms import SecondStepForm
from otklik.web.desk.login.gate import origin_of, place_of
from otklik.web.desk.login.views import PASSKEY_STATE, TOO_MANY, safe
from otklik.web.desk.middleware import DeskRequest


@method_decorator([login_not_required, never_cache], name="dispatch")
class SecondStepView(View):
    """Asks who has given the password for a code or a passkey."""

    http_method_names = ["get", "post"]

    def get(self, request: DeskRequest) -> HttpResponse:
        """Show the form; who lacks nothing goes on."""
        if request.entering is None:
            return redirect(safe(request, request.GET.get("next", "")))
        return self._page(request, SecondStepForm())

    def post(self, request: DeskRequest) -> HttpResponse:
        """Check what was shown and open the session."""
        person, session = request.entering, request.login_session
        if person is None or session is None:
            return redirect("login")
        if entering.is_locked(request, person):
            return render(request, "desk/login/locked.html", status=TOO_MANY)
        form = SecondStepForm(request.POST if "answer" not in request.POST else None)
        try:
            proof = self._proof(request, person, form)
        except TooSoon as error:
            seconds = max(1, round((error.until - request.at).total_seconds()))
            form.add_error(None, _("Too many wrong codes. Wait %s seconds.") % seconds)
            return self._page(request, form)
        except (WrongCode, PasskeyRefused):
            entering.failed_second_step(request, person)
            return self._page(request, form)
        if proof is None:
            return self._page(request, form)
        entering.prove(request, person, session, proof)
        return redirect(safe(request, request.POST.get("next", "")))

    def _proof(self, request: DeskRequest, person: Person, form: SecondStepForm) -> Proof | None:
        if "answer" in request.POST:
            return _shown_passkey(request, person)
        if not form.is_valid():
            return None
        code, place = form.cleaned_data["code"], place_of(request)
        try:
            return check_code(person, code, at=request.at, place=place)
        except WrongCode:
            form.add_error("code", _("The code is not right, or was used already."))
            raise

    def _page(self, request: DeskRequest, form: SecondStepForm) -> HttpResponse:
        person = request.entering
        factors = factors_of(person) if person is not None else None
        is_shown = factors is not None and bool(factors.passkeys)
        context: dict[str, Any] = {
            "form": form,
            "factors": factors,
            "offers_passkey": is_shown and passkeys.fits(origin_of(request)),
            "was_refused": "answer" in request.POST,
            "next": request.POST.get("next", request.GET.get("next", "")),
        }
        return render(request, "desk/login/second.html", context)


@login_not_required
@require_POST
def second_options(request: DeskRequest) -> JsonResponse:
    """Answer the question for one of the person's own passkeys."""
    if request.entering is None:
        return JsonResponse({}, status=403)
    asked = passkeys.ask_to_log_in(request.entering, origin=origin_of(request), at=request.at)
    request.session[PASSKEY_STATE] = asked.state
    return JsonResponse(asked.options)


@login_not_required
@never_cache
@require_GET
def setup(request: DeskRequest) -> HttpResponse:
    """Tell whose role requires a second factor, and who has none, how to get one."""
    if request.entering is None:
        return redirect("board")
    context = {"offers_passkey": passkeys.fits(origin_of(request))}
    return render(request, "desk/login/setup.html", context)


def _shown_passkey(request: DeskRequest, person: Person) -> Proof:
    """Return the proof of a passkey of the person. Raises ``PasskeyRefused``."""
    try:
        passkeys.check(
            answer=request.POST["answer"],
            state=request.session.pop(PASSKEY_STATE, None),
            origin=origin_of(request),
            at=request.at,
            person=person,
        )
    except PasskeyRefused:
        place = place_of(request)
        note(LoginEventKind.WRONG_CODE, at=request.at, person=person, place=place)
        raise
    return Proof.PASSKEY
