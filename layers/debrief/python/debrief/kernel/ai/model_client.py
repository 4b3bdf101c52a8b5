"""The one client of the language model: Bedrock Converse with a tool whose input is the answer."""

import os
import re
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from debrief.kernel.ai import converse
from debrief.kernel.ai.budget import EXPECTED_OUTPUT_TOKENS, Budget, Spent
from debrief.kernel.ai.converse import Abilities, Mistake, Tool, ToolChoice
from debrief.kernel.ai.model_errors import model_error
from debrief.kernel.ai.money import TokenPrice, token_cost_micro_usd
from debrief.kernel.ai.prompts import Prompt
from debrief.kernel.ai.provenance import OFFLINE_PREFIX, AiProvenance
from debrief.kernel.errors import (
    DebriefError,
    ModelAnswerCut,
    ModelAnswerInvalid,
    ModelBlocked,
    ModelInputTooLong,
    ModelTimedOut,
    ModelUnavailable,
)
from debrief.kernel.masking.kinds import Kind, Masking
from debrief.kernel.model import Entity

if TYPE_CHECKING:
    from mypy_boto3_bedrock_runtime import BedrockRuntimeClient

E = TypeVar("E", bound=Entity)

ATTEMPTS: Final = 2
"""How often the model is asked: once, and once more with what was wrong."""

LEAST_OUTPUT_TOKENS: Final = 1000
"""Room for an answer that a request leaves in a model with little of it."""

_FIELD: Final = re.compile(r"\w{1,40}", re.ASCII)


class ModelSettings(Entity):
    """Which model answers and what it costs.

    model_id: Bedrock's model or inference profile id; ids that begin with `offline` belong to the rule-based stand-in.
    read_timeout_s: how long one answer may take.
    max_tokens: how long an answer may be. context_tokens: what prompt and answer may come to; None where that is known
    to be more than anything that is asked here.
    tool_choice: how firmly the answer can be asked for; what the provider refuses is learned anyway.
    """

    model_id: str
    price: TokenPrice
    read_timeout_s: float = 120.0
    max_tokens: int = 8192
    temperature: float = 0.0
    context_tokens: int | None = None
    tool_choice: ToolChoice = "tool"

    @property
    def offline(self) -> bool:
        """Whether the texts come from the offline drafter, which must be said with them."""
        return self.model_id.startswith(OFFLINE_PREFIX)


def model_settings() -> ModelSettings:
    """The settings in the environment: MODEL_ID, MODEL_INPUT_USD and MODEL_OUTPUT_USD (per million tokens), and where
    they are given MODEL_TIMEOUT_S, MODEL_CONTEXT_TOKENS and MODEL_TOOL_CHOICE."""
    return ModelSettings.model_validate(
        {
            "model_id": os.environ["MODEL_ID"],
            "price": TokenPrice(
                input=float(os.environ["MODEL_INPUT_USD"]), output=float(os.environ["MODEL_OUTPUT_USD"])
            ),
            "read_timeout_s": float(os.environ.get("MODEL_TIMEOUT_S", "120")),
            "context_tokens": context_tokens(),
            "tool_choice": os.environ.get("MODEL_TOOL_CHOICE") or "tool",
        }
    )


def context_tokens() -> int | None:
    """What prompt and answer may come to together, where MODEL_CONTEXT_TOKENS says it."""
    told = os.environ.get("MODEL_CONTEXT_TOKENS")
    return int(told) if told else None


class ModelAnswer(BaseModel, Generic[E]):
    """What the model answered, validated, and how it came about."""

    model_config = ConfigDict(frozen=True)

    value: E
    provenance: AiProvenance


