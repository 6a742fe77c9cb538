"""What the filter panel offers to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from otklik.cases.models.choices import CaseKind, Channel, State
from otklik.registry.models import Municipality, SectorBlock, Territory, Topic
from otklik.registry.models.effective import in_force
from otklik.registry.models.territory import TerritoryKind
from otklik.web.desk.inbox.address import NOBODY, OPEN
from otklik.web.desk.inbox.assigning import recipients_of
from otklik.web.desk.inbox.chips import due_labels, flag_labels


@dataclass(frozen=True, slots=True)
class Option:
    """A value one may choose; ``options`` are those of a group."""

    value: str
    label: str
    is_chosen: bool = False
    options: list["Option"] = field(default_factory=list)


def panel_choices(
    cleaned: QueryDict, municipality: Municipality, at: datetime
) -> dict[str, list[Option]]:
    """Return the options of every filter, by its name in the address."""
    today = municipality.local(at).date()
    blocks = SectorBlock.objects.filter(in_force(today), municipality=municipality)
    bodies = [(str(body.pk), str(body)) for body in recipients_of(municipality, at)]
    pairs: dict[str, list[tuple[str, str]]] = {
        "channel": _labels(Channel.choices),
        "state": [(OPEN, _("Open")), *_labels(State.choices)],
        "kind": _labels(CaseKind.choices),
        "due": list(due_labels().items()),
        "flag": list(flag_labels().items()),
        "rating": [(str(value), str(value)) for value in (1, 2, 3, 4, 5)],
        "block": [(str(block.pk), block.name) for block in blocks.order_by("name")],
        "recipient": [(NOBODY, _("Without a recipient")), *bodies],
    }
    made = {name: _options(cleaned, name, values) for name, values in pairs.items()}
    groups = _topics(cleaned)
    made["group"] = [Option(g.value, g.label, g.value in cleaned.getlist("group")) for g in groups]
    made["topic"] = [group for group in groups if group.options]
    made["place"] = _places(cleaned, municipality)
    return made


def _options(cleaned: QueryDict, name: str, pairs: list[tuple[str, str]]) -> list[Option]:
    chosen = cleaned.getlist(name)
    return [Option(value, label, value in chosen) for value, label in pairs]


def _labels(choices: Sequence[tuple[str, object]]) -> list[tuple[str, str]]:
    return [(value, _capital(str(label))) for value, label in choices]


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _topics(cleaned: QueryDict) -> list[Option]:
    """Return groups with their topics; only positions of the working classifier's tree."""
    rows = Topic.objects.values_list("pk", "parent", "name").order_by("name")
    groups: dict[int, Option] = {}
    below: list[tuple[int, int, str]] = []
    for pk, parent, name in rows:
        if parent is None:
            groups[pk] = Option(str(pk), name)
        else:
            below.append((pk, parent, name))
    chosen = cleaned.getlist("topic")
    for pk, parent, name in below:
        if parent in groups:
            groups[parent].options.append(Option(str(pk), name, str(pk) in chosen))
    return list(groups.values())


def _places(cleaned: QueryDict, municipality: Municipality) -> list[Option]:
    """Return councils, each with its settlements; settlements without a council come last."""
    kinds = (TerritoryKind.VILLAGE_COUNCIL, TerritoryKind.SETTLEMENT)
    rows = Territory.objects.filter(municipality=municipality, kind__in=kinds).order_by("name")
    chosen = cleaned.getlist("place")
    councils: dict[int, Option] = {}
    settlements = []
    for row in rows:
        option = Option(str(row.pk), str(row), str(row.pk) in chosen)
        if row.kind == TerritoryKind.VILLAGE_COUNCIL:
            councils[row.pk] = option
        else:
            settlements.append((row.parent_id, option))
    alone = []
    for parent, option in settlements:
        if parent in councils:
            councils[parent].options.append(option)
        else:
            alone.append(option)
    return [*councils.values(), *alone]
