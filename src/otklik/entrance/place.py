"""Where somebody comes from, as far as the browser says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """The network address and the browser's own name (User-Agent) of who is at the door."""

    ip: str | None = None
    device: str = ""


NOWHERE = Place()
