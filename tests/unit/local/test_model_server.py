"""An OpenAI-compatible server is asked in the form that it honours, without sockets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local import model_server
from local.model_server import Completion, ModelFault, ModelServer, context_tokens, error_message, fault_for, in_form

Json = dict[str, Any]
TOOL = {
    "type": "function",
    "function": {"name": "rate", "description": "A rating.", "parameters": {"type": "object", "required": ["stars"]}},
}
PAYLOAD: Json = {
    "model": "m",
    "messages": [{"role": "system", "content": "Rate."}, {"role": "user", "content": "This."}],
    "tools": [TOOL],
    "tool_choice": {"type": "function", "function": {"name": "rate"}},
    "max_tokens": 500,
    "stream": False,
}


def called(arguments: str, name: str = "rate") -> Completion:
    call = {"id": "c1", "type": "function", "function": {"name": name, "arguments": arguments}}
    return Completion({"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls", (10, 5))


def wrote(content: str | None, finished: str = "stop", **more: Any) -> Completion:
    return Completion({"role": "assistant", "content": content, **more}, finished, (10, 5))


class Fake:
    """A server by the forms that it honours: tools, schema."""

    def __init__(
        self, *, tools: bool = False, schema: bool = True, takes: tuple[str, ...] = ("tools", "schema")
    ) -> None:
        self.tools, self.schema, self.takes = tools, schema, takes
        self.asked: list[Json] = []

    def __call__(self, url: str, payload: Json, key: str, seconds: float) -> Completion:
        self.asked.append(payload)
        if "tools" in payload:
            if "tools" not in self.takes:
                raise fault_for(400, "tools param requires --jinja flag")
            return called('{"stars": 4}') if self.tools else wrote("I think it was fine.")
        if "response_format" in payload:
            if "schema" not in self.takes:
                raise fault_for(400, "response_format is not supported")
            return wrote('{"stars": 3}') if self.schema else wrote("Three stars")
        return wrote('Here:\\n```json\\n{"stars": 2}\\n```') if not self.schema else wrote('{"stars": 2}')

    def server(self, **options: Any) -> ModelServer:
        return ModelServer("http://model", complete=self, **options)


def stars(got: Completion) -> int:
    (call,) = got.message["tool_calls"]
    assert call["function"]["name"] == "rate"
    return int(json.loads(call["function"]["arguments"])["stars"])


def test_a_server_that_forces_tools_is_tried_out_once_and_then_asked_so() -> None:
    fake = Fake(tools=True)
    server = fake.server()
    assert [stars(server.answer(PAYLOAD)) for _ in range(2)] == [4, 4]
    assert server.form == "tools"
    assert [payload["max_tokens"] for payload in fake.asked] == [60, 500, 500]
    assert fake.asked[1] == PAYLOAD


def test_a_server_that_ignores_tools_is_asked_by_schema_from_then_on() -> None:
    fake = Fake()
    server = fake.server()
    assert [stars(server.answer(PAYLOAD)) for _ in range(2)] == [3, 3]
    assert server.form == "json_schema"
    assert len(fake.asked) == 3
    sent = fake.asked[1]
    assert "tools" not in sent
    assert sent["response_format"]["json_schema"] == {"name": "rate", "schema": TOOL["function"]["parameters"]}  # type: ignore[index]
    assert '"required":["stars"]' in sent["messages"][0]["content"]
    assert PAYLOAD["messages"][0]["content"] == "Rate.", "what was handed in is as it was"


def test_a_server_that_refuses_tools_and_schemas_is_asked_in_words() -> None:
    fake = Fake(takes=())
    server = fake.server()
    assert stars(server.answer(PAYLOAD)) == 2
    assert server.form == "text"
    assert "response_format" not in fake.asked[-1]
    assert "JSON Schema" in fake.asked[-1]["messages"][0]["content"]


def test_a_server_that_forces_tools_only_for_small_questions_is_given_up_later() -> None:
    answers = iter([called('{"yes": true}', "give_answer"), wrote("Long prose", "length"), wrote('{"stars": 5}')])
    server = ModelServer("http://model", complete=lambda *_: next(answers))
    got = server.answer(PAYLOAD)
    assert stars(got) == 5
    assert got.usage == (20, 10), "what was asked in vain is counted too"
    assert server.form == "json_schema"


def test_a_text_stays_a_text_for_the_client_to_ask_again() -> None:
    got = Fake(schema=False).server().answer(PAYLOAD)
    assert got.message["content"] == "Three stars"
    assert "stop_reason" not in got.message


def test_the_offline_model_is_never_asked_otherwise() -> None:
    fake = Fake()
    got = fake.server(honours_tools=True).answer(PAYLOAD)
    assert got.message["content"] == "I think it was fine."
    assert len(fake.asked) == 1


@pytest.mark.parametrize(
    ("got", "stop"),
    [
        (wrote('{"stars":', "length"), "max_tokens"),
        (wrote('{"stars": 5}', "length"), "max_tokens"),
        (wrote("", "content_filter"), "content_filtered"),
        (wrote(None, "stop", refusal="No."), "content_filtered"),
    ],
)
def test_unusual_ends_are_told_as_bedrock_tells_them(got: Completion, stop: str) -> None:
    answers = iter([wrote("no tool"), got])
    assert ModelServer("http://model", complete=lambda *_: next(answers)).answer(PAYLOAD).message["stop_reason"] == stop


def test_faults_of_a_server_are_no_reason_to_ask_otherwise() -> None:
    def busy(*_: Any) -> Completion:
        raise fault_for(429, "slow down, tools")

    server = ModelServer("http://model", complete=busy)
    with pytest.raises(ModelFault) as caught:
        server.answer(PAYLOAD)
    assert caught.value.code == "ThrottlingException"
    assert server.form == "tools"


def test_a_request_without_a_tool_is_passed_on() -> None:
    plain = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}
    fake = Fake()
    fake.server().answer(plain)
    assert fake.asked == [plain]


def test_a_conversation_with_calls_becomes_one_without() -> None:
    call = {"id": "a", "type": "function", "function": {"name": "rate", "arguments": '{"stars": "many"}'}}
    messages = [
        {"role": "user", "content": "This."},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "a", "content": "It doesn't fit."},
    ]
    changed = in_form({**PAYLOAD, "messages": messages}, "json_schema")["messages"]
    assert [(each["role"], each["content"]) for each in changed[1:]] == [
        ("user", "This."),
        ("assistant", '{"stars": "many"}'),
        ("user", "It doesn't fit."),
    ]
    assert changed[0]["role"] == "system"


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"code": 400, "message": "request (5031 tokens) exceeds", "type": "exceed_context_size_error"}},
        {"error": {"message": "This model's maximum context length is 8192 tokens.", "type": "invalid_request_error"}},
        {"error": {"message": "Too much.", "code": "context_length_exceeded"}},
    ],
)
def test_too_long_an_input_is_told_as_bedrock_tells_it(body: Json) -> None:
    fault = fault_for(400, error_message(json.dumps(body).encode()))
    assert (fault.code, str(fault)) == ("ValidationException", "Input is too long for requested model.")


@pytest.mark.parametrize(
    ("pages", "room"),
    [
        ({"/props": {"default_generation_settings": {"n_ctx": 4096}}}, 4096),
        ({"/v1/models": {"data": [{"id": "m", "meta": {"n_ctx": 2048, "n_ctx_train": 8192}}]}}, 2048),
        ({"/v1/models": {"data": [{"id": "other", "max_model_len": 1}, {"id": "m", "max_model_len": 32768}]}}, 32768),
        ({"/v1/models": {"data": [{"id": "m"}]}}, None),
        ({"/v1/models": {"data": "no list"}}, None),
        ({}, None),
    ],
)
def test_a_server_tells_how_much_it_reads(monkeypatch: pytest.MonkeyPatch, pages: Json, room: int | None) -> None:
    monkeypatch.setattr(model_server, "_asked", lambda url, *_: pages.get(url.removeprefix("http://model"), {}))
    assert context_tokens("http://model", model="m") == room
