"""Actions that a person has agreed to do (S0.12, S0.14)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from debrief.coaching.fields import Reference, Text, Title
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity

ActionStatus = Literal["open", "completed"]
Origin = Literal["manual", "meeting", "ai_coaching_report"]
ORIGIN_LABELS: dict[Origin, str] = {
    "manual": "Manual",
    "meeting": "1-to-1 meeting",
    "ai_coaching_report": "AI Coaching Report",
}
"""How an origin is shown to people."""

Chip = Literal["completed", "overdue", "on_track", "improved", "still_developing"]
"""How far an action from the last 1-to-1 has come; `progress` tells which (S0.12)."""

CHIP_LABELS: dict[Chip, str] = {
    "completed": "Completed",
    "overdue": "Overdue",
    "on_track": "On track",
    "improved": "Improved",
    "still_developing": "Still developing",
}
"""How a chip is shown to people."""

MOST_ATTACHED = 90
"""Actions of one meeting or one report. So many go, with what they hang on, in one transaction of 100 writes."""


class LineItemTarget(Entity):
    """The line item whose pass rate an action is to lift. text: as the question read when the action was made."""

    scorecard_id: Reference
    question_id: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    text: Annotated[str, Field(max_length=1000)]


class Action(Aggregate):
    """Something that a person has agreed to do.

    due_date: a calendar date in the account's time zone.
    target: the line item that it is to improve, where there is one.
    attached_to: the meeting it was agreed in, or the detached AI performance report it came from; none for a free one.
    summary_id: the AI performance report whose recommendation it was made from, be that detached or of a meeting.
    recommendation_index: which recommendation of that report, by its number, which stays when others are edited away.
    """

    id: str
    title: Title
    description: Text = ""
    assignee_id: str
    created_by: str
    due_date: date | None = None
    target: LineItemTarget | None = None
    origin: Origin = "manual"
    attached_to: str | None = None
    summary_id: str | None = None
    recommendation_index: Annotated[int, Field(ge=0)] | None = None
    status: ActionStatus = "open"
    completed_at: Instant | None = None
    completed_by: str | None = None
    created_at: Instant

    @property
    def anchors(self) -> tuple[str, ...]:
        """What it hangs on: the meeting, the report, both or neither; each once."""
        return tuple(dict.fromkeys(anchor for anchor in (self.attached_to, self.summary_id) if anchor))
