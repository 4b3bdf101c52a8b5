"""The one client of the language model: Bedrock Converse with a tool whose input is the answer."""

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from debrief.kernel.ai.money import TokenPrice, token_cost_micro_usd
from debrief.kernel.ai.prompts import Prompt
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.errors import (
    ModelAnswerInvalid,
    ModelRefused,
    ModelThrottled,
    ModelTimedOut,
    ModelUnavailable,
)
from debrief.kernel.model import Entity

if TYPE_CHECKING:
    from mypy_boto3_bedrock_runtime import BedrockRuntimeClient

E = TypeVar("E", bound=Entity)

_THROTTLED = {"ThrottlingException", "TooManyRequestsException", "ServiceQuotaExceededException"}
_TIMED_OUT = {"ModelTimeoutException", "RequestTimeout", "RequestTimeoutException"}
_REFUSED = {
    "AccessDeniedException",
    "ValidationException",
    "ResourceNotFoundException",
    "UnrecognizedClientException",
    "ModelErrorException",
}
OFFLINE_PREFIX = "offline"


class ModelSettings(Entity):
    """Which model answers and what it costs.

    model_id: Bedrock's model or inference profile id; ids that begin with `offline` belong to the rule-based stand-in.
    read_timeout_s: how long one answer may take.
    """

    model_id: str
    price: TokenPrice
    read_timeout_s: float = 120.0
    max_tokens: int = 8192
    temperature: float = 0.0

    @property
    def offline(self) -> bool:
        """Whether the texts come from the offline drafter, which must be said with them."""
        return self.model_id.startswith(OFFLINE_PREFIX)


def model_settings() -> ModelSettings:
    """The settings in the environment: MODEL_ID, MODEL_INPUT_USD and MODEL_OUTPUT_USD (per million tokens),
    MODEL_TIMEOUT_S."""
    return ModelSettings(
        model_id=os.environ["MODEL_ID"],
        price=TokenPrice(input=float(os.environ["MODEL_INPUT_USD"]), output=float(os.environ["MODEL_OUTPUT_USD"])),
        read_timeout_s=float(os.environ.get("MODEL_TIMEOUT_S", "120")),
    )


class ModelAnswer(BaseModel, Generic[E]):
    """What the model answered, validated, and how it came about."""

    model_config = ConfigDict(frozen=True)

    value: E
    provenance: AiProvenance


