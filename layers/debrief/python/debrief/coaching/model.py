"""1-to-1 meetings, the actions agreed in them, and feedback (S4.13, S0.6, S0.12, S0.14)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity

MeetingKind = Literal["video", "in_person", "asynchronous"]
MeetingStatus = Literal["scheduled", "in_progress", "completed", "acknowledged", "cancelled"]
GoalStatus = Literal["open", "achieved", "dropped"]
ActionStatus = Literal["open", "completed"]
Visibility = Literal["public", "private"]

Origin = Literal["manual", "meeting", "ai_coaching_report"]
ORIGIN_LABELS: dict[Origin, str] = {
    "manual": "Manual",
    "meeting": "1-to-1 meeting",
    "ai_coaching_report": "AI Coaching Report",
}
"""How an origin is shown to people."""

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Text = Annotated[str, Field(max_length=10_000)]
Place = Annotated[str, Field(max_length=500)]
Link = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2000)]
Reference = Annotated[str, StringConstraints(pattern=r"^[a-z]+_[0-9A-Za-z]{1,40}$")]
DurationMs = Annotated[int, Field(ge=5 * 60_000, le=8 * 3_600_000)]
"""5 minutes to 8 hours."""


MOST_ATTACHED = 90
"""Actions of one meeting or one report. So many go, with what they hang on, in one transaction of 100 writes."""


class Goal(Entity):
    """What the participant sets out to reach, from one 1-to-1 to the next."""

    id: str
    text: Line
    status: GoalStatus = "open"


class SharedMeeting(Aggregate):
    """The part of a 1-to-1 that both who meet may read.

    scheduled_at: when it is planned to begin; fixed once it is completed.
    notes: shared by both.
    completed_at, acknowledged_at: when the facilitator closed it, and when the participant confirmed that.
    held_at: when it took place: as scheduled, or at its completion where that was earlier; none before completion.
    """

    id: str
    title: Title
    facilitator_id: str
    participant_id: str
    kind: MeetingKind
    scheduled_at: Instant
    duration_ms: DurationMs
    location: Place | None = None
    link: Link | None = None
    agenda: Text = ""
    notes: Text = ""
    goals: tuple[Goal, ...] = Field(default=(), max_length=20)
    status: MeetingStatus = "scheduled"
    completed_at: Instant | None = None
    acknowledged_at: Instant | None = None
    held_at: Instant | None = None
    created_by: str
    created_at: Instant


class Meeting(SharedMeeting):
    """A 1-to-1 meeting (coaching session).

    private_notes: the facilitator's own; nobody else gets to read them.
    The AI performance summary of a meeting is kept beside it: see `CoachingStore.summary_of`.
    """

    private_notes: Text = ""


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
