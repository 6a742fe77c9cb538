"""The form by which files come to a case."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from otklik.cases import enclosed, states
from otklik.cases.models import Case
from otklik.cases.models.choices import AnswerState, AttachmentKind
from otklik.cases.queries import access
from otklik.registry.grants import Grants
from otklik.web.desk.files.ground import accepted
from otklik.web.desk.forms import DeskForm, FilesField

# The camera of the phone gives one photograph at a time.
CAMERA = {"accept": "image/jpeg,image/png", "capture": "environment"}


class EnclosedForm(DeskForm):
    """Files alone, as they go with the sheet of registration."""

    # An empty file is refused by itself, with its own sentence: the others still come in.
    files = FilesField(label=_("files"), required=False, allow_empty_file=True)  # type: ignore[assignment]
    camera = forms.FileField(
        label=_("take a photo"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs=CAMERA),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The form of a deed stands on the same page and has a kind of its own.
        super().__init__(*args, **{"auto_id": "file_%s", **kwargs})
        attrs = {"accept": accepted(), "data-drop-input": ""}
        self.fields["files"].widget.attrs.update(attrs)

    def given(self) -> "list[UploadedFile[Any]]":
        """Return the files, from the folder and from the camera."""
        chosen = [*self.cleaned_data.get("files", []), self.cleaned_data.get("camera")]
        return [file for file in chosen if file is not None]


class FilesForm(EnclosedForm):
    """Files, what they are, and the photograph a photograph of the result stands beside."""

    kind = forms.ChoiceField(label=_("what it is"))
    before = forms.TypedChoiceField(
        label=_("to which photo before"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, case: Case, grants: Grants, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = kinds_for(case, grants)
        # Nothing is chosen beforehand: a photo of the trouble is not to pass for the applicant's.
        known = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].choices = [("", "—"), *known]  # type: ignore[attr-defined]
        waiting = case.attachments.live().filter(kind=AttachmentKind.BEFORE).order_by("pk")
        unmatched = [photo.pk for photo in waiting if not photo.results.live().exists()]
        choices = [(photo.pk, photo.name) for photo in waiting]
        self.fields["before"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]
        self.fields["before"].initial = unmatched[0] if unmatched else None
        if unmatched and AttachmentKind.AFTER in kinds:
            self.fields["kind"].initial = AttachmentKind.AFTER

    def clean(self) -> dict[str, Any]:
        """Refuse a form without any file."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.given():
            self.add_error("files", str(_("Choose a file or take a photo.")))
        return cleaned


class RemovalForm(DeskForm):
    """Why a file is removed."""

    reason = forms.CharField(label=_("why remove it"), max_length=300)


def kinds_for(case: Case, grants: Grants) -> list[AttachmentKind]:
    """Return what the person may attach to the case in its present state."""
    return [kind for kind in AttachmentKind if may_change("attach", case, grants, kind)]


def may_change(verb: str, case: Case, grants: Grants, kind: str) -> bool:
    """Tell whether the person may attach or detach files of the kind now."""
    step = states.TABLE[enclosed.step_of(verb, kind)]
    if case.state not in step.from_states or not access.may(grants, step.permission, case):
        return False
    return kind != AttachmentKind.ANSWER or _has_draft(case)


def _has_draft(case: Case) -> bool:
    last = case.answers.order_by("-version").values_list("state", flat=True).first()
    return last == AnswerState.DRAFT
