"""The offline model: an OpenAI-compatible server whose answers are drafted by rule.

`POST /v1/chat/completions` answers a request with tools by one tool call, drafted by `local.offline.<tool>`.

For tests, `POST /faults` scripts the next answers and `DELETE /faults` forgets what is left of the script:

    {"faults": ["throttle", {"answer": {"text": "…"}}, {"fault": "timeout", "seconds": 5, "tool": "record_answers"}]}

| fault | what the caller of Converse sees |
|---|---|
| throttle | ThrottlingException |
| unavailable | ServiceUnavailableException |
| error_500 | InternalServerException |
| model_timeout | ModelTimeoutException, at once |
| timeout | nothing for `seconds` (default 120, or until DELETE /faults), then ModelTimeoutException |
| broken_json | stop reason `malformed_tool_use` without a tool call |
| text | plain text where a tool call was asked for |
| cut | stop reason `max_tokens`, with a tool call that looks whole |
| filtered | stop reason `content_filtered` |
| wrong_tool | a call of a tool that there isn't |
| two_calls | two calls of the tool, the first one empty |
| too_long | ValidationException: the input is too long |
| garbage | ModelErrorException: the server's answer is no JSON |
| {"answer": {…}} | a tool call with exactly this input |

An entry may name the `tool` that it is for and how many `times` it applies (1). Entries are used in order; one for
another tool is left for later. `GET /health` counts calls and lists what is left.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from uuid import uuid4

from local.offline import Unanswerable, drafter
from local.settings import HOST

_log = logging.getLogger("debrief.offline_model")
Json = dict[str, Any]
MODEL_NAME: Final = "debrief-offline"
FAULTS: Final = frozenset(
    {
        "throttle",
        "unavailable",
        "error_500",
        "model_timeout",
        "timeout",
        "broken_json",
        "text",
        "cut",
        "filtered",
        "wrong_tool",
        "two_calls",
        "too_long",
        "garbage",
        "answer",
    }
)
_STATUS: Final = {"throttle": 429, "unavailable": 503, "error_500": 500, "model_timeout": 408, "timeout": 408}
_CHARACTERS_PER_TOKEN: Final = 4


class BadRequest(Exception):
    """The request is not what this server takes. The text says why."""


@dataclass
class Fault:
    kind: str
    tool: str | None = None
    times: int = 1
    seconds: float = 120.0
    answer: Json = field(default_factory=dict)

    @classmethod
    def parse(cls, entry: Any, tool: str | None = None) -> Fault:
        """From an entry of POST /faults. Raises BadRequest."""
        data = {"fault": entry} if isinstance(entry, str) else entry
        if not isinstance(data, dict):
            raise BadRequest("a fault is a name or an object")
        kind = data.get("fault") or ("answer" if "answer" in data else "")
        if kind not in FAULTS:
            raise BadRequest(f"{kind!r} is not one of {', '.join(sorted(FAULTS))}")
        return cls(
            kind=kind,
            tool=data.get("tool") or tool,
            times=int(data.get("times", 1)),
            seconds=float(data.get("seconds", 120.0)),
            answer=data.get("answer") or {},
        )


class Script:
    """The scripted faults, used up in order by many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._cleared = threading.Event()

    def extend(self, faults: list[Fault]) -> None:
        with self._lock:
            self._faults.extend(faults)
            self._cleared = threading.Event()

    def clear(self) -> None:
        """Forget the script and end the waiting of every `timeout`."""
        with self._lock:
            self._faults.clear()
            self._cleared.set()

    def take(self, tool: str) -> Fault | None:
        with self._lock:
            for fault in self._faults:
                if fault.tool in (None, tool):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                    return fault
        return None

    def wait(self, seconds: float) -> None:
        self._cleared.wait(seconds)

    def left(self) -> list[Json]:
        with self._lock:
            return [{"fault": fault.kind, "tool": fault.tool, "times": fault.times} for fault in self._faults]


def wanted_tool(request: Json) -> tuple[str, Json]:
    """(name, schema) of the tool to call: the one that tool_choice names, else the first. Raises BadRequest."""
    functions = [tool.get("function") or {} for tool in request.get("tools") or []]
    if not functions:
        raise BadRequest("The offline model answers only requests with a tool.")
    choice = request.get("tool_choice")
    name = (choice.get("function") or {}).get("name") if isinstance(choice, dict) else functions[0].get("name")
    for function in functions:
        if function.get("name") == name:
            return str(name), function.get("parameters") or {}
    raise BadRequest(f"tool_choice names {name!r}, which is not among the tools.")


def texts(messages: list[Json]) -> tuple[str, str]:
    """(system prompt, what the user and the tools said)."""
    system = [_text(message) for message in messages if message.get("role") == "system"]
    said = [_text(message) for message in messages if message.get("role") in ("user", "tool")]
    return "\n\n".join(system), "\n\n".join(said)


def _text(message: Json) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return str(content or "")


