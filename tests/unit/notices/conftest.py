"""Fixtures of the notices tests."""

from collections.abc import Iterator

import pytest

from api.notices_api import handler as api
from events.send_notices import handler as consumer
from tests.unit.notices.world import World


@pytest.fixture
def world(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A sample organisation that was told nothing yet; the handlers go by its clock."""
    made = World()
    for handler in (api, consumer):
        monkeypatch.setattr(handler, "clock", made.clock)
    yield made
    api.service.forget()
    consumer.deliveries.forget()
