import pytest

from tests.unit.coaching.world import World


@pytest.fixture
def world(aws: None) -> World:
    return World()
