"""The files of a case as the card shows them."""

from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases.models import Attachment, Case
from otklik.cases.models.choices import AttachmentKind, FileCheck
from otklik.cases.queries import access
from otklik.cases.queries.attachments import attachments_for
from otklik.registry.grants import Grants
from otklik.registry.models import Territory
from otklik.registry.models.territory import TerritoryKind
from otklik.registry.permissions import Permission
from otklik.understanding.coordinates import distance_km
from otklik.web.desk.files.forms import FilesForm, kinds_for, may_change

# Farther than this from its middle a point is not of the settlement.
NEAR_KM = 5.0
OPENABLE = frozenset({FileCheck.UNCHECKED, FileCheck.CLEAN})
REMAINS: dict[str, "str | Promise"] = {
    "signed": gettext_lazy("The paper is signed, so it was kept with its author and dates."),
    "comments": gettext_lazy("Comments with the names of their authors stay in the paper."),
    "changes": gettext_lazy("Tracked changes with the names of their authors stay in the paper."),
    "pictures": gettext_lazy("Pictures inside the paper keep the properties of the camera."),
    "properties": gettext_lazy("The properties of the file (author, program) stay in it."),
    "track_of_data": gettext_lazy("Measurements of the phone stay in the film."),
}


@dataclass(frozen=True, slots=True)
class PlaceProposed:
    """The place a photograph was taken in; ``territory`` may be taken over by a click."""

    point: str
    territory: Territory | None = None
    away: str = ""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file on the card. ``may_open``: checked, and not closed to the person."""

    attachment: Attachment
    size: str
    may_open: bool
    may_remove: bool
    remains: list[str]
    place: PlaceProposed | None = None

    @property
    def is_picture(self) -> bool:
        """Whether there is a small picture to show."""
        return self.may_open and self.attachment.file.has_preview


@dataclass(slots=True)
class FilesPart:
    """All files of a case for one person: pairs of photographs, the others, what was removed.

    ``closed`` counts those the person may not see; ``form`` is ``None`` for who may attach none.
    """

    pairs: list[tuple[FileLine, list[FileLine]]] = field(default_factory=list)
    others: list[FileLine] = field(default_factory=list)
    of_answer: list[FileLine] = field(default_factory=list)
    removed: list[Attachment] = field(default_factory=list)
    closed: int = 0
    waiting: bool = False
    is_checked: bool = True
    form: FilesForm | None = None

    @property
    def count(self) -> int:
        """How many files the person sees."""
        results = sum(len(after) for _before, after in self.pairs)
        return len(self.pairs) + results + len(self.others) + len(self.of_answer)


def files_part(case: Case, grants: Grants) -> FilesPart:
    """Return the files of the case as the person may see them."""
    seen = attachments_for(grants, case).select_related("file", "added_by", "answer")
    latest = case.answers.order_by("-version").values_list("pk", flat=True).first()
    # Files of earlier versions stand with their versions.
    shown = [a for a in seen.order_by("pk") if a.answer_id in (None, latest)]
    settlements = _Settlements(case, grants)
    lines = {a.pk: _line(a, case, grants, settlements) for a in shown}
    part = FilesPart(
        closed=case.attachments.live().count() - seen.count(),
        waiting=any(a.file.check_state == FileCheck.WAITING for a in shown),
        is_checked=bool(settings.ANTIVIRUS_COMMAND),
        form=FilesForm(case=case, grants=grants) if kinds_for(case, grants) else None,
    )
    _arrange(part, lines)
    if access.sees_personal_data(grants, case):
        gone = case.attachments.filter(removed_at__isnull=False)
        part.removed = list(gone.select_related("removed_by").order_by("-removed_at"))
    return part


def _arrange(part: FilesPart, lines: dict[int, FileLine]) -> None:
    pairs: dict[int, tuple[FileLine, list[FileLine]]] = {}
    for key, line in lines.items():
        attachment = line.attachment
        if attachment.kind == AttachmentKind.BEFORE:
            pairs[key] = (line, [])
        elif attachment.before_id in pairs:
            pairs[attachment.before_id][1].append(line)
        elif attachment.kind == AttachmentKind.ANSWER:
            part.of_answer.append(line)
        else:
            part.others.append(line)
    part.pairs = list(pairs.values())


def _line(
    attachment: Attachment, case: Case, grants: Grants, settlements: "_Settlements"
) -> FileLine:
    remains = [str(REMAINS.get(one, one)) for one in attachment.remains.split(";") if one]
    return FileLine(
        attachment=attachment,
        size=filesizeformat(attachment.file.size),
        may_open=attachment.file.check_state in OPENABLE,
        may_remove=may_change("detach", case, grants, attachment.kind),
        remains=remains,
        place=settlements.proposed(attachment),
    )


class _Settlements:
    """The settlements of the municipality, asked for only when a photograph tells its point."""

    def __init__(self, case: Case, grants: Grants) -> None:
        self.case = case
        self.may_locate = access.may(grants, Permission.CLASSIFY_CASE, case)

    @cached_property
    def known(self) -> list[Territory]:
        return list(
            Territory.objects.filter(
                municipality=self.case.municipality,
                kind=TerritoryKind.SETTLEMENT,
                valid_until=None,
                lat__isnull=False,
                lon__isnull=False,
            )
        )

    def proposed(self, attachment: Attachment) -> PlaceProposed | None:
        """Return where the photograph was taken, and the nearest place if the case has another."""
        lat, lon = attachment.lat, attachment.lon
        if lat is None or lon is None:
            return None
        words = f"{lat:.5f}, {lon:.5f}"
        away = [
            (distance_km((lat, lon), (one.lat, one.lon)), one)
            for one in (self.known if self.may_locate else ())
            if one.lat is not None and one.lon is not None
        ]
        km, nearest = min(away, key=lambda found: found[0], default=(NEAR_KM, None))
        if km >= NEAR_KM or nearest is None or nearest.pk == self.case.settlement_id:
            return PlaceProposed(words)
        return PlaceProposed(words, nearest, _("%(km)s km") % {"km": f"{km:.1f}".replace(".", ",")})
