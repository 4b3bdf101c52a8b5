"""What a person sends to make or change a meeting.

In a change only the fields that were sent count (`model_fields_set`). Those that can't be emptied have a default
factory instead of allowing null: it only makes them optional and is never read.
"""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import Field

from debrief.coaching.fields import NewLine, NewText, NewTitle, Reference
from debrief.coaching.meetings.model import DurationMs, GoalStatus, Link, MeetingKind, Place
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity

HALF_AN_HOUR_MS = 30 * 60_000
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class GoalDraft(Entity):
    """A goal as it is sent. id: that of a goal of the meeting; none for a new one."""

    id: Reference | None = None
    text: NewLine
    status: GoalStatus = "open"


Goals = Annotated[tuple[GoalDraft, ...], Field(max_length=20)]


class MeetingDraft(Entity):
    """A new 1-to-1. facilitator_id: the caller unless given."""

    title: NewTitle
    participant_id: Reference
    facilitator_id: Reference | None = None
    kind: MeetingKind = "video"
    scheduled_at: Instant
    duration_ms: DurationMs = HALF_AN_HOUR_MS
    location: Place | None = None
    link: Link | None = None
    agenda: NewText = ""
    notes: NewText = ""
    private_notes: NewText = ""
    goals: Goals = ()


class MeetingChanges(Entity):
    """Changes to a 1-to-1. goals: the whole list, each with its id where it stays."""

    title: NewTitle = Field(default_factory=str)
    kind: MeetingKind = Field(default_factory=lambda: "video")
    scheduled_at: Instant = Field(default_factory=lambda: _NEVER)
    duration_ms: DurationMs = Field(default_factory=int)
    location: Place | None = None
    link: Link | None = None
    agenda: NewText = Field(default_factory=str)
    notes: NewText = Field(default_factory=str)
    private_notes: NewText = Field(default_factory=str)
    goals: Goals = Field(default_factory=tuple)
