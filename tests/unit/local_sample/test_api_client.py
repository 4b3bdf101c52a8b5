"""The client: signs in, tries again where that may help, and says what the problem says."""

from __future__ import annotations

import http.client
import json
from typing import Any

import pytest

from local.client import Answer, ApiClient, ApiError
from local.waiting import WaitedTooLong, Waiter


class FakeResponse:
    """As much of an HTTP response as the client reads."""

    def __init__(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.status, self._headers = status, headers or {}

    def getheader(self, name: str) -> str | None:
        return self._headers.get(name)


class Scripted(ApiClient):
    """A client whose server gives the answers of a script. An exception in the script is raised."""

    def __init__(self, *script: Any) -> None:
        self.slept: list[float] = []
        self.tokens = 0
        self.sent: list[tuple[str, str, Any, dict[str, str]]] = []
        self._script = list(script)
        super().__init__("http://127.0.0.1:1/stage", self._sign_in, sleep=self.slept.append)

    def _sign_in(self) -> str:
        self.tokens += 1
        return f"token-{self.tokens}"

    def _once(self, method: str, target: str, content: bytes | None, headers: dict[str, str]) -> Any:
        if self._access is None:
            self._access = self._token()
        self.sent.append((method, target, json.loads(content) if content else None, headers))
        step = self._script.pop(0)
        if isinstance(step, Exception):
            raise step
        status, body, *more = step
        return FakeResponse(status, *more), json.dumps(body).encode() if body is not None else b""


PROBLEM = {
    "title": "It can't be done",
    "detail": "The name is empty",
    "errors": [{"pointer": "/name", "message": "is empty"}],
}


def test_a_problem_is_told_in_its_own_words() -> None:
    client = Scripted((422, PROBLEM))
    with pytest.raises(ApiError) as caught:
        client.post("/scorecards", {"name": ""})
    assert str(caught.value) == "422 It can't be done: The name is empty (/name: is empty)"
    assert (caught.value.status, client.slept) == (422, [])


@pytest.mark.parametrize("status", [429, 502, 503])
def test_busy_answers_are_asked_again_after_a_pause(status: int) -> None:
    client = Scripted((status, {}, {"Retry-After": "2"}), (status, {}), (200, {"ok": True}))
    assert client.get("/me") == {"ok": True}
    assert client.slept[0] == 2
    assert len(client.slept) == 2


def test_a_repeated_post_keeps_its_idempotency_key() -> None:
    client = Scripted(
        http.client.RemoteDisconnected("gone"),
        (409, {"detail": "The first request … is still being answered"}),
        (201, {"id": "mt_1"}),
    )
    assert client.post("/meetings", {})["id"] == "mt_1"
    assert len({headers["Idempotency-Key"] for *_, headers in client.sent}) == 1


def test_a_conflict_of_the_business_is_not_repeated() -> None:
    client = Scripted((409, {"title": "Conflict", "detail": "The scorecard is published already"}))
    with pytest.raises(ApiError, match="published already"):
        client.post("/scorecards/sc_1/publication")
    assert client.slept == []


def test_it_gives_up_in_the_end() -> None:
    client = Scripted(*[(503, {"detail": "busy"})] * 6)
    with pytest.raises(ApiError, match="busy"):
        client.get("/me")


def test_an_expired_token_is_replaced_once() -> None:
    client = Scripted((401, {}), (200, {}))
    client.get("/me")
    assert client.tokens == 2
    with pytest.raises(ApiError):
        Scripted((401, {}), (401, {})).get("/me")


def test_a_change_carries_the_etag_and_is_made_again_when_somebody_was_faster() -> None:
    stale = (412, {"title": "Stale", "detail": "changed"})
    client = Scripted((200, {}, {"ETag": '"3"'}), stale, (200, {}, {"ETag": '"4"'}), (200, {"revision": 5}))
    assert client.change("/settings", {"minimum_sample": 5}) == {"revision": 5}
    assert [headers.get("If-Match") for *_, headers in client.sent] == [None, '"3"', None, '"4"']


def test_pages_are_read_to_the_end() -> None:
    client = Scripted((200, {"items": [1, 2], "next_cursor": "c"}), (200, {"items": [3], "next_cursor": None}))
    assert list(client.pages("/people", {"status": ["active", "inactive"]})) == [1, 2, 3]
    first, second = (target for _, target, _, _ in client.sent)
    assert first == "/stage/people?limit=100&status=active&status=inactive"
    assert second.endswith("&cursor=c")


def test_an_answer_without_a_body_is_none() -> None:
    assert Scripted((204, None)).request("DELETE", "/meetings/mt_1", etag='"1"') == Answer(204, None, None, None)


def test_waiting_ends_with_the_answer_or_in_time() -> None:
    times = iter(range(100))
    slept: list[float] = []
    waiter = Waiter(sleep=slept.append, now=lambda: float(next(times)))
    answers = iter([None, None, "there"])
    assert waiter.until("It", lambda: next(answers), seconds=10, every=0.3) == "there"
    assert slept == [0.3, 0.3]
    with pytest.raises(WaitedTooLong, match="It didn't happen within 5 s"):
        waiter.until("It", lambda: None, seconds=5)
