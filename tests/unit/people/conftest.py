"""Fixtures of the people tests."""

import pytest

from debrief.people.imports import wiring
from tests.unit.people.world import World


@pytest.fixture
def world(aws: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """A stored sample organisation. The workflow of imports is driven by the tests."""
    world = World()
    monkeypatch.setattr(wiring, "service", lambda: world.imports)
    monkeypatch.setattr(wiring, "steps", lambda: world.steps)
    return world
