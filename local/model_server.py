"""An OpenAI-compatible model server, asked for answers in the form that it turns out to honour.

Servers differ: hosted ones call the tool that is forced; llama.cpp ignores it where the model's template knows no
tools, and binds the answer to `response_format: json_schema` instead; some take neither. A small question before the
first one shows what a server does; that is remembered, and given up where the server does otherwise later.
"""

from __future__ import annotations

import json
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, NamedTuple

Json = dict[str, Any]
Form = Literal["tools", "json_schema", "text"]
FORMS: Final[tuple[Form, ...]] = ("tools", "json_schema", "text")
"""How an answer can be asked for, the firmest first: a forced tool, a schema that binds the text, a schema in words."""

_PROBE_TOKENS: Final = 60
_PROBE: Final[Json] = {
    "messages": [{"role": "user", "content": "Is ice cold? Answer with the tool."}],
    "tools": [
        {
            "type": "function",
            "function": {
                "name": "give_answer",
                "description": "The answer.",
                "parameters": {"type": "object", "properties": {"yes": {"type": "boolean"}}, "required": ["yes"]},
            },
        }
    ],
    "tool_choice": {"type": "function", "function": {"name": "give_answer"}},
    "max_tokens": _PROBE_TOKENS,
    "temperature": 0,
    "stream": False,
}
_STOP_REASONS: Final = {"length": "max_tokens", "content_filter": "content_filtered"}
_FENCED: Final = re.compile(r"^```(?:json)?\s*\n?(.*?)\n?```$", re.DOTALL | re.IGNORECASE)
_CONTEXT_ERRORS: Final = re.compile(
    r"exceed_context_size|context_length_exceeded|context (?:size|length)", re.IGNORECASE
)


