"""What a person is told when a deed is refused: one sentence that says what to do."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from otklik.appeals.deeds import EndedAlready, NotAnAppeal, NotAnsweredRepeatedly, TooManyAuthors
from otklik.appeals.question_deeds import NoSuchQuestion, NotAQuestion, NotAQuestionCode, NotAResult
from otklik.cases import (
    agreement,
    current_answer,
    promises,
    quality,
    questions,
    reopening,
    states,
)
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
from otklik.cases.operations.leave_without_answer import CrimeNotLookedFor, GroundDoesNotFit
from otklik.cases.operations.locate import NotAPlaceHere
from otklik.cases.operations.mark_repeat import NotRepeatable
from otklik.cases.operations.send_answer import SentAtAnImpossibleMoment
from otklik.cases.operations.tell_applicant import NothingToTell
from otklik.cases.operations.write_note import CalledCannotSee, NobodyCalledSo
from otklik.handing.deeds import NothingToHandOver
from otklik.letters.making import NothingToSay
from otklik.letters.templates import NotATemplate
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
    questions.NotAnotherBody,
    questions.MayBeComplainedOf,
    NotAQuestion,
    NotAQuestionCode,
    questions.OpenQuestions,
    questions.AnswerOwed,
    NotAResult,
    CrimeNotLookedFor,
    NotAnAppeal,
    NotAnsweredRepeatedly,
    TooManyAuthors,
    NothingToSay,
    NotATemplate,
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
    NoSuchQuestion,
    NothingToTell,
    EndedAlready,
)


def words_of(refusal: Exception) -> str:
    """Return the sentence for a refusal of ``MENDABLE`` or ``STALE``."""
    if isinstance(refusal, states.StepNotAllowed):
        state = State(refusal.state).label
        return _(
            "Nothing was changed: the case is now in the state «%(state)s», where this step is "
            "not possible. Look at the case as it is now."
        ) % {"state": state}
    for kinds, say in _SAYERS:
        if isinstance(refusal, kinds):
            return say(refusal)
    return _sentences().get(type(refusal), _("This is not possible. Check what you typed."))


def _whose_turn(refusal: Exception) -> str:
    role = refusal.role if isinstance(refusal, agreement.NotYourTurn) else ""
    return _(
        "Nothing was changed: the answer now waits for somebody else: %(role)s. Look at the "
        "case as it is now."
    ) % {"role": step_words(role)}


def _of_extension(refusal: Exception) -> str:
    if str(refusal) == "0":
        return _("The regulation of this case allows no extension.")
    return _(
        "The regulation allows an extension by %(days)s calendar days at most, and not again "
        "after that. Give fewer days, or answer in time."
    ) % {"days": str(refusal)}


def _of_mention(refusal: Exception) -> str:
    if isinstance(refusal, NobodyCalledSo):
        words = _("Nobody here has the login “%s”. Check it, or find the colleague by name.")
    else:
        words = _("Nothing was written: %s may not see this case. Ask for information instead.")
    return words % refusal


def _of_questions(refusal: Exception) -> str:
    if isinstance(refusal, questions.OpenQuestions):
        words = _(
            "No result is written down yet for the questions: %(numbers)s. Give each one first."
        )
    else:
        words = _(
            "The questions %(numbers)s were looked into: the applicant is owed an answer to them."
        )
    return words % {"numbers": str(refusal)}


def _of_quality(refusal: Exception) -> str:
    if isinstance(refusal, quality.FieldsUnfilled):
        left = ", ".join(f"[{name}]" for name in refusal.fields)
        words = _("Fill in what stands in brackets, then put the answer to approval: %(fields)s.")
        return words % {"fields": left}
    items = refusal.items if isinstance(refusal, quality.HeldBack) else ()
    return _(
        "The checklist holds this answer back: %(items)s. Return it to its author, or give the "
        "reason to let it through when you approve it."
    ) % {"items": "; ".join(f"«{name}»" for name in items)}


def _sentences() -> dict[type[Exception], str]:
    return _of_answers() | _of_appeals() | _of_cases()


def _of_answers() -> dict[type[Exception], str]:
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
    }


def _of_appeals() -> dict[type[Exception], str]:
    return {
        questions.MayBeComplainedOf: _(
            "A complaint must not go to the body or the person it is about (59-FZ, art. 8 part 6). "
            "Make sure and tick the box; if nobody else is competent, return it to the applicant."
        ),
        questions.NotAnotherBody: _(
            "This body is a recipient of the municipality itself: assign the case to it instead."
        ),
        NotAQuestion: _(
            "A question needs words of its own. The last one cannot be taken out, and more than "
            "50 are not kept."
        ),
        NotAQuestionCode: _("Choose a position inside a section of the classifier."),
        NoSuchQuestion: _(
            "Nothing was changed: a colleague has changed this question. Look at it as it is now."
        ),
        NotAResult: _("Choose a result; without an answer also the ground of the law."),
        EndedAlready: _(
            "Nothing was changed: a colleague has decided about this correspondence already."
        ),
        NotAnAppeal: _("This is written down of appeals under 59-FZ only."),
        NotAnsweredRepeatedly: _(
            "The register knows of fewer than two answers on the substance. Tick the box if they "
            "were given outside of it."
        ),
        TooManyAuthors: _("At most 500 authors are kept; put the list into an enclosure."),
        NothingToSay: _(
            "The case has not what this letter speaks of: a transfer to this body, an extension, "
            "an approved answer or a control."
        ),
        NotATemplate: _("The template of this letter cannot be filled. Tell the administrator."),
        NothingToTell: _("Nothing was changed: the notice is written down already."),
        CrimeNotLookedFor: _(
            "An appeal without a name that tells of a crime prepared or committed must be sent to "
            "the competent body (59-FZ, art. 11 part 1). Tick the box if it does not."
        ),
    }


def _of_cases() -> dict[type[Exception], str]:
    return {
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
    }


def not_now(state: str) -> str:
    """Return the sentence for a deed that the case does not allow in its present state."""
    return _("This step is not possible now: the case is in the state «%(state)s».") % {
        "state": State(state).label
    }


# Refusals whose sentence holds something of their own.
_SAYERS: tuple[tuple[tuple[type[Exception], ...], Callable[[Exception], str]], ...] = (
    ((agreement.NotYourTurn,), _whose_turn),
    ((ExtensionBeyondLaw,), _of_extension),
    ((NobodyCalledSo, CalledCannotSee), _of_mention),
    ((quality.FieldsUnfilled, quality.HeldBack), _of_quality),
    ((questions.OpenQuestions, questions.AnswerOwed), _of_questions),
)
