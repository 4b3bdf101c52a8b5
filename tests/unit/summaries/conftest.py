import pytest

from tests.unit.summaries.world import World


@pytest.fixture
def world(aws: None, monkeypatch: pytest.MonkeyPatch) -> World:
    world = World()
    world.connect(monkeypatch)
    return world


@pytest.fixture
def filled(world: World) -> World:
    world.fill()
    return world
