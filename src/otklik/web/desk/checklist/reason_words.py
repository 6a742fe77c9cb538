"""Why a check of an answer said what it said, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.core.reasons import Reason

WORDS: dict[str, "str | Promise"] = {
    "no_words": _("There is no text yet."),
    "no_greeting": _("Begin with a greeting."),
    "not_answered": _("No answer found to: %(questions)s"),
    "maybe_answered": _("Look whether this is answered: %(questions)s"),
    "all_answered": _("Questions found in the message: %(count)s."),
    "named": _("Found: %(words)s"),
    "only_formula": _("Only empty words: %(words)s. What exactly will be done?"),
    "no_action_found": _("No work is named. If nothing is to be done, mark it as not applying."),
    "only_we": _("“We” alone does not say who. Name the body or the position."),
    "nobody_named": _("It is not said who does it."),
    "vague_date": _("A vague term: %(words)s. Name a day."),
    "done_without_date": _("It is done. Say when."),
    "no_date": _("No day or term is named."),
    "formula": _("Empty words: %(words)s"),
    "bare_redirect": _("Sent elsewhere without an address or a telephone: %(words)s"),
    "grounded": _("A refusal with its ground."),
    "no_ground": _("A refusal without a ground: %(words)s"),
    "asks_rating": _("A rating is asked for a refusal: %(words)s"),
    "look_for_photo": _("Look whether a photograph goes with the answer."),
    "no_photo": _("No photograph goes with the answer."),
    "officialese": _("Official words, %(count)s: %(words)s"),
    "grade": _(
        "To read it with ease one needs %(grade)s years of school (ease %(ease)s of 100, "
        "%(length)s words in a sentence on the average)."
    ),
    "long_sentences": _("Sentences longer than %(most)s words: %(count)s."),
    "short_text": _("The text is short: there is nothing to measure."),
    "full_act": _("The full name of an act: %(words)s"),
    "copied": _("The same words went to an applicant who wrote of another matter."),
    "personal": _("Personal data: %(words)s"),
}


def words_of(reason: Reason) -> str:
    """Return the sentence of a reason; one nobody knows says its code."""
    sentence = WORDS.get(reason.code)
    if sentence is None:
        return reason.code
    return str(sentence) % reason.params
