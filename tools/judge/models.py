"""The models that can be judged: the offline one, those of Amazon Bedrock, and those behind an address."""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, Final

from debrief.kernel.ai.model_client import ModelClient, ModelSettings
from debrief.kernel.ai.money import TokenPrice
from local.offline import Unanswerable, drafter

OFFLINE: Final = "offline"
_CHARACTERS_PER_TOKEN: Final = 4
Json = dict[str, Any]


class Unusable(Exception):
    """A model that can't be asked. The text is a sentence for whoever named it."""


def client(name: str) -> ModelClient:
    """The client of the model of that name.

    Raises:
        Unusable: nobody says what it costs, or where it is.
    """
    if name == OFFLINE:
        return _made(name, TokenPrice(input=0, output=0), _Offline)
    url = os.environ.get("DEBRIEF_MODEL_URL", "").rstrip("/").removesuffix("/v1")
    if url and not url.startswith(("http://", "https://")):
        raise Unusable("DEBRIEF_MODEL_URL has to begin with http:// or https://")
    price = _price(name, free=bool(url))
    return _made(name, price, (lambda: _OverHttp(url)) if url else None)


def _made(name: str, price: TokenPrice, connect: Callable[[], Any] | None) -> ModelClient:
    settings = ModelSettings(model_id=name, price=price, read_timeout_s=_seconds())
    if connect is None:
        return ModelClient(settings)
    made = connect()
    return ModelClient(settings, connect=lambda _: made)


def _seconds() -> float:
    try:
        return float(os.environ.get("DEBRIEF_MODEL_SECONDS") or 120)
    except ValueError:
        raise Unusable("DEBRIEF_MODEL_SECONDS has to be a number") from None


def _price(name: str, *, free: bool) -> TokenPrice:
    from infra.settings import load

    told = os.environ.get("DEBRIEF_MODEL_INPUT_USD"), os.environ.get("DEBRIEF_MODEL_OUTPUT_USD")
    if told[0] is not None and told[1] is not None:
        try:
            return TokenPrice(input=float(told[0]), output=float(told[1]))
        except ValueError:
            raise Unusable("DEBRIEF_MODEL_INPUT_USD and DEBRIEF_MODEL_OUTPUT_USD have to be numbers") from None
    usual = load("dev").model
    if name == usual.model_id:
        return TokenPrice(input=usual.input_usd, output=usual.output_usd)
    if free:
        return TokenPrice(input=0, output=0)
    raise Unusable(
        f"Nobody says what {name} costs: set DEBRIEF_MODEL_INPUT_USD and DEBRIEF_MODEL_OUTPUT_USD, in US dollars for a "
        "million tokens"
    )


class _Offline:
    """Answers as the offline model does, in the form of Bedrock's client."""

    def converse(self, **request: Any) -> Json:
        """A call of the tool, by rule."""
        spec = request["toolConfig"]["tools"][0]["toolSpec"]
        system = "\n".join(part.get("text", "") for part in request.get("system", []))
        prompt = "\n\n".join(
            part["text"] for message in request["messages"] for part in message["content"] if "text" in part
        )
        try:
            drafted = drafter(spec["name"])(system, prompt, spec["inputSchema"]["json"])
        except Unanswerable as error:
            raise Unusable(str(error)) from error
        read = len(system) + len(prompt), len(json.dumps(drafted))
        return _answer(spec["name"], drafted, *(each // _CHARACTERS_PER_TOKEN for each in read))


class _OverHttp:
    """A model behind an address that speaks as OpenAI's chat completions do, in the form of Bedrock's client."""

    def __init__(self, url: str) -> None:
        self._url = url

    def converse(self, **request: Any) -> Json:
        """A call of the tool. Errors are those of Bedrock's client."""
        from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

        body = json.dumps(_as_chat(request)).encode()
        headers = {"Content-Type": "application/json"}
        if key := os.environ.get("DEBRIEF_MODEL_KEY"):
            headers["Authorization"] = f"Bearer {key}"
        asked = urllib.request.Request(f"{self._url}/v1/chat/completions", body, headers)
        try:
            with urllib.request.urlopen(asked, timeout=_seconds()) as answer:
                told: Json = json.loads(answer.read())
        except urllib.error.HTTPError as error:
            code = {429: "ThrottlingException", 503: "ServiceUnavailableException", 400: "ValidationException"}
            told_why = error.read()[:500].decode("utf-8", "replace")
            said: Any = {
                "Error": {"Code": code.get(error.code, "ModelErrorException"), "Message": told_why},
                "ResponseMetadata": {"HTTPStatusCode": error.code},
            }
            raise ClientError(said, "Converse") from error
        except TimeoutError as error:
            raise ReadTimeoutError(endpoint_url=self._url, error=error) from error
        except OSError as error:
            raise EndpointConnectionError(endpoint_url=self._url, error=error) from error
        return _as_converse(told)


def _as_chat(request: Json) -> Json:
    system = [part["text"] for part in request.get("system", []) if "text" in part]
    messages: list[Json] = [{"role": "system", "content": text} for text in system]
    for message in request["messages"]:
        text = "\n".join(part["text"] for part in message["content"] if "text" in part)
        calls = [
            {
                "id": part["toolUse"]["toolUseId"],
                "type": "function",
                "function": {"name": part["toolUse"]["name"], "arguments": json.dumps(part["toolUse"]["input"])},
            }
            for part in message["content"]
            if "toolUse" in part
        ]
        for part in message["content"]:
            if "toolResult" in part:
                said = "\n".join(each.get("text", "") for each in part["toolResult"]["content"])
                messages.append({"role": "tool", "tool_call_id": part["toolResult"]["toolUseId"], "content": said})
        if calls:
            messages.append({"role": "assistant", "content": text or None, "tool_calls": calls})
        elif text:
            messages.append({"role": message["role"], "content": text})
    told: Json = {
        "model": request["modelId"],
        "messages": messages,
        "max_tokens": request["inferenceConfig"]["maxTokens"],
    }
    if "temperature" in request["inferenceConfig"]:
        told["temperature"] = request["inferenceConfig"]["temperature"]
    config = request.get("toolConfig")
    if config is None:
        return told
    spec = config["tools"][0]["toolSpec"]
    schema = spec["inputSchema"]["json"]
    function = {"name": spec["name"], "description": spec.get("description", ""), "parameters": schema}
    told["tools"] = [{"type": "function", "function": function}]
    if "toolChoice" in config:
        told["tool_choice"] = {"type": "function", "function": {"name": spec["name"]}}
    return told


def _as_converse(told: Json) -> Json:
    choice = told["choices"][0]
    calls = choice["message"].get("tool_calls") or []
    usage = told.get("usage") or {}
    read, written = int(usage.get("prompt_tokens", 0)), int(usage.get("completion_tokens", 0))
    if not calls:
        said = [{"text": str(choice["message"].get("content") or "")}]
        return _message(said, "max_tokens" if choice.get("finish_reason") == "length" else "end_turn", read, written)
    function = calls[0]["function"]
    return _answer(function["name"], json.loads(function["arguments"]), read, written)


def _answer(tool: str, given: Any, read: int, written: int) -> Json:
    use = {"toolUse": {"toolUseId": "use", "name": tool, "input": given}}
    return _message([use], "tool_use", read, written)


def _message(content: list[Json], ended: str, read: int, written: int) -> Json:
    return {
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": ended,
        "usage": {"inputTokens": read, "outputTokens": written, "totalTokens": read + written},
        "metrics": {"latencyMs": 0},
        "ResponseMetadata": {"RequestId": "judged", "HTTPStatusCode": 200},
    }
