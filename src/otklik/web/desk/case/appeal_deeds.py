"""The deeds only appeals under 59-FZ know: questions, authors, notices, letters, correspondence."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from otklik.appeals.deeds import (
    describe_appeal,
    end_correspondence,
    lift_correspondence_end,
    name_authors,
)
from otklik.appeals.question_deeds import (
    add_question,
    edit_question,
    remove_question,
    set_question_result,
    split_question,
    transfer_question,
)
from otklik.cases.models import Case
from otklik.cases.operations.tell_applicant import tell_applicant
from otklik.letters.making import make_letter
from otklik.web.desk.case import appeal_forms, forms, question_forms
from otklik.web.desk.case.deed import Deed


def _make_letter(*, case: Case, **given: Any) -> Case:
    make_letter(case=case, **given)
    return case


APPEAL_DEEDS: tuple[Deed, ...] = (
    Deed(
        "add_question",
        _("Add a question"),
        "plus",
        question_forms.AddQuestionForm,
        add_question,
        _("The question is written down."),
    ),
    Deed(
        "edit_question",
        _("Words and code of a question"),
        "pencil",
        question_forms.EditQuestionForm,
        edit_question,
        _("The question is changed."),
    ),
    Deed(
        "split_question",
        _("Split a question"),
        "arrows-split-2",
        question_forms.SplitQuestionForm,
        split_question,
        _("The question is split."),
    ),
    Deed(
        "remove_question",
        _("Take out a question"),
        "trash",
        question_forms.NumberForm,
        remove_question,
        _("The question is taken out."),
    ),
    Deed(
        "set_question_result",
        _("Result of a question"),
        "circle-check",
        question_forms.ResultForm,
        set_question_result,
        _("The result is written down."),
    ),
    Deed(
        "transfer_question",
        _("Send a question by competence"),
        "arrow-right",
        question_forms.TransferQuestionForm,
        transfer_question,
        _("The transfer is written down. Make the letters now."),
    ),
    Deed(
        "make_letter",
        _("Make a letter"),
        "file-text",
        appeal_forms.LetterForm,
        _make_letter,
        _("The letter is made: take it from the list of letters."),
    ),
    Deed(
        "tell_applicant",
        _("The applicant is told"),
        "mail-forward",
        appeal_forms.NoticeForm,
        tell_applicant,
        _("The notice is written down."),
    ),
    Deed(
        "describe_appeal",
        _("Form, and who passed it on"),
        "forms",
        appeal_forms.DetailsForm,
        describe_appeal,
        _("The details of the appeal are kept."),
    ),
    Deed(
        "name_authors",
        _("Co-authors"),
        "users",
        appeal_forms.AuthorsForm,
        name_authors,
        _("The authors are kept."),
    ),
    Deed(
        "end_correspondence",
        _("End the correspondence"),
        "ban",
        appeal_forms.EndCorrespondenceForm,
        end_correspondence,
        _("The decision is written down. Make the notice now."),
        is_end=True,
    ),
    Deed(
        "lift_correspondence_end",
        _("Take up the correspondence again"),
        "message",
        forms.ReasonForm,
        lift_correspondence_end,
        _("The decision is lifted."),
    ),
)