class ModelClient:
    """Asks the model for an answer of a given shape.

    An answer that doesn't fit its shape is sent back once with what is wrong; the second failure is an error.
    Throttling, time-outs and outages are raised at once under their own names: the workflow retries them.
    What the model turns out not to be able to do is remembered for as long as the client lives.

    Personal data in a prompt is masked here, whoever wrote the prompt, since nothing else reaches a model (N8, decision
    0107). masked: what is masked, read at each question; where nobody says it, what an account begins with.
    """

    _masked: Callable[[], frozenset[Kind]] = staticmethod(lambda: Masking().leaving)

    def __init__(
        self,
        settings: ModelSettings,
        *,
        budget: Budget | None = None,
        masked: Callable[[], frozenset[Kind]] | None = None,
        connect: "Callable[[ModelSettings], BedrockRuntimeClient] | None" = None,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self._budget = budget
        if masked is not None:
            self._masked = masked
        self._connect = connect or _bedrock
        self._stopwatch = stopwatch
        self._made: BedrockRuntimeClient | None = None
        self._abilities = Abilities(settings.tool_choice, settings.max_tokens)

    def masked(self) -> frozenset[Kind]:
        """What is masked before the model reads it: whoever looks up what it quotes reads the conversation so too."""
        return self._masked()

    def ask(self, prompt: Prompt, tool: str, shape: type[E]) -> ModelAnswer[E]:
        """The model's answer to `prompt`, given as the input of the tool named `tool`.

        Raises:
            ModelThrottled, ModelTimedOut, ModelUnavailable: try again later.
            ModelRefused: the model or the account says no; trying again is of no use. ModelBlocked: because of what it
            was shown. ModelInputTooLong: it can't read as much.
            ModelAnswerInvalid: twice no answer of the right shape. ModelAnswerCut: because it was too long.
            BudgetSpent: the account's budget for the month is spent.
        """
        started = self._stopwatch()
        tally = _Tally()
        prompt = prompt.masked(self._masked())
        try:
            value = self._answer(prompt, converse.tool_of(tool, shape), shape, tally)
        except DebriefError:
            if self._budget is not None and tally.spent.requests:
                self._budget.keep_unused(prompt.subject, tally.spent)
            raise
        spent = tally.spent
        if self._budget is not None and prompt.subject:
            spent = spent.plus(self._budget.take_unused(prompt.subject))
        latency_ms = round((self._stopwatch() - started) * 1000)
        provenance = self._provenance(prompt, spent, latency_ms, tally.request_ids)
        return ModelAnswer[shape](value=value, provenance=provenance)  # type: ignore[valid-type]

    def paid_in_vain(self, prompt: Prompt) -> AiProvenance | None:
        """What was paid for answers about the prompt's subject that came to nothing, once; None where it was nothing.

        For whoever goes on without an answer: nobody else's provenance will tell of it.
        """
        spent = self._budget.take_unused(prompt.subject) if self._budget is not None and prompt.subject else Spent()
        return self._provenance(prompt, spent, 0, ()) if spent.requests else None

    def _provenance(self, prompt: Prompt, spent: Spent, latency_ms: int, request_ids: Sequence[str]) -> AiProvenance:
        parameters: dict[str, str | float | bool] = {"max_tokens": self._abilities.max_tokens}
        if self._abilities.temperature:
            parameters["temperature"] = self.settings.temperature
        return AiProvenance(
            model=self.settings.model_id,
            prompt_version=prompt.label,
            prompt_hash=prompt.hash,
            parameters=parameters,
            input_tokens=spent.input_tokens,
            output_tokens=spent.output_tokens,
            cost_micro_usd=spent.micro_usd,
            latency_ms=latency_ms,
            request_ids=tuple(request_ids),
        )

    def _answer(self, prompt: Prompt, tool: Tool, shape: type[E], tally: "_Tally") -> E:
        mistake: Mistake | None = None
        for _ in range(ATTEMPTS):
            answer = self._paid(prompt, tool, mistake, tally)
            if answer["stopReason"] in converse.BLOCKED:
                raise ModelBlocked("The model, or a filter before it, wouldn't answer this")
            if answer["stopReason"] == converse.FULL:
                raise ModelInputTooLong("This leaves the model no room for an answer")
            found = converse.answer_in(answer, self._abilities, tool)
            if isinstance(found, Mistake):
                mistake = found
                continue
            try:
                return shape.model_validate(found)
            except ValidationError as error:
                said = answer["output"]["message"]["content"]
                mistake = Mistake(said, f"It doesn't fit its schema: {_what_is_wrong(error)}.")
        if mistake is not None and mistake.cut:
            raise ModelAnswerCut("The model's answer met its length limit, twice")
        # What was wrong may quote the answer, and this sentence leaves the function.
        raise ModelAnswerInvalid("The model gave no usable answer, twice")

    def _paid(self, prompt: Prompt, tool: Tool, mistake: Mistake | None, tally: "_Tally") -> converse.Json:
        """One answer, counted: in the budget before and after, and in the tally."""
        price = self.settings.price
        read = converse.tokens_of(prompt, tool, mistake)
        longest = self._longest_answer(read)
        about = token_cost_micro_usd(price, read, min(longest, EXPECTED_OUTPUT_TOKENS))
        reservation = None if self._budget is None else self._budget.reserve(about)
        spent, request_id = Spent(), None
        try:
            answer = self._converse(prompt, tool, mistake, longest)
            usage = answer["usage"]
            cost = token_cost_micro_usd(price, usage["inputTokens"], usage["outputTokens"])
            spent = Spent(usage["inputTokens"], usage["outputTokens"], cost, 1)
            request_id = answer.get("ResponseMetadata", {}).get("RequestId")
        except ModelTimedOut:
            # Nobody says what an answer cost that came too late; that it cost nothing is the least likely.
            spent = Spent(micro_usd=about, requests=1)
            raise
        except _Unreadable as error:
            # The same of one that came and told nothing that can be relied on.
            spent = Spent(micro_usd=about, requests=1)
            raise ModelUnavailable("The model's answer can't be read", retry_after_s=10) from error
        finally:
            if self._budget is not None and reservation is not None:
                self._budget.settle(reservation, spent)
            # Also what was paid for no answer: whoever goes on without one tells of it.
            tally.add(spent, request_id)
        return answer

    def _longest_answer(self, read: int) -> int:
        """How long the answer may be, in tokens, once `read` tokens are read. Raises ModelInputTooLong."""
        longest, context = self._abilities.max_tokens, self.settings.context_tokens
        if context is None:
            return longest
        if read >= context:
            raise ModelInputTooLong("This is more than the model reads at once")
        # What is read is a cautious estimate: where it leaves little room there mostly is some more.
        return min(longest, max(context - read, LEAST_OUTPUT_TOKENS, context // 8))

    def _converse(self, prompt: Prompt, tool: Tool, mistake: Mistake | None, longest: int) -> converse.Json:
        """One answer, in the form that the model can be asked in; what it refuses to be asked in is remembered."""
        while True:
            abilities = self._abilities
            sent = converse.request(
                self.settings.model_id,
                abilities._replace(max_tokens=min(longest, abilities.max_tokens)),
                prompt,
                tool,
                temperature=self.settings.temperature,
                mistake=mistake,
            )
            try:
                return self._sent(sent)
            except _Refusal as refusal:
                taught = abilities.after(refusal.message) if refusal.code == "ValidationException" else None
                if taught is None:
                    raise model_error(refusal.code, refusal.status, refusal.message) from refusal.__cause__
                self._abilities = taught

    def _sent(self, request: converse.Json) -> converse.Json:
        from botocore.exceptions import (
            BotoCoreError,
            ClientError,
            ConnectionError,
            HTTPClientError,
            IncompleteReadError,
            ReadTimeoutError,
            ResponseStreamingError,
        )
        from botocore.parsers import ResponseParserError

        if self._made is None:
            self._made = self._connect(self.settings)
        try:
            answer: Any = self._made.converse(**request)
        except ReadTimeoutError as error:
            raise ModelTimedOut(f"The model didn't answer within {self.settings.read_timeout_s:g} seconds") from error
        except ClientError as error:
            raise _Refusal(error.response) from error
        except (ConnectionError, HTTPClientError) as error:
            raise ModelUnavailable("The model can't be reached", retry_after_s=10) from error
        except (IncompleteReadError, ResponseParserError, ResponseStreamingError) as error:
            raise _Unreadable from error
        except BotoCoreError:
            # Of what remains of them, none is about an answer: the model was asked wrongly, or nobody is signed in.
            raise
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            # What botocore's parser stumbles with over JSON of another form than Converse's, or bytes that are no text.
            raise _Unreadable from error
        if not converse.well_formed(answer):
            raise _Unreadable
        return dict(answer)


class _Unreadable(Exception):
    """Something came back from the model that is no answer."""


class _Refusal(Exception):
    """What a provider said instead of an answer."""

    def __init__(self, response: Any) -> None:
        super().__init__("refused")
        said = response.get("Error", {})
        self.code = str(said.get("Code", ""))
        self.message = str(said.get("Message", ""))
        self.status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


class _Tally:
    """What one question has come to so far."""

    def __init__(self) -> None:
        self.spent = Spent()
        self.request_ids: list[str] = []

    def add(self, spent: Spent, request_id: str | None) -> None:
        self.spent = self.spent.plus(spent)
        if request_id:
            self.request_ids.append(request_id)


def _bedrock(settings: ModelSettings) -> "BedrockRuntimeClient":
    import boto3
    from botocore.config import Config

    # No retries here: the workflow owns them, so that waiting costs nothing and is seen.
    config = Config(
        connect_timeout=5, read_timeout=settings.read_timeout_s, retries={"mode": "standard", "total_max_attempts": 1}
    )
    return boto3.client("bedrock-runtime", config=config)


def _what_is_wrong(error: ValidationError) -> str:
    """Places and kinds of the first mistakes, never the values: they may hold content."""
    return "; ".join(
        f"{'/'.join(map(_step, mistake['loc'])) or 'answer'}: {mistake['msg']}"
        for mistake in error.errors(include_input=False, include_url=False)[:8]
    )


def _step(step: str | int) -> str:
    """A step of the way to a mistake. Names of fields that we don't know are the model's own words."""
    name = str(step)
    return name if _FIELD.fullmatch(name) else "a field of another name"
