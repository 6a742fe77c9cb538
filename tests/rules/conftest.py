"""Fixtures of the rules."""

import pytest

from tests.district import District, build_district


@pytest.fixture
def district(db: None) -> District:
    """A small invented district."""
    return build_district()
