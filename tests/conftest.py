"""What holds for every test: no network but this machine itself."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache

LOOPBACK = ("127.", "::1", "localhost")


class NetworkIsOff(AssertionError):
    """A test tried to reach another machine."""


def _guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOOPBACK):
            raise NetworkIsOff(f"no test reaches out to {address!r}")
        return connect(self, address)

    return guarded


@pytest.fixture(autouse=True, scope="session")
def network_is_off() -> Iterator[None]:
    """Refuse every connection but loopback and local sockets."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


@pytest.fixture(autouse=True)
def nobody_has_knocked() -> None:
    """Forget what the throttles have counted: every test begins with a quiet door."""
    cache.clear()
