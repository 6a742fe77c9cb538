"""The guard of the tests itself."""

import socket

import pytest

from tests.conftest import NetworkIsOff


def test_other_machines_are_out_of_reach() -> None:
    with socket.socket() as outside, pytest.raises(NetworkIsOff):
        outside.connect(("192.0.2.1", 80))


def test_this_machine_is_in_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
