"""What the strip above every page says of red flags nobody has seen yet."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from otklik.cases.models.choices import RedFlag
from otklik.cases.queries.flags import MOST, Waiting, waiting_flags
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission

SHOWN = 5


@dataclass(frozen=True, slots=True)
class FlagLink:
    """A case in the strip: its number and the kind of flag; nothing of what was written."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip. ``count`` is a text: «100+» where there are more than are worth counting.

    ``mark`` is another for every other strip: the page asks for a new one by it.
    """

    number: int
    count: str
    links: Sequence[FlagLink]
    mark: str


def strip_of(grants: Grants, municipality: Municipality) -> Strip | None:
    """Return the strip of the person; ``None`` for who may see no case at all."""
    if not grants.allows(Permission.VIEW_CASE, municipality):
        return None
    waiting = waiting_flags(grants, municipality, most=MOST + 1)
    number = min(len(waiting), MOST)
    return Strip(
        number=number,
        count=str(number) if len(waiting) <= MOST else f"{MOST}+",
        links=[FlagLink(one.number, _label(one.red_flag)) for one in waiting[:SHOWN]],
        mark=_mark(municipality, waiting),
    )


def _mark(municipality: Municipality, waiting: Sequence[Waiting]) -> str:
    told = "\n".join(f"{one.number} {one.red_flag}" for one in waiting)
    text = f"{municipality.pk}\n{told}".encode()
    return hashlib.sha1(text, usedforsecurity=False).hexdigest()[:12]


def _label(kind: str) -> str:
    return str(RedFlag(kind).label) if kind in RedFlag.values else kind
