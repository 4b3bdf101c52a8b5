from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event
from tests.unit.summaries.world import World

Get = Callable[..., Answer]


@pytest.fixture
def world(aws: None, monkeypatch: pytest.MonkeyPatch) -> World:
    world = World()
    world.connect(monkeypatch)
    return world


@pytest.fixture
def get(world: World, monkeypatch: pytest.MonkeyPatch) -> Get:
    """Asks the deployed handler as somebody."""
    from api.home_api import handler

    monkeypatch.setattr(handler, "clock", world.clock)
    handler.screen.forget()
    handler.standings.forget()

    def ask(who: str | None, path: str = "/home", **query: Any) -> Answer:
        return answer_of(handler.lambda_handler(api_event("GET", path, who, query=query), LAMBDA_CONTEXT))

    return ask
