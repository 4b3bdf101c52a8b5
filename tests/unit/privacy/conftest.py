import pytest

from tests.unit.summaries.world import World


@pytest.fixture
def filled(aws: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """An agent with conversations, evaluations and coaching, and summaries as they are asked for."""
    world = World()
    world.connect(monkeypatch)
    world.fill()
    return world
