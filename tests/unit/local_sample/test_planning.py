"""The coaching plan of the sample's star: for what they talk about most, and one however often it is loaded."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

import pytest

from local.client import ApiClient
from local.loading.planning import commit_to_plan, talked_about_most
from local.sample.build import SMALL, generate
from local.waiting import Waiter

TODAY = date(2026, 3, 10)


class Api:
    """Counts late, and keeps what was committed to."""

    def __init__(self) -> None:
        self.looked = 0
        self.plans: list[dict[str, Any]] = []

    def pages(self, path: str) -> Iterator[dict[str, Any]]:
        assert path == "/plans"
        return iter(self.plans)

    def get(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        self.looked += 1
        targets = [{"percent": 10, "value": 1.0}] if self.looked > 1 else []
        return {"metrics": [{"metric": "handle_time", "targets": targets}]}

    def post(self, path: str, body: dict[str, Any]) -> None:
        self.plans.append(body)


@pytest.mark.feature("S1.7")
def test_the_star_commits_once_to_what_they_talk_about_most() -> None:
    sample, api = generate(TODAY, size=SMALL), Api()
    waiter = Waiter(sleep=lambda _: None)
    for _ in range(2):
        assert commit_to_plan(cast("ApiClient", api), sample, TODAY, waiter)
    (plan,) = api.plans
    assert (plan["channel"], plan["inquiry"]) == talked_about_most(sample, TODAY)
    assert plan["ends_on"] == (TODAY + timedelta(weeks=6)).isoformat()
    few = replace(sample, conversations=sample.conversations[:3])
    assert talked_about_most(few, TODAY) is None
    assert not commit_to_plan(cast("ApiClient", Api()), few, TODAY, waiter)
