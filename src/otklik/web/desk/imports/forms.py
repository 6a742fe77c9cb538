"""The form of taking files in."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.choices import Channel
from otklik.registry.models import Municipality
from otklik.web.desk.forms import DeskForm, FilesField

MOSCOW = "Europe/Moscow"


class ImportForm(DeskForm):
    """Files, their channel (empty: recognised by the headers) and the zone of their times."""

    # An empty file is refused by itself, with its own sentence: the others still come in.
    files = FilesField(label=_("files"), allow_empty_file=True)  # type: ignore[assignment]
    channel = forms.ChoiceField(
        label=_("channel"),
        required=False,
        choices=[
            ("", _("recognise by the headers")),
            (Channel.POS.value, Channel.POS.label),
            (Channel.IM.value, Channel.IM.label),
        ],
    )
    zone = forms.ChoiceField(label=_("times in the file are"))

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = municipality.time_zone
        choices = [(own, str(_("local (%(zone)s)") % {"zone": own}))]
        if own != MOSCOW:
            choices.append((MOSCOW, str(_("Moscow time"))))
        field: Any = self.fields["zone"]
        field.choices = choices
        field.initial = own
        self.fields["files"].widget.attrs.update(
            {"accept": ".xlsx,.xls,.csv,.txt", "data-drop-input": ""}
        )

    def clean_channel(self) -> str | None:
        """Return the channel or ``None`` for one to be recognised."""
        return self.cleaned_data["channel"] or None

    def clean_zone(self) -> ZoneInfo:
        """Return the zone itself."""
        return ZoneInfo(self.cleaned_data["zone"])
