"""What a person is told when a deed is refused: one sentence that says what to do."""

from django.utils.translation import gettext as _

from otklik.cases import agreement, current_answer, promises, quality, reopening, states
from otklik.cases.models.choices import State
from otklik.cases.operations.ask_information import (
    NobodyHereToAsk,
    ShownWithoutReason,
    TermOfRequestOutOfBounds,
)
from otklik.cases.operations.assign import NotARecipient, NotOfTheRecipient
from otklik.cases.operations.classify import NotAWorkingTopic
from otklik.cases.operations.defer import AppealNotDeferrable, StepBeyondPromise
from otklik.cases.operations.extend import ExtensionBeyondLaw, NothingToExtend, TermHasPassed
from otklik.cases.operations.join_problem import ProblemElsewhere
from otklik.cases.operations.leave_without_answer import GroundDoesNotFit
from otklik.cases.operations.locate import NotAPlaceHere
from otklik.cases.operations.mark_repeat import NotRepeatable
from otklik.cases.operations.send_answer import SentAtAnImpossibleMoment
from otklik.cases.operations.transfer import NotAnotherBody
from otklik.cases.operations.write_note import CalledCannotSee, NobodyCalledSo
from otklik.handing.deeds import NothingToHandOver
from otklik.web.desk.role_words import step_words

# What can be mended in the form itself: the form is shown again with these words.
MENDABLE: tuple[type[Exception], ...] = (
    states.StepIncomplete,
    current_answer.NewerAnswer,
    quality.HeldBack,
    quality.FieldsUnfilled,
    NotARecipient,
    NotOfTheRecipient,
    NotAWorkingTopic,
    promises.PromiseInThePast,
    promises.NoProof,
    StepBeyondPromise,
    AppealNotDeferrable,
    ExtensionBeyondLaw,
    TermHasPassed,
    GroundDoesNotFit,
    NotAPlaceHere,
    NotRepeatable,
    reopening.NotARating,
    SentAtAnImpossibleMoment,
    NotAnotherBody,
    ProblemElsewhere,
    NobodyCalledSo,
    CalledCannotSee,
    NobodyHereToAsk,
    ShownWithoutReason,
    TermOfRequestOutOfBounds,
    NothingToHandOver,
)
# The case is no longer as the page showed it: the person is brought to the card as it is now.
STALE: tuple[type[Exception], ...] = (
    states.StepNotAllowed,
    states.NothingFlagged,
    states.RequestNotOpen,
    current_answer.NoSuchAnswer,
    agreement.NotYourTurn,
    agreement.AuthorIsOnlyReader,
    NothingToExtend,
)


def words_of(refusal: Exception) -> str:
    """Return the sentence for a refusal of ``MENDABLE`` or ``STALE``."""
    if isinstance(refusal, states.StepNotAllowed):
        state = State(refusal.state).label
        return _(
            "Nothing was changed: the case is now in the state «%(state)s», where this step is "
            "not possible. Look at the case as it is now."
        ) % {"state": state}
    if isinstance(refusal, agreement.NotYourTurn):
        return _(
            "Nothing was changed: the answer now waits for somebody else: %(role)s. Look at the "
            "case as it is now."
        ) % {"role": step_words(refusal.role)}
    if isinstance(refusal, ExtensionBeyondLaw):
        if str(refusal) == "0":
            return _("The regulation of this case allows no extension.")
        return _(
            "The regulation allows an extension by %(days)s calendar days at most, and not again "
            "after that. Give fewer days, or answer in time."
        ) % {"days": str(refusal)}
    if isinstance(refusal, NobodyCalledSo):
        words = _("Nobody here has the login “%s”. Check it, or find the colleague by name.")
        return words % refusal
    if isinstance(refusal, CalledCannotSee):
        words = _("Nothing was written: %s may not see this case. Ask for information instead.")
        return words % refusal
    if isinstance(refusal, quality.FieldsUnfilled | quality.HeldBack):
        return _of_quality(refusal)
    return _sentences().get(type(refusal), _("This is not possible. Check what you typed."))


def _of_quality(refusal: quality.FieldsUnfilled | quality.HeldBack) -> str:
    if isinstance(refusal, quality.FieldsUnfilled):
        left = ", ".join(f"[{name}]" for name in refusal.fields)
        words = _("Fill in what stands in brackets, then put the answer to approval: %(fields)s.")
        return words % {"fields": left}
    return _(
        "The checklist holds this answer back: %(items)s. Return it to its author, or give the "
        "reason to let it through when you approve it."
    ) % {"items": "; ".join(f"«{name}»" for name in refusal.items)}


def _sentences() -> dict[type[Exception], str]:
    return {
        states.StepIncomplete: _("Something needed is missing. Fill in the marked fields."),
        current_answer.NewerAnswer: _(
            "A newer version of the answer was written meanwhile. Read it, then repeat."
        ),
        current_answer.NoSuchAnswer: _(
            "Nothing was changed: there is no answer at this step any more. Look at the case as "
            "it is now."
        ),
        agreement.AuthorIsOnlyReader: _(
            "Nothing was changed: the text is yours, and nobody else has read it. Here another "
            "person must read an answer before it is approved: return it, and let a colleague "
            "put his version to approval, or ask for a reader in the agreement route."
        ),
        states.NothingFlagged: _(
            "Nothing was changed: a colleague has dealt with the red flag already. Look at the "
            "case as it is now."
        ),
        NothingToExtend: _("Nothing was changed: no term of this case runs that can be extended."),
        states.RequestNotOpen: _(
            "Nothing was changed: the request was answered or taken back meanwhile."
        ),
        NobodyHereToAsk: _("Choose one: either a body or a person of this municipality."),
        ShownWithoutReason: _("Say why the applicant is to be shown to those asked."),
        TermOfRequestOutOfBounds: _("Give a term between 1 and 60 days."),
        NothingToHandOver: _(
            "The case was not handed over: it has another executor now, or this colleague may not "
            "write its answer."
        ),
        NotARecipient: _("This body is not a responsible recipient here. Choose another."),
        NotOfTheRecipient: _(
            "The executor does not work for this recipient. Choose one of its people or none."
        ),
        NotAWorkingTopic: _("This is a group of topics. Choose a topic inside it."),
        promises.NoProof: _(
            "Say first what shows that the promised works are done: the solution was deferred."
        ),
        StepBeyondPromise: _("A step of the plan ends after the promised day. Mend the plan."),
        promises.PromiseInThePast: _("Promise a day to come: tomorrow or later."),
        AppealNotDeferrable: _(
            "An appeal under 59-FZ is not deferred: answer it in its term, or extend the term."
        ),
        TermHasPassed: _(
            "The term has passed: it is not extended any more. Answer as soon as possible."
        ),
        ProblemElsewhere: _("This problem belongs to another municipality. Choose another."),
        GroundDoesNotFit: _("This ground does not fit the kind of the case. Choose another."),
        NotAPlaceHere: _("The street does not lie in this settlement. Choose the street anew."),
        NotRepeatable: _(
            "A case cannot repeat itself or a case that repeats it. Give an earlier one."
        ),
        reopening.NotARating: _("A rating is a whole number from 1 to 5."),
        SentAtAnImpossibleMoment: _(
            "The answer cannot have gone out before it was approved or in the future. Correct "
            "the moment of sending."
        ),
        NotAnotherBody: _(
            "This body is a recipient of the municipality itself: assign the case to it instead."
        ),
    }


def not_now(state: str) -> str:
    """Return the sentence for a deed that the case does not allow in its present state."""
    return _("This step is not possible now: the case is in the state «%(state)s».") % {
        "state": State(state).label
    }