class ModelFault(Exception):
    """An error of Bedrock: its code, its HTTP status, its message."""

    def __init__(self, code: str, status: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


def fault_for(status: int, message: str) -> ModelFault:
    """Bedrock's error for the HTTP status of an OpenAI-compatible server."""
    if status == 429:
        return ModelFault("ThrottlingException", 429, message)
    if status in (401, 403):
        return ModelFault("AccessDeniedException", 403, message)
    if status in (408, 504):
        return ModelFault("ModelTimeoutException", 408, message)
    if status in (502, 503, 529):
        return ModelFault("ServiceUnavailableException", 503, message)
    if 400 <= status < 500:
        told = "Input is too long for requested model." if _CONTEXT_ERRORS.search(message) else message
        return ModelFault("ValidationException", 400, told)
    return ModelFault("InternalServerException", 500, message)


def error_message(body: bytes) -> str:
    """The message inside an OpenAI-shaped error with its type, else the body's beginning."""
    text = body.decode("utf-8", "replace")
    try:
        error = json.loads(text)["error"]
        message, kind = str(error["message"]), str(error.get("type") or error.get("code") or "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return text[:300]
    return f"{message} ({kind})" if _CONTEXT_ERRORS.search(kind) else message


class Completion(NamedTuple):
    """What a server said. usage: (prompt tokens, completion tokens), where it counts them."""

    message: Json
    finished: str
    usage: tuple[int, int] | None


def completion(url: str, payload: Json, key: str, seconds: float) -> Completion:
    """Ask an OpenAI-compatible server once. Raises ModelFault."""
    request = urllib.request.Request(
        f"{url}/v1/chat/completions", json.dumps(payload).encode(), _headers(key), method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=seconds) as response:
            data = json.load(response)
        choice = data["choices"][0]
        message = choice["message"]
        if not isinstance(message, dict):
            raise TypeError("message is no object")
    except urllib.error.HTTPError as error:
        raise fault_for(error.code, error_message(error.read())) from error
    except TimeoutError as error:
        raise ModelFault("ModelTimeoutException", 408, f"No answer within {seconds:g} s.") from error
    except OSError as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            raise ModelFault("ModelTimeoutException", 408, f"No answer within {seconds:g} s.") from error
        raise ModelFault(
            "ServiceUnavailableException", 503, f"The model server {url} cannot be reached: {error}"
        ) from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise ModelFault(
            "ModelErrorException", 424, f"The model server's answer has the wrong form: {error!r}"
        ) from error
    usage = data.get("usage") or {}
    counts = (usage.get("prompt_tokens"), usage.get("completion_tokens"))
    counted = all(isinstance(count, int) for count in counts)
    return Completion(message, str(choice.get("finish_reason") or ""), counts if counted else None)  # type: ignore[arg-type]


def payload_for(model: str, messages: list[Json], tools: list[Json], choice: Any, inference: Json) -> Json:
    """An OpenAI chat request; `messages`, `tools` and `choice` are in OpenAI's shapes already."""
    payload: Json = {"model": model, "messages": messages, "stream": False}
    if tools:
        payload["tools"] = tools
        if choice is not None:
            payload["tool_choice"] = choice
    names = {
        "maxTokens": "max_tokens",
        "temperature": "temperature",
        "topP": "top_p",
        "stopSequences": "stop",
    }
    payload.update({names[key]: value for key, value in inference.items() if key in names})
    return payload


class ModelServer:
    """One server. honours_tools: it is known to call the tool that is forced, so nothing else is tried."""

    def __init__(
        self,
        url: str,
        key: str = "",
        seconds: float = 300.0,
        *,
        honours_tools: bool = False,
        complete: Callable[[str, Json, str, float], Completion] = completion,
    ) -> None:
        self.url = url
        self._key = key
        self._seconds = seconds
        self._honours_tools = honours_tools
        self._tried = honours_tools
        self._complete = complete
        self._lock = threading.Lock()
        self._trying = threading.Lock()
        self._form: Form = "tools"

    @property
    def form(self) -> Form:
        """The form that the server is asked in."""
        return self._form

    def answer(self, payload: Json) -> Completion:
        """The answer to a request of `payload_for`, with a call of its tool where the server gave its input in any
        form. The stop reason, where it isn't the usual one, stands in the message as `stop_reason`. Raises ModelFault.
        """
        tool = _tool_of(payload)
        if tool is not None:
            self._try_out(str(payload.get("model", "")))
        paid = (0, 0)
        while True:
            form = self._form if tool is not None else "tools"
            try:
                got = self._complete(self.url, in_form(payload, form), self._key, self._seconds)
            except ModelFault as fault:
                if self._gives_way(fault, form):
                    continue
                raise
            if got.usage:
                paid = (paid[0] + got.usage[0], paid[1] + got.usage[1])
            if tool is None or self._honours_tools or got.message.get("tool_calls"):
                return _stopped(got, paid)
            given = object_in(got.message.get("content")) if got.finished != "length" else None
            if given is not None:
                return _stopped(got._replace(message=_as_call(tool, given)), paid)
            if form != "tools" or got.finished == "content_filter" or got.message.get("refusal"):
                return _stopped(got, paid)
            # A text, where a tool was forced: this server doesn't force tools.
            self._settle_for("json_schema", instead_of=form)

    def _try_out(self, model: str) -> None:
        """Find out once, with a question of a few tokens: a long answer in the wrong form may take minutes."""
        with self._trying:
            if self._tried:
                return
            try:
                got = self._complete(self.url, {"model": model, **_PROBE}, self._key, self._seconds)
                if not got.message.get("tool_calls"):
                    self._settle_for("json_schema", instead_of="tools")
            except ModelFault as fault:
                if not self._gives_way(fault, "tools"):
                    raise
            self._tried = True

    def _gives_way(self, fault: ModelFault, form: Form) -> bool:
        """Whether the request may be asked in a softer form, now that it was refused as invalid in this one."""
        about_form = re.search(r"tool|function|response_format|json_schema|grammar|schema", str(fault), re.IGNORECASE)
        if fault.code != "ValidationException" or self._honours_tools or form == "text" or not about_form:
            return False
        self._settle_for(FORMS[FORMS.index(form) + 1], instead_of=form)
        return True

    def _settle_for(self, form: Form, *, instead_of: Form) -> None:
        with self._lock:
            if self._form == instead_of:
                self._form = form


def in_form(payload: Json, form: Form) -> Json:
    """A request with a tool, in another form: without tools, with the schema bound to the answer or in words."""
    if form == "tools":
        return payload
    tool = _tool_of(payload) or {}
    schema = tool.get("parameters") or {}
    told = (
        f"There is no tool here: where one is spoken of, write its input. {tool.get('description', '')}\n"
        "Answer with one JSON object and nothing else. It must fit this JSON Schema:\n"
        f"{json.dumps(schema, ensure_ascii=False, separators=(',', ':'))}"
    )
    changed = {name: value for name, value in payload.items() if name not in ("tools", "tool_choice")}
    changed["messages"] = _without_tools(payload["messages"], told)
    if form == "json_schema":
        named = {"name": tool.get("name", "answer"), "schema": schema}
        changed["response_format"] = {"type": "json_schema", "json_schema": named}
    return changed


def _without_tools(messages: list[Json], told: str) -> list[Json]:
    """The conversation for templates that know neither tools nor their results."""
    found: list[Json] = []
    for message in messages:
        if message.get("role") == "tool":
            found.append({"role": "user", "content": message.get("content") or ""})
        elif calls := message.get("tool_calls"):
            found.append({"role": "assistant", "content": calls[0]["function"]["arguments"]})
        else:
            found.append(dict(message))
    system = next((message for message in found if message.get("role") == "system"), None)
    if system is None:
        return [{"role": "system", "content": told}, *found]
    system["content"] = f"{system['content']}\n\n{told}"
    return found


def _tool_of(payload: Json) -> Json | None:
    tools = payload.get("tools") or []
    return (tools[0].get("function") or {}) if len(tools) == 1 else None


def object_in(content: Any) -> Json | None:
    """The JSON object that a text is, with or without a code fence around it."""
    if not isinstance(content, str):
        return None
    bare = content.strip()
    fenced = _FENCED.match(bare)
    try:
        found = json.loads(fenced[1] if fenced else bare)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _as_call(tool: Json, given: Json) -> Json:
    function = {"name": tool.get("name", ""), "arguments": json.dumps(given)}
    return {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
    }


def _stopped(got: Completion, paid: tuple[int, int]) -> Completion:
    message = dict(got.message)
    if got.finished in _STOP_REASONS:
        message["stop_reason"] = _STOP_REASONS[got.finished]
    elif message.get("refusal"):
        message["stop_reason"] = "content_filtered"
    return got._replace(message=message, usage=paid if any(paid) else got.usage)


def context_tokens(url: str, key: str = "", model: str = "", seconds: float = 5.0) -> int | None:
    """What prompt and answer may come to in a server, as far as it tells: llama.cpp under /props and /v1/models, vLLM
    under /v1/models. None where it doesn't, or can't be reached."""
    props = _asked(f"{url}/props", key, seconds)
    told = (props.get("default_generation_settings") or {}).get("n_ctx")
    if isinstance(told, int) and told > 0:
        return told
    listed = _asked(f"{url}/v1/models", key, seconds).get("data")
    models = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    for each in [*(each for each in models if each.get("id") == model), *models]:
        meta = each.get("meta")
        meta = meta if isinstance(meta, dict) else {}
        for found in (meta.get("n_ctx"), each.get("max_model_len"), meta.get("n_ctx_train")):
            if isinstance(found, int) and found > 0:
                return found
    return None


def _asked(url: str, key: str, seconds: float) -> Json:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=_headers(key)), timeout=seconds) as response:
            found = json.load(response)
    except (OSError, ValueError):
        # A server that has no such page tells nothing, and one that is away is told of where it is asked for answers.
        return {}
    return found if isinstance(found, dict) else {}


def _headers(key: str) -> Mapping[str, str]:
    headers = {"Content-Type": "application/json"}
    return headers | {"Authorization": f"Bearer {key}"} if key else headers
