"""Setting up and taking off an app with codes and passkeys, and recovery codes.

The pages that add a factor also serve whose role requires one and who has none yet: he has given
the password and may do nothing else (``whose``).
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from otklik.entrance import codes as entrance_codes
from otklik.entrance import factors as entrance_factors
from otklik.entrance import passkeys
from otklik.entrance.codes import WrongCode
from otklik.entrance.factors import Factors, factors_of
from otklik.entrance.models import LoginSession, Passkey, Proof
from otklik.entrance.passkeys import PasskeyRefused
from otklik.entrance.rules import rule_for
from otklik.entrance.secrecy import decrypted, encrypted
from otklik.registry.models import Person
from otklik.web.desk.login import entering
from otklik.web.desk.login.gate import origin_of, place_of, whose
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.my_login.forms import (
    AgainForm,
    AppForm,
    PasskeyForm,
    RemoveAppForm,
    RemovePasskeyForm,
)

ADD_STATE = "passkey-to-add"
BAD_REQUEST = 400
# The page inside the desk, and the bare one for who is not in yet.
PAGES = {
    "app": ("desk/my_login/app.html", "desk/my_login/app_bare.html"),
    "passkey": ("desk/my_login/passkey.html", "desk/my_login/passkey_bare.html"),
}


@login_not_required
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def app(request: DeskRequest) -> HttpResponse:
    """Show the secret of a new app as a picture and take its first code."""
    person, session = _at_the_door(request)
    form = AppForm(request, request.POST or None)
    secret = _secret_of(person, request.POST.get("secret", ""))
    if request.method == "POST" and secret and form.is_valid():
        try:
            entrance_codes.add_app(
                person,
                secret=secret,
                code=form.cleaned_data["code"],
                at=request.at,
                place=place_of(request),
            )
        except WrongCode:
            words = _("The code is not right. Is the clock of the phone right?")
            form.add_error("code", words)
        else:
            return _added(request, person, session, Proof.APP)
    secret = secret or entrance_codes.new_secret()
    context = {
        "form": form,
        "sealed": encrypted(f"{person.pk} {secret}"),
        "secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        # Made by segno of our own secret: numbers and the login, no markup.
        "picture": mark_safe(entrance_codes.picture_of(secret, person)),  # noqa: S308
        "is_new": factors_of(person).app is None,
    }
    return render(request, _page("app", request), context)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def passkey(request: DeskRequest) -> HttpResponse:
    """Take a passkey the browser has made; the password was asked for with the question."""
    person, session = _at_the_door(request)
    form = PasskeyForm(request, request.POST or None)
    if request.method == "POST":
        try:
            passkeys.add(
                person,
                answer=request.POST.get("answer", ""),
                state=request.session.pop(ADD_STATE, None),
                origin=origin_of(request),
                name=request.POST.get("name", "") or _("passkey"),
                at=request.at,
                place=place_of(request),
            )
        except PasskeyRefused:
            messages.error(request, _("The passkey could not be kept. Try again."))
            return redirect("my-login-passkey")
        return _added(request, person, session, Proof.PASSKEY)
    fits = passkeys.fits(origin_of(request))
    return render(request, _page("passkey", request), {"form": form, "offers_passkey": fits})


@login_not_required
@sensitive_post_parameters()
@require_POST
def passkey_options(request: DeskRequest) -> JsonResponse:
    """Answer the question for a new passkey, or why not: the password comes first."""
    person, _session = _at_the_door(request)
    form = PasskeyForm(request, request.POST)
    if not form.is_valid():
        words = " ".join(str(word) for errors in form.errors.values() for word in errors)
        return JsonResponse({"words": words}, status=BAD_REQUEST)
    asked = passkeys.ask_to_add(person, origin=origin_of(request), at=request.at)
    request.session[ADD_STATE] = asked.state
    return JsonResponse(asked.options)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def remove_app(request: DeskRequest) -> HttpResponse:
    """Take the app off, by password and code."""
    factors = factors_of(request.user)
    if factors.app is None or not _may_lose_one(request, factors):
        return redirect("my-login")
    form = RemoveAppForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        entrance_factors.remove_app(request.user, at=request.at, place=place_of(request))
        messages.success(request, _("The app is taken off."))
        return redirect("my-login")
    context = {"form": form, "what": _("App with codes")}
    return render(request, "desk/my_login/remove.html", context)


@require_POST
def rename(request: DeskRequest, pk: int) -> HttpResponse:
    """Call one of one's passkeys otherwise."""
    found = get_object_or_404(Passkey, pk=pk, person=request.user)
    passkeys.rename(found, request.POST.get("name", "").replace("\n", " "))
    return redirect("my-login")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def remove_passkey(request: DeskRequest, pk: int) -> HttpResponse:
    """Take one of one's passkeys off, by password."""
    found = get_object_or_404(Passkey, pk=pk, person=request.user)
    if not _may_lose_one(request, factors_of(request.user)):
        return redirect("my-login")
    form = RemovePasskeyForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        entrance_factors.remove_passkey(found, at=request.at, place=place_of(request))
        messages.success(request, _("The passkey is taken off. Remove it on the device too."))
        return redirect("my-login")
    return render(request, "desk/my_login/remove.html", {"form": form, "what": found.name})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def codes(request: DeskRequest) -> HttpResponse:
    """Make new recovery codes and show them once; the old ones stop working."""
    if not factors_of(request.user).has_any:
        return redirect("my-login")
    form = AgainForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _shown_once(request, request.user)
    return render(request, "desk/my_login/codes.html", {"form": form})


def _added(
    request: DeskRequest, person: Person, session: LoginSession, proof: Proof
) -> HttpResponse:
    """Count the new factor as shown in this session; give recovery codes with the first one."""
    if request.entering is not None:
        entering.prove(request, person, session, proof)
    elif not session.proof:
        entering.show(request, session, proof)
    if not entrance_codes.codes_left(person):
        return _shown_once(request, person)
    messages.success(request, _("Done. From now on it is asked for when you log in."))
    return redirect("my-login")


def _shown_once(request: DeskRequest, person: Person) -> HttpResponse:
    made = entrance_codes.make_recovery_codes(person, at=request.at, place=place_of(request))
    context = {"codes": made, "person": person}
    return render(request, "desk/my_login/codes_shown.html", context)


def _at_the_door(request: DeskRequest) -> tuple[Person, LoginSession]:
    try:
        return whose(request)
    except PermissionError as error:
        raise PermissionDenied from error


def _page(name: str, request: DeskRequest) -> str:
    return PAGES[name][request.entering is not None]


def _secret_of(person: Person, sealed: str) -> str:
    """Return the secret the page has shown to this person; blank if it was another's."""
    owner, _space, secret = decrypted(sealed).partition(" ")
    return secret if owner == str(person.pk) else ""


def _may_lose_one(request: DeskRequest, factors: Factors) -> bool:
    """Tell whether one factor may go: the last one not, where the role requires one."""
    count = len(factors.passkeys) + (factors.app is not None)
    if count > 1 or not rule_for(request.user, timezone.localdate(request.at)).is_required:
        return True
    messages.error(request, _("Your role requires a second factor: set up another one first."))
    return False
