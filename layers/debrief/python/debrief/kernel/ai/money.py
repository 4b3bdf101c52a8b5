"""What model calls cost, in whole micro-dollars (1 USD = 1,000,000)."""

from debrief.kernel.model import Entity


class TokenPrice(Entity):
    """List price of a model, in USD per 1,000,000 tokens; equally: micro-dollars per token."""

    input: float
    output: float


def token_cost_micro_usd(price: TokenPrice, input_tokens: int, output_tokens: int) -> int:
    """Cost of one call, rounded to whole micro-dollars.

    A price per million tokens in USD is the price per token in micro-USD, so the product needs no factor.
    """
    return round(price.input * input_tokens + price.output * output_tokens)
