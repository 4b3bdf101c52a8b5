"""The sample's practice: given once, tried twice, however often it is loaded."""

from collections.abc import Iterator
from typing import Any, cast

import pytest

from local.loading.practising import QUESTION, practise
from local.sessions import Sessions
from local.waiting import Waiter


class Api:
    """One account's API, as both of them see it."""

    def __init__(self) -> None:
        self.given: list[dict[str, Any]] = []
        self.attempts = 0
        self.done: list[str] = []
        self.waits = 0

    def of(self, email: str) -> "Api":
        return self

    def person(self, email: str) -> dict[str, str]:
        return {"id": "us_star"}

    def pages(self, path: str) -> Iterator[dict[str, Any]]:
        if path == "/practice":
            return iter([each | {"attempts": self.attempts} for each in self.given])
        return iter([{"id": "sc_other"}, {"id": "sc_chat"}])

    def get(self, path: str) -> dict[str, Any]:
        if path.startswith("/scorecards"):
            asks = QUESTION if path.endswith("sc_chat") else "qn_other"
            return {"status": "published", "version": {"sections": [{"questions": [{"id": asks}]}]}}
        self.waits += 1
        return {"waits_for": "customer" if self.waits % 2 else None}

    def post(self, path: str, body: Any = None) -> dict[str, Any]:
        if path == "/practice":
            self.given.append(body)
            return {"id": "ps_1"}
        self.attempts += 1
        return {"id": f"at_{self.attempts}"}

    def change(self, path: str, body: Any, *, method: str, of: str) -> None:
        assert method == "POST"
        assert path.startswith(of)
        self.done.append(path.removeprefix(of))


@pytest.mark.feature("S2.6")
def test_the_star_tries_a_practice_twice_once() -> None:
    api, waiter = Api(), Waiter(sleep=lambda _: None)
    for _ in range(2):
        assert practise(cast("Sessions", api), "lead@sample.example", "star@sample.example", waiter) == 2
    (given,) = api.given
    assert (given["agent_id"], given["scorecard_id"], given["question_id"]) == ("us_star", "sc_chat", QUESTION)
    assert api.done == ["/turns", "/turns", "/completion"] * 2
