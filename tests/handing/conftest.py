"""Fixtures of the handing room: those of the case file."""

from tests.cases.conftest import district, phone_call

__all__ = ["district", "phone_call"]
