"""A conversation that its agent proposes as a best response (N17)."""

from typing import Annotated, Literal

from pydantic import Field

from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate

MOST_WORDS = 1000
"""Characters of what an agent says to a proposal, and of what is answered to it."""

ProposalState = Literal["open", "accepted", "declined"]


class Proposal(Aggregate):
    """That an agent holds a conversation of theirs for one that others can learn from.

    note: what is good about it, in the agent's words. decided_by, decided_at, answer: who accepted or declined it,
    when, and what they said to it; of one that was declined it is the reason.
    """

    id: str
    agent_id: str
    interaction_id: str
    started_at: Instant
    queue: str = ""
    inquiry: tuple[str, ...] = ()
    note: Annotated[str, Field(max_length=MOST_WORDS)]
    proposed_at: Instant
    state: ProposalState = "open"
    decided_by: str | None = None
    decided_at: Instant | None = None
    answer: Annotated[str, Field(max_length=MOST_WORDS)] = ""
