"""Model calls that fail openly.

The engine answers a Bedrock call with an invented text when the server behind it is away or answers with an
error. Here every such case becomes the error that Bedrock itself would send, and nothing is ever invented. With
DEBRIEF_MODEL=bedrock, Converse is passed on to Amazon Bedrock unchanged.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.engine.patches import engine, required
from local.model_server import Json, ModelFault, ModelServer, payload_for
from local.settings import LocalSettings, SettingsError


def apply(settings: LocalSettings, bedrock: Any = None) -> None:
    """`bedrock` is a client of the real service, for DEBRIEF_MODEL=bedrock."""
    bedrock_runtime = engine("services.bedrock_runtime")
    answer_error = required(bedrock_runtime, "_error")
    as_messages = required(bedrock_runtime, "_openai_messages")
    as_tools = required(bedrock_runtime, "_openai_tools")
    as_blocks = required(bedrock_runtime, "_converse_blocks_from_message")
    server = ModelServer(
        settings.model_url or settings.offline_model_url,
        settings.model_key,
        settings.model_seconds,
        honours_tools=settings.uses_offline_model,
    )

    def ask(model: str, messages: Any, system: Any, inference: Json | None, tool_config: Json | None = None) -> Any:
        tools, choice = as_tools(tool_config)
        name = settings.model_name or model
        payload = payload_for(name, as_messages(messages, system), tools, choice, inference or {})
        answer = server.answer(payload)
        return answer.message, answer.usage

    def blocks(message: Json) -> tuple[list[Json], str]:
        found, stop_reason = as_blocks(message)
        return found, message.get("stop_reason") or stop_reason

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
        "_converse_blocks_from_message": blocks,
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