def reply(request: Json, message: Json, produced: str, finished: str = "") -> Json:
    """An OpenAI completion; tokens are estimated from the characters. finished: why it ended, where that is unusual."""
    prompt = sum(len(_text(item)) for item in request.get("messages") or []) // _CHARACTERS_PER_TOKEN
    answer = len(produced) // _CHARACTERS_PER_TOKEN
    return {
        "id": f"chatcmpl-{uuid4().hex}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": MODEL_NAME,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", **message},
                "finish_reason": finished or ("tool_calls" if "tool_calls" in message else "stop"),
            }
        ],
        "usage": {
            "prompt_tokens": prompt,
            "completion_tokens": answer,
            "total_tokens": prompt + answer,
        },
    }


def tool_call(request: Json, tool: str, *arguments: str, finished: str = "") -> Json:
    """A completion that calls the tool, once with each of the arguments."""
    calls = [
        {
            "id": f"tooluse_{uuid4().hex}",
            "type": "function",
            "function": {"name": tool, "arguments": given},
        }
        for given in arguments
    ]
    return reply(request, {"content": None, "tool_calls": calls}, "".join(arguments), finished)


class OfflineModel:
    """The server, run in threads of its own. Only on the loopback interface."""

    def __init__(self, port: int = 0) -> None:
        self.script = Script()
        self.calls = 0
        model = self

        class Handler(_Handler):
            offline = model

        self._server = ThreadingHTTPServer((HOST, port), Handler)
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.2}, name="offline-model", daemon=True
        ).start()

    def stop(self) -> None:
        self.script.clear()
        self._server.shutdown()
        self._server.server_close()

    def complete(self, request: Json) -> tuple[int, Json | bytes]:
        """(HTTP status, body) for a chat completion."""
        self.calls += 1
        try:
            tool, schema = wanted_tool(request)
            fault = self.script.take(tool)
            if fault is not None:
                return self._scripted(fault, request, tool)
            system, prompt = texts(request.get("messages") or [])
            drafted = drafter(tool)(system, prompt, schema)
            return 200, tool_call(request, tool, json.dumps(drafted))
        except (BadRequest, Unanswerable) as error:
            return 400, _failure(str(error))
        except Exception as error:
            _log.exception("the drafter failed")
            return 500, _failure(f"The drafter failed: {error!r}")

    def _scripted(self, fault: Fault, request: Json, tool: str) -> tuple[int, Json | bytes]:
        if fault.kind == "timeout":
            self.script.wait(fault.seconds)
        if fault.kind in _STATUS:
            return _STATUS[fault.kind], _failure(f"scripted fault: {fault.kind}")
        if fault.kind == "broken_json":
            return 200, tool_call(request, tool, '{"unfinished": ')
        if fault.kind == "text":
            return 200, reply(request, {"content": "scripted text"}, "scripted text")
        if fault.kind == "garbage":
            return 200, b"<html>scripted garbage"
        if fault.kind == "too_long":
            return 400, _failure("scripted fault: this exceeds the available context size")
        if fault.kind == "filtered":
            return 200, reply(request, {"content": ""}, "", "content_filter")
        if fault.kind in ("cut", "wrong_tool", "two_calls"):
            return 200, self._half_right(fault.kind, request, tool)
        return 200, tool_call(request, tool, json.dumps(fault.answer))

    def _half_right(self, kind: str, request: Json, tool: str) -> Json:
        """An answer that would do if only its form were right: what it holds must not be taken all the same."""
        _, schema = wanted_tool(request)
        drafted = json.dumps(drafter(tool)(*texts(request.get("messages") or []), schema))
        if kind == "wrong_tool":
            return tool_call(request, f"{tool}_of_another_name", drafted)
        if kind == "two_calls":
            return tool_call(request, tool, "{}", drafted)
        return tool_call(request, tool, drafted, finished="length")

    def health(self) -> Json:
        return {"status": "ok", "model": MODEL_NAME, "calls": self.calls, "faults": self.script.left()}


def _failure(message: str) -> Json:
    return {"error": {"message": message, "type": "offline_model"}}


class _Handler(BaseHTTPRequestHandler):
    offline: OfflineModel
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        try:
            data = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
            if not isinstance(data, dict):
                raise BadRequest("the body must be an object")
            if self.path == "/v1/chat/completions":
                self._send(*self.offline.complete(data))
            elif self.path == "/faults":
                faults = [Fault.parse(entry, data.get("tool")) for entry in data.get("faults") or []]
                self.offline.script.extend(faults)
                self._send(200, self.offline.health())
            else:
                self._send(404, _failure(f"no such path: {self.path}"))
        except (ValueError, BadRequest) as error:
            self._send(400, _failure(str(error)))

    def do_DELETE(self) -> None:
        if self.path == "/faults":
            self.offline.script.clear()
            self._send(200, self.offline.health())
        else:
            self._send(404, _failure(f"no such path: {self.path}"))

    def do_GET(self) -> None:
        if self.path == "/health":
            self._send(200, self.offline.health())
        else:
            self._send(404, _failure(f"no such path: {self.path}"))

    def _send(self, status: int, body: Json | bytes) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
        except ConnectionError:
            # The caller gave up waiting, which is what a scripted time-out is for.
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        _log.debug(format, *args)
