"""What a list shows of a case: one row, personal data as the gate allows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models.functions import Left

from otklik.cases.models import Case, Clock
from otklik.cases.queries import access
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality, Topic
from otklik.registry.permissions import Permission
from otklik.understanding import find_personal_data, mask

SNIPPET = 400
# Read beyond what is shown, so that a telephone at the edge is seen whole and masked.
READ = SNIPPET + 100


@dataclass(frozen=True, slots=True)
class Row:
    """A case as a list shows it. ``text`` is its beginning.

    ``category`` is the path of the source's own classifier, given only where there is no text:
    the export of the feedback platform brings none.

    Where the person may not see personal data ``applicant_name`` is empty and personal data in
    ``text`` is masked. ``unit`` is the unit of the clock that is due next, or empty.
    """

    pk: int
    number: str
    channel: str
    kind: str
    state: str
    received_at: datetime
    received_is_date: bool
    text: str
    applicant_name: str
    topic: str
    group: str
    settlement_type: str
    settlement: str
    street_type: str
    street: str
    house: str
    place_text: str
    recipient: str
    executor: str
    next_due_at: datetime | None
    next_clock: str
    unit: str
    rating: int | None
    repeat_kind: str
    on_control: bool
    fast_track: bool
    importance: str
    resolution: str
    red_flag: str = ""
    category: str = ""

    @property
    def place(self) -> str:
        """Settlement, street and house in words; what the applicant wrote if none is known."""
        parts = (
            _named(self.settlement_type, self.settlement),
            _named(self.street_type, self.street),
            self.house,
        )
        return ", ".join(part for part in parts if part) or self.place_text


COLUMNS = (
    "pk",
    "number",
    "channel",
    "kind",
    "state",
    "received_at",
    "received_is_date",
    "start_of_text",
    "applicant_name",
    "topic__name",
    "topic_group__name",
    "settlement__type_label",
    "settlement__name",
    "street__type_label",
    "street__name",
    "house",
    "place_text",
    "recipient__short_name",
    "recipient__name",
    "executor__last_name",
    "executor__first_name",
    "next_due_at",
    "next_clock",
    "rating",
    "repeat_kind",
    "on_control",
    "fast_track",
    "importance",
    "resolution",
    "block_id",
    "recipient_id",
    "source_topic_id",
    "red_flag",
)


def rows_of(ids: Sequence[int], grants: Grants, municipality: Municipality) -> list[Row]:
    """Return the rows of the cases in the order of ``ids``, personal data as the gate allows.

    The ids must come from cases the person may see.
    """
    if not ids:
        return []
    cases = Case.objects.filter(pk__in=ids).annotate(start_of_text=Left("text", READ))
    values = {value[0]: value for value in cases.values_list(*COLUMNS)}
    units, paths = _units(ids), _paths(values.values())
    scopes = grants.scopes_of(Permission.VIEW_PERSONAL, municipality.pk)
    sees_all = any(scope.is_whole for scope in scopes)
    rows = []
    # A case may be removed, as with an undone file, between its key and its row.
    for pk in (key for key in ids if key in values):
        value = values[pk]
        shown = sees_all or access.sees_personal_data(
            grants,
            Case(
                municipality=municipality,
                channel=value[2],
                block_id=value[29],
                recipient_id=value[30],
            ),
        )
        row = _row(value, units.get((pk, value[22]), ""), shows_personal=shown)
        rows.append(row if row.text else replace(row, category=paths.get(value[31], "")))
    return rows


def _paths(values: Iterable[tuple[Any, ...]]) -> dict[int | None, str]:
    """Return the categories of the cases without a text, as paths; usually no query at all."""
    keys = {value[31] for value in values if not value[7]} - {None}
    if not keys:
        return {}
    topics = Topic.objects.filter(pk__in=keys).select_related("parent__parent")
    return {topic.pk: topic.path for topic in topics}


def _row(value: tuple[Any, ...], unit: str, *, shows_personal: bool) -> Row:
    (
        pk, number, channel, kind, state, received_at, is_date, text, applicant, topic, group,
        settlement_type, settlement, street_type, street, house, place_text, recipient_short,
        recipient, last_name, first_name, due_at, clock, rating, repeat_kind, on_control,
        fast_track, importance, resolution, _block, _recipient, _category, red_flag,
    ) = value  # fmt: skip
    initial = f"{first_name[0]}." if first_name else ""
    return Row(
        pk=pk, number=number, channel=channel, kind=kind, state=state, received_at=received_at,
        received_is_date=is_date, text=(text if shows_personal else masked(text))[:SNIPPET],
        applicant_name=applicant if shows_personal else "", topic=topic or "",
        group=group or "", settlement_type=settlement_type or "", settlement=settlement or "",
        street_type=street_type or "", street=street or "", house=house,
        place_text=place_text if shows_personal else masked(place_text),
        recipient=recipient_short or recipient or "",
        executor=f"{last_name} {initial}".strip() if last_name else "", next_due_at=due_at,
        next_clock=clock, unit=unit, rating=rating, repeat_kind=repeat_kind,
        on_control=on_control, fast_track=fast_track, importance=importance,
        resolution=resolution, red_flag=red_flag,
    )  # fmt: skip


def masked(text: str) -> str:
    """Return the text with the personal data in it masked."""
    return mask(text, find_personal_data(text)) if text else text


def _units(ids: Sequence[int]) -> dict[tuple[int, str], str]:
    running = Clock.objects.filter(case__in=ids, met_at__isnull=True, cancelled_at__isnull=True)
    return {(case, kind): unit for case, kind, unit in running.values_list("case", "kind", "unit")}


def _named(type_label: str, name: str) -> str:
    return f"{type_label}. {name}".replace("..", ".") if type_label and name else name