class ModelClient:
    """Asks the model for an answer of a given shape.

    An answer that doesn't fit its shape is sent back once with what is wrong; the second failure is an error.
    Throttling, time-outs and outages are raised at once under their own names: the workflow retries them.
    """

    def __init__(
        self,
        settings: ModelSettings,
        *,
        connect: "Callable[[ModelSettings], BedrockRuntimeClient] | None" = None,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self._connect = connect or _bedrock
        self._stopwatch = stopwatch
        self._made: BedrockRuntimeClient | None = None

    def ask(self, prompt: Prompt, tool: str, shape: type[E]) -> ModelAnswer[E]:
        """The model's answer to `prompt`, given as the input of the tool named `tool`.

        Raises:
            ModelThrottled, ModelTimedOut, ModelUnavailable: try again later.
            ModelRefused: the model or the account says no; trying again is of no use.
            ModelAnswerInvalid: twice no answer of the right shape.
        """
        started = self._stopwatch()
        messages: list[dict[str, Any]] = [{"role": "user", "content": [{"text": prompt.text}]}]
        input_tokens = output_tokens = 0
        requests: list[str] = []
        wrong = ""
        for _ in range(2):
            answer = self._converse(prompt.system, messages, tool, shape)
            input_tokens += answer["usage"]["inputTokens"]
            output_tokens += answer["usage"]["outputTokens"]
            requests.append(answer["ResponseMetadata"].get("RequestId", ""))
            said = answer["output"]["message"]
            use = next((part["toolUse"] for part in said["content"] if "toolUse" in part), None)
            try:
                value = shape.model_validate(use["input"] if use else None)
            except ValidationError as error:
                wrong = _what_is_wrong(error)
                messages += [said, _asked_again(use, wrong)] if use else []
                continue
            provenance = AiProvenance(
                model=self.settings.model_id,
                prompt_version=prompt.label,
                prompt_hash=prompt.hash,
                parameters={"temperature": self.settings.temperature, "max_tokens": self.settings.max_tokens},
                input_tokens=input_tokens,
                output_tokens=output_tokens,
                cost_micro_usd=token_cost_micro_usd(self.settings.price, input_tokens, output_tokens),
                latency_ms=round((self._stopwatch() - started) * 1000),
                request_ids=tuple(request for request in requests if request),
            )
            return ModelAnswer[shape](value=value, provenance=provenance)  # type: ignore[valid-type]
        raise ModelAnswerInvalid(f"The model gave no usable answer, twice: {wrong}")

    def _converse(self, system: str, messages: list[dict[str, Any]], tool: str, shape: type[E]) -> dict[str, Any]:
        from botocore.exceptions import ClientError, ConnectionError, HTTPClientError, ReadTimeoutError

        if self._made is None:
            self._made = self._connect(self.settings)
        specification = {
            "name": tool,
            "description": (shape.__doc__ or tool).strip(),
            "inputSchema": {"json": shape.model_json_schema()},
        }
        try:
            answer: Any = self._made.converse(
                modelId=self.settings.model_id,
                system=[{"text": system}],
                messages=messages,  # type: ignore[arg-type]
                toolConfig={"tools": [{"toolSpec": specification}], "toolChoice": {"tool": {"name": tool}}},  # type: ignore[typeddict-item]
                inferenceConfig={"maxTokens": self.settings.max_tokens, "temperature": self.settings.temperature},
            )
        except ReadTimeoutError as error:
            raise ModelTimedOut(f"The model didn't answer within {self.settings.read_timeout_s:g} seconds") from error
        except ClientError as error:
            raise _named(error) from error
        except (ConnectionError, HTTPClientError) as error:
            raise ModelUnavailable("The model can't be reached") from error
        if answer["stopReason"] in {"guardrail_intervened", "content_filtered"}:
            raise ModelRefused(f"The model stopped: {answer['stopReason']}")
        return dict(answer)


def _bedrock(settings: ModelSettings) -> "BedrockRuntimeClient":
    import boto3
    from botocore.config import Config

    # No retries here: the workflow owns them, so that waiting costs nothing and is seen.
    config = Config(
        connect_timeout=5, read_timeout=settings.read_timeout_s, retries={"mode": "standard", "total_max_attempts": 1}
    )
    return boto3.client("bedrock-runtime", config=config)


def _named(error: Any) -> ModelThrottled | ModelTimedOut | ModelRefused | ModelUnavailable:
    code = error.response["Error"]["Code"]
    if code in _THROTTLED:
        return ModelThrottled("The model is busy", retry_after_s=10)
    if code in _TIMED_OUT:
        return ModelTimedOut("The model took too long")
    if code in _REFUSED:
        return ModelRefused(f"The model refused the request: {code}")
    return ModelUnavailable(f"The model is unavailable: {code}", retry_after_s=10)


def _what_is_wrong(error: ValidationError) -> str:
    """Places and kinds of the first mistakes, never the values: they may hold content."""
    return "; ".join(
        f"{'/'.join(str(step) for step in mistake['loc']) or 'answer'}: {mistake['msg']}"
        for mistake in error.errors(include_input=False, include_url=False)[:8]
    )


def _asked_again(use: dict[str, Any], wrong: str) -> dict[str, Any]:
    result = {
        "toolUseId": use["toolUseId"],
        "status": "error",
        "content": [{"text": f"The answer doesn't fit its schema: {wrong}. Call the tool again with all of it."}],
    }
    return {"role": "user", "content": [{"toolResult": result}]}
