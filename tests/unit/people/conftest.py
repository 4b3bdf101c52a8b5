"""Fixtures of the people tests."""

import pytest

from tests.unit.people.world import World


@pytest.fixture
def world(aws: None) -> World:
    """A stored sample organisation."""
    return World()
