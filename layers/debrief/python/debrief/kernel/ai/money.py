"""What model calls and transcriptions cost, in whole micro-dollars (1 USD = 1,000,000)."""

from typing import Final

from debrief.kernel.model import Entity

LEAST_AUDIO_MS: Final = 15_000
"""A transcription of less is billed as so much."""


class TokenPrice(Entity):
    """List price of a model, in USD per 1,000,000 tokens; equally: micro-dollars per token."""

    input: float
    output: float


def token_cost_micro_usd(price: TokenPrice, input_tokens: int, output_tokens: int) -> int:
    """Cost of one call, rounded to whole micro-dollars.

    A price per million tokens in USD is the price per token in micro-USD, so the product needs no factor.
    """
    return round(price.input * input_tokens + price.output * output_tokens)


def audio_cost_micro_usd(usd_per_minute: float, duration_ms: int) -> int:
    """Cost of having a recording transcribed: by the second that was begun, of 15 at least, in whole micro-dollars."""
    seconds = -(-max(duration_ms, LEAST_AUDIO_MS) // 1000)
    return round(usd_per_minute * 1_000_000 * seconds / 60)
