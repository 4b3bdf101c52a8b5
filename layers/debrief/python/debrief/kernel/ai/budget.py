"""What the language model and transcription may cost in a month, by what they are used for (N9).

Every request reserves what it will about cost, and afterwards what it did cost takes the place of that. So requests
that run at the same time know of each other, and together spend more than the limit at most by what is under way when
it is met.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal, NamedTuple, Protocol

from debrief.kernel.calendar import day_of

Use = Literal["transcription", "analysis", "answers", "summary", "practice"]
"""What money is spent on: to have a recording written down, and to ask the model to analyse a conversation, to answer a
scorecard, to write a summary, to play a customer in practice."""

USES: Final[tuple[Use, ...]] = ("transcription", "analysis", "answers", "summary", "practice")

EXPECTED_OUTPUT_TOKENS: Final = 1500
"""What an answer is reckoned with before it is there; the most that it may have would refuse requests far too early."""


class Limits(NamedTuple):
    """What the account allows. micro_usd: in a month, by use; None, or no entry, for no limit."""

    time_zone: str
    micro_usd: Mapping[Use, int | None]


class Spent(NamedTuple):
    """What requests came to. requests: how many were answered or may have been."""

    input_tokens: int = 0
    output_tokens: int = 0
    micro_usd: int = 0
    requests: int = 0

    def plus(self, other: "Spent") -> "Spent":
        """Both together."""
        return Spent(*(own + more for own, more in zip(self, other, strict=True)))


class Reservation(NamedTuple):
    """Room that a request has taken in a month."""

    month: str
    micro_usd: int


class Budget(Protocol):
    """The account's ledger for one use of the model."""

    def reserve(self, micro_usd: int) -> Reservation:
        """Take room for a request that will about cost so much. Raises BudgetSpent."""
        ...

    def settle(self, reservation: Reservation, spent: Spent) -> None:
        """Put what a request did cost in the place of what was reserved."""
        ...

    def keep_unused(self, subject: str, spent: Spent) -> None:
        """Remember what was paid for answers about `subject` that came to nothing."""
        ...

    def take_unused(self, subject: str) -> Spent:
        """What was remembered so, once: an answer that came to something carries it in its provenance."""
        ...


def month_of(now: datetime, time_zone: str) -> str:
    """The calendar month of an instant in the account's time zone, such as `2026-03`."""
    return f"{day_of(now, time_zone):%Y-%m}"
