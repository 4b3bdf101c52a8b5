"""What a person sends to make or change a meeting, an action or feedback.

In a change only the fields that were sent count (`model_fields_set`). Those that can't be emptied have a default
factory instead of allowing null: it only makes them optional and is never read.
"""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from debrief.coaching.model import (
    DurationMs,
    GoalStatus,
    Line,
    LineItemTarget,
    Link,
    MeetingKind,
    Place,
    Reference,
    Text,
    Visibility,
)
from debrief.coaching.model import Title as StoredTitle
from debrief.kernel.clock import Day, Instant
from debrief.kernel.model import Entity
from debrief.kernel.text import check_name

HALF_AN_HOUR_MS = 30 * 60_000
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
Title = Annotated[StoredTitle, AfterValidator(check_name)]
"""A new title; those that are stored stay readable whatever they hold."""


class GoalDraft(Entity):
    """A goal as it is sent. id: that of a goal of the meeting; none for a new one."""

    id: Reference | None = None
    text: Line
    status: GoalStatus = "open"


Goals = Annotated[tuple[GoalDraft, ...], Field(max_length=20)]


class MeetingDraft(Entity):
    """A new 1-to-1. facilitator_id: the caller unless given."""

    title: Title
    participant_id: Reference
    facilitator_id: Reference | None = None
    kind: MeetingKind = "video"
    scheduled_at: Instant
    duration_ms: DurationMs = HALF_AN_HOUR_MS
    location: Place | None = None
    link: Link | None = None
    agenda: Text = ""
    notes: Text = ""
    private_notes: Text = ""
    goals: Goals = ()


class MeetingChanges(Entity):
    """Changes to a 1-to-1. goals: the whole list, each with its id where it stays."""

    title: Title = Field(default_factory=str)
    kind: MeetingKind = Field(default_factory=lambda: "video")
    scheduled_at: Instant = Field(default_factory=lambda: _NEVER)
    duration_ms: DurationMs = Field(default_factory=int)
    location: Place | None = None
    link: Link | None = None
    agenda: Text = Field(default_factory=str)
    notes: Text = Field(default_factory=str)
    private_notes: Text = Field(default_factory=str)
    goals: Goals = Field(default_factory=tuple)


class ActionDraft(Entity):
    """A new action. meeting_id: the 1-to-1 that it is agreed in, whose participant is then the assignee."""

    title: Title
    description: Text = ""
    assignee_id: Reference
    due_date: Day | None = None
    target: LineItemTarget | None = None
    meeting_id: Reference | None = None


class ActionChanges(Entity):
    """Changes to an action. Who it is for and where it came from stay."""

    title: Title = Field(default_factory=str)
    description: Text = Field(default_factory=str)
    due_date: Day | None = None
    target: LineItemTarget | None = None


class Recommendation(Entity):
    """A recommendation of an AI performance report, from which an action is made.

    index: its place in the report, counted from 0. title, description: what the person made of the prefilled ones;
    none keeps these.
    """

    index: Annotated[int, Field(ge=0)]
    area: str
    action: str
    rationale: str
    title: Title | None = None
    description: Text | None = None
    due_date: Day | None = None
    target: LineItemTarget | None = None


class FeedbackDraft(Entity):
    """New feedback on an agent's work."""

    agent_id: Reference
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    evaluation_id: Reference | None = None
    interaction_id: Reference | None = None
    visibility: Visibility = "public"
