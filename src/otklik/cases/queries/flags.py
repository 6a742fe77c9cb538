"""Red flags nobody has seen yet: asked by every page of the desk, so by one small index."""

from dataclasses import dataclass

from otklik.cases.queries import filters
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality

MOST = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case whose red flag waits to be seen: its number and the kind of flag, nothing more."""

    number: str
    red_flag: str


def waiting_flags(
    grants: Grants, municipality: Municipality, *, most: int = MOST
) -> tuple[Waiting, ...]:
    """Return the cases the person may see whose flag waits, the longest first, up to ``most``."""
    cases = filters.visible(grants, municipality).filter(flag_waits_since__isnull=False)
    rows = cases.order_by("flag_waits_since", "pk").values_list("number", "red_flag")
    return tuple(Waiting(*row) for row in rows[:most])
