"""The deeds of the card in which colleagues and other bodies take part."""

from django.utils.translation import gettext_lazy as _

from otklik.cases.operations.ask_information import ask_information
from otklik.cases.operations.cancel_information_request import cancel_information_request
from otklik.cases.operations.give_information import give_information
from otklik.web.desk.case import interaction_forms
from otklik.web.desk.case.deed import Deed

INTERACTION: tuple[Deed, ...] = (
    Deed(
        "hand_over",
        _("Hand over to a colleague"),
        "user-share",
        interaction_forms.HandOverForm,
        interaction_forms.hand_over_one,
        _("The case is handed over."),
    ),
    Deed(
        "ask_information",
        _("Ask for information"),
        "message-question",
        interaction_forms.AskInformationForm,
        ask_information,
        _("The request is sent. Where it is a ground, the term of the case may be extended."),
    ),
    Deed(
        "give_information",
        _("Enter the information given"),
        "message-reply",
        interaction_forms.GiveInformationForm,
        interaction_forms.give_or_cancel(give_information),
        _("The information is written down."),
    ),
    Deed(
        "cancel_information_request",
        _("Take the request back"),
        "message-off",
        interaction_forms.CancelRequestForm,
        interaction_forms.give_or_cancel(cancel_information_request),
        _("The request is taken back."),
    ),
)
