"""A district of its own for each test, and a folder for what is learnt."""

import pytest

from tests.district import District, build_district
from tests.learning.history import classifiers_folder

__all__ = ["classifiers_folder"]


@pytest.fixture
def district(classifiers_folder: object) -> District:
    """A district whose classifiers lie in a folder of this test."""
    return build_district()
