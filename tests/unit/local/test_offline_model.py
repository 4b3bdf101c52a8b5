"""The offline model: registry, protocol, scripted faults, without sockets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.offline import Unanswerable, drafter
from local.offline.server import BadRequest, Fault, OfflineModel, Script, texts, wanted_tool


def request(tool: str = "echo", **more: Any) -> dict[str, Any]:
    return {
        "model": "any",
        "messages": [
            {"role": "system", "content": "rules"},
            {"role": "user", "content": "first"},
            {"role": "assistant", "content": None, "tool_calls": []},
            {"role": "tool", "content": "wrong, again"},
        ],
        "tools": [{"type": "function", "function": {"name": tool, "parameters": {"type": "object"}}}],
        **more,
    }


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> OfflineModel:
    monkeypatch.setattr("local.offline.server.ThreadingHTTPServer", lambda *_: type("Server", (), {})())
    return OfflineModel()


def arguments(body: Any) -> Any:
    return json.loads(body["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"])


def test_drafters_are_found_by_the_tools_name() -> None:
    assert drafter("echo")("s", "p", {}) == {"system": "s", "prompt": "p"}
    assert drafter("echo")("s", "p", {"properties": {"prompt": {}, "other": {}}}) == {"prompt": "p"}


@pytest.mark.parametrize("name", ["unheard_of", "../echo", "Echo", "", "echo.draft", "__init__"])
def test_there_is_no_drafter_for_other_names(name: str) -> None:
    with pytest.raises(Unanswerable, match="no drafter"):
        drafter(name)


def test_what_user_and_tools_said_is_the_prompt() -> None:
    assert texts(request()["messages"]) == ("rules", "first\n\nwrong, again")
    parts = [{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}]
    assert texts(parts) == ("", "a\nb")


def test_the_tool_is_the_chosen_one_or_the_first() -> None:
    assert wanted_tool(request())[0] == "echo"
    choice = {"type": "function", "function": {"name": "echo"}}
    assert wanted_tool(request(tool_choice=choice))[0] == "echo"
    with pytest.raises(BadRequest, match="other"):
        wanted_tool(request(tool_choice={"type": "function", "function": {"name": "other"}}))
    with pytest.raises(BadRequest, match="with a tool"):
        wanted_tool({"messages": []})


def test_a_call_is_answered_by_the_drafter(model: OfflineModel) -> None:
    status, body = model.complete(request())
    assert status == 200
    assert arguments(body) == {"system": "rules", "prompt": "first\n\nwrong, again"}
    assert isinstance(body, dict)
    assert body["choices"][0]["finish_reason"] == "tool_calls"
    assert body["usage"]["prompt_tokens"] == len("rulesfirstwrong, again") // 4


def test_a_drafter_that_fails_is_an_error(model: OfflineModel, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any) -> dict[str, Any]:
        raise KeyError("facts")

    monkeypatch.setattr("local.offline.echo.draft", failing)
    status, body = model.complete(request())
    assert status == 500
    assert "KeyError" in str(body)


def test_faults_are_used_in_order_and_only_for_their_tool() -> None:
    script = Script()
    script.extend([Fault.parse({"fault": "throttle", "times": 2, "tool": "a"}), Fault.parse("error_500")])
    taken = [script.take(tool) for tool in ("b", "a", "a", "a")]
    assert [fault.kind if fault else None for fault in taken] == ["error_500", "throttle", "throttle", None]
    assert script.left() == []


@pytest.mark.parametrize(("fault", "status"), [("throttle", 429), ("unavailable", 503), ("error_500", 500)])
def test_faults_have_their_status(model: OfflineModel, fault: str, status: int) -> None:
    model.script.extend([Fault.parse(fault)])
    assert model.complete(request())[0] == status
    assert model.complete(request())[0] == 200


def test_scripted_answers_and_broken_ones(model: OfflineModel) -> None:
    model.script.extend([Fault.parse(entry) for entry in ({"answer": {"a": 1}}, "broken_json", "garbage")])
    assert arguments(model.complete(request())[1]) == {"a": 1}
    with pytest.raises(json.JSONDecodeError):
        arguments(model.complete(request())[1])
    assert isinstance(model.complete(request())[1], bytes)


@pytest.mark.parametrize("entry", ["nonsense", {}, {"fault": "nonsense"}, 7])
def test_what_is_no_fault_is_refused(entry: Any) -> None:
    with pytest.raises(BadRequest):
        Fault.parse(entry)


def test_clearing_ends_the_waiting() -> None:
    script = Script()
    script.extend([Fault.parse("timeout")])
    script.clear()
    script.wait(60)
    assert script.take("any") is None


@pytest.mark.parametrize(
    ("fault", "finished", "calls"),
    [
        ("cut", "length", ["echo"]),
        ("wrong_tool", "tool_calls", ["echo_of_another_name"]),
        ("two_calls", "tool_calls", ["echo", "echo"]),
    ],
)
def test_scripted_answers_that_are_half_right(model: OfflineModel, fault: str, finished: str, calls: list[str]) -> None:
    model.script.extend([Fault.parse(fault)])
    status, body = model.complete(request())
    assert status == 200
    assert isinstance(body, dict)
    choice = body["choices"][0]
    names = [call["function"]["name"] for call in choice["message"]["tool_calls"]]
    assert choice["finish_reason"] == finished
    assert names == calls


def test_scripted_refusals(model: OfflineModel) -> None:
    model.script.extend([Fault.parse("filtered"), Fault.parse("too_long")])
    status, body = model.complete(request())
    assert isinstance(body, dict)
    assert (status, body["choices"][0]["finish_reason"]) == (200, "content_filter")
    assert model.complete(request())[0] == 400
