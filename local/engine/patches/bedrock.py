"""Model calls that fail openly.

The engine answers a Bedrock call with an invented text when the server behind it is away or answers with an
error. Here every such case becomes the error that Bedrock itself would send, and nothing is ever invented. With
DEBRIEF_MODEL=bedrock, Converse is passed on to Amazon Bedrock unchanged.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import wraps
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.engine.patches import engine, required
from local.settings import LocalSettings, SettingsError

Json = dict[str, Any]


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
        return ModelFault("ValidationException", 400, message)
    return ModelFault("InternalServerException", 500, message)


def error_message(body: bytes) -> str:
    """The message inside an OpenAI-shaped error, else the body's beginning."""
    text = body.decode("utf-8", "replace")
    try:
        return str(json.loads(text)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return text[:300]


def completion(url: str, payload: Json, key: str, seconds: float) -> tuple[Json, tuple[int, int] | None]:
    """Ask an OpenAI-compatible server: (message, (prompt tokens, completion tokens)). Raises ModelFault."""
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(f"{url}/v1/chat/completions", json.dumps(payload).encode(), headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=seconds) as response:
            data = json.load(response)
        message = data["choices"][0]["message"]
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
    return message, counts if all(isinstance(count, int) for count in counts) else None  # type: ignore[return-value]


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


def apply(settings: LocalSettings, bedrock: Any = None) -> None:
    """`bedrock` is a client of the real service, for DEBRIEF_MODEL=bedrock."""
    bedrock_runtime = engine("services.bedrock_runtime")
    answer_error = required(bedrock_runtime, "_error")
    as_messages = required(bedrock_runtime, "_openai_messages")
    as_tools = required(bedrock_runtime, "_openai_tools")
    url = settings.model_url or settings.offline_model_url

    def ask(model: str, messages: Any, system: Any, inference: Json | None, tool_config: Json | None = None) -> Any:
        tools, choice = as_tools(tool_config)
        name = settings.model_name or model
        payload = payload_for(name, as_messages(messages, system), tools, choice, inference or {})
        return completion(url, payload, settings.model_key, settings.model_seconds)

    def refuse(*_: Any, **__: Any) -> Any:
        raise ModelFault("ServiceUnavailableException", 503, "The local cloud answers Converse only.")

    def open_failure(handler: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(handler)
        def handle(*args: Any, **named: Any) -> Any:
            try:
                return handler(*args, **named)
            except ModelFault as fault:
                return answer_error(fault.code, str(fault), fault.status)

        return handle

    replaced = {
        "_proxy_openai_chat_message": ask,
        "_proxy_openai_passthrough": refuse,
        "_mock_reply": refuse,
        "_openai_mock_reply": refuse,
    }
    for name, function in replaced.items():
        required(bedrock_runtime, name)
        setattr(bedrock_runtime, name, function)
    if bedrock is not None:
        required(bedrock_runtime, "_converse")
        bedrock_runtime._converse = passing_on(bedrock)
    for name in (
        "_converse",
        "_converse_stream",
        "_invoke_model",
        "_invoke_model_with_response_stream",
        "_openai_chat_completion",
    ):
        setattr(bedrock_runtime, name, open_failure(required(bedrock_runtime, name)))


def passing_on(client: Any) -> Callable[[str, Any, bytes], tuple[int, dict[str, str], bytes]]:
    """Converse, passed on to Amazon Bedrock."""

    def converse(model: str, _: Any, body: bytes) -> tuple[int, dict[str, str], bytes]:
        try:
            answer = client.converse(modelId=model, **json.loads(body or b"{}"))
        except ClientError as error:
            details = error.response.get("Error", {})
            status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500))
            code = str(details.get("Code", "InternalServerException"))
            raise ModelFault(code, status, str(details.get("Message", ""))) from error
        except BotoCoreError as error:
            raise ModelFault("ServiceUnavailableException", 503, f"Amazon Bedrock cannot be called: {error}") from error
        answer.pop("ResponseMetadata", None)
        return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()

    return converse


def real_client(region: str, seconds: float) -> Any:
    """A Bedrock client with the caller's own credentials, at Amazon's own address. Raises SettingsError."""
    import boto3
    from botocore.config import Config

    session = boto3.Session()
    # Read now: the launcher takes the person's AWS settings out of the environment next.
    if session.get_credentials() is None:
        raise SettingsError("DEBRIEF_MODEL=bedrock needs AWS credentials, and none were found.")
    place = session.region_name or region
    return session.client(
        "bedrock-runtime",
        region_name=place,
        endpoint_url=f"https://bedrock-runtime.{place}.amazonaws.com",
        # The caller retries; retrying here as well would multiply the attempts.
        config=Config(read_timeout=seconds, retries={"total_max_attempts": 1}),
    )
