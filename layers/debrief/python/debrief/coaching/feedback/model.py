"""Feedback on an agent's work (S0.6)."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from debrief.coaching.fields import Reference
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate

Visibility = Literal["public", "private"]


class Feedback(Aggregate):
    """A comment on an agent's work. A private one isn't shown to the agent."""

    id: str
    agent_id: str
    author_id: str
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
    evaluation_id: Reference | None = None
    interaction_id: Reference | None = None
    visibility: Visibility = "public"
    created_at: Instant
