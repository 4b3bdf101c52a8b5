"""Fixtures of the insights tests."""

import pytest

from tests.unit.insights.world import World


@pytest.fixture
def world(aws: None) -> World:
    """A stored sample organisation with one scorecard."""
    return World()
