"""What is kept of every use of a model, so that its result can be explained, replayed and paid for (N2, N9)."""

from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import Field

from debrief.kernel.model import Entity

Count = Annotated[int, Field(ge=0)]

OFFLINE_PREFIX: Final = "offline"
"""How the ids of the offline drafter begin, which understands nothing."""


class AiProvenance(Entity):
    """How a model came to a result: what it was asked, with what, and at what cost.

    model: the model's id as its provider names it.
    prompt_version: the name and version of the prompt file, such as `evaluation.v1`.
    prompt_hash: SHA-256 of that prompt's template, in hex (see `kernel.ai.prompts`).
    parameters: what the model was set to (temperature, token limit, …).
    inputs: ids with versions of what the model was shown, such as `sc_…@3`.
    input_tokens, output_tokens: over all requests, repairs included.
    cost_micro_usd: millionths of a US dollar, by the price list in force.
    latency_ms: from the first request to the last answer.
    request_ids: the provider's ids of the requests, first to last.
    """

    model: str
    prompt_version: str
    prompt_hash: str
    parameters: dict[str, str | float | bool] = Field(default_factory=dict)
    inputs: tuple[str, ...] = ()
    input_tokens: Count
    output_tokens: Count
    cost_micro_usd: Count
    latency_ms: Count
    request_ids: tuple[str, ...] = ()

    @property
    def offline(self) -> bool:
        """Whether it comes from the offline drafter, which must be said with it."""
        return self.model.startswith(OFFLINE_PREFIX)


def together(parts: Sequence[AiProvenance]) -> AiProvenance | None:
    """Of answers to parts of one question, how they came about together; None of none."""
    if not parts:
        return None
    first = parts[0]
    return first.model_copy(
        update={
            "input_tokens": sum(each.input_tokens for each in parts),
            "output_tokens": sum(each.output_tokens for each in parts),
            "cost_micro_usd": sum(each.cost_micro_usd for each in parts),
            "latency_ms": sum(each.latency_ms for each in parts),
            "request_ids": tuple(id for each in parts for id in each.request_ids),
        }
    )
