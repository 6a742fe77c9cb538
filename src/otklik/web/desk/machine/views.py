"""The page "How the machine sorts" and what may be changed on it."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from otklik.cases.queries import access
from otklik.intake.classifiers import classifier_of
from otklik.intake.reason_texts import reason_text
from otklik.learning import deeds, figures
from otklik.learning.asking import ask
from otklik.learning.models import LearningRun, RunState
from otklik.registry.models import TrainedClassifier
from otklik.registry.models.trained import Aspect
from otklik.registry.permissions import Permission
from otklik.understanding.learned.store import CannotLoad
from otklik.web.desk.guards import needs
from otklik.web.desk.machine.standing import standings
from otklik.web.desk.middleware import DeskRequest

YEAR = timedelta(days=366)
CLASSIFIERS_SHOWN = 12
VIEWERS = (Permission.VIEW_FIGURES, Permission.TEACH_MACHINE)


@require_GET
@needs(*VIEWERS)
def machine(request: DeskRequest) -> HttpResponse:
    """Show how the machine sorts; cases only to who may see them."""
    municipality = request.municipality
    since = request.at - YEAR
    rows = figures.classifiers(municipality, CLASSIFIERS_SHOWN)
    run = figures.last_run(municipality)
    seen = access.cases_for(request.grants, municipality)
    context = {
        "standings": standings(rows, run),
        "classifiers": rows,
        "months": figures.by_month(municipality, since),
        "confusions": figures.confusions(municipality, since),
        "corrections": figures.corrections(municipality, seen),
        "has_learnt": any(row.is_active for row in rows),
        "may_set": request.grants.allows(Permission.EDIT_REGISTRY, municipality),
        **_run_context(request, run),
    }
    return render(request, "desk/machine/page.html", context)


@require_GET
@needs(*VIEWERS)
def run_state(request: DeskRequest) -> HttpResponse:
    """Answer how far the run has come; when it has just ended, let the page be read anew."""
    run = figures.last_run(request.municipality)
    response = render(request, "desk/machine/_run.html", _run_context(request, run))
    if run is not None and not _is_live(run):
        response["HX-Refresh"] = "true"
    return response


@require_POST
@needs(Permission.TEACH_MACHINE)
def learn(request: DeskRequest) -> HttpResponse:
    """Ask for a run of learning."""
    ask(request.municipality, person=request.user, at=request.at)
    messages.success(request, _("The machine is going to learn: it takes a minute or two."))
    return redirect("machine")


@require_POST
@needs(Permission.TEACH_MACHINE)
def let_sort(request: DeskRequest, key: int) -> HttpResponse:
    """Let a classifier sort from now on: an older one, or one that was not found better."""
    rows = TrainedClassifier.objects.filter(municipality=request.municipality)
    row = get_object_or_404(rows, pk=key)
    try:
        classifier_of(row)
    except CannotLoad as error:
        messages.error(request, reason_text(error.reason))
        return redirect("machine")
    deeds.take_over(row, person=request.user, at=request.at)
    messages.success(request, _("This classifier sorts from now on."))
    return redirect("machine")


@require_POST
@needs(Permission.TEACH_MACHINE)
def by_words(request: DeskRequest, aspect: str) -> HttpResponse:
    """Forget what was learnt of the aspect, as far as sorting goes."""
    if aspect not in Aspect.values:
        raise Http404
    deeds.sort_by_words(request.municipality, aspect, person=request.user, at=request.at)
    messages.success(request, _("From now on the words of the registry sort."))
    return redirect("machine")


def _run_context(request: DeskRequest, run: LearningRun | None) -> dict[str, object]:
    return {
        "run": run,
        "is_live": run is not None and _is_live(run),
        "may_teach": request.grants.allows(Permission.TEACH_MACHINE, request.municipality),
    }


def _is_live(run: LearningRun) -> bool:
    return run.state in (RunState.QUEUED, RunState.RUNNING)
