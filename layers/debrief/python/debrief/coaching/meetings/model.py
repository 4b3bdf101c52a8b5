"""1-to-1 meetings (S4.13)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from debrief.coaching.fields import Line, Text, Title
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity

MeetingKind = Literal["video", "in_person", "asynchronous"]
MeetingStatus = Literal["scheduled", "in_progress", "completed", "acknowledged", "cancelled"]
GoalStatus = Literal["open", "achieved", "dropped"]
Verb = Literal["start", "complete", "reopen", "acknowledge", "cancel"]
Place = Annotated[str, Field(max_length=500)]
Link = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2000)]
DurationMs = Annotated[int, Field(ge=5 * 60_000, le=8 * 3_600_000)]
"""5 minutes to 8 hours."""


class Goal(Entity):
    """What the participant sets out to reach, from one 1-to-1 to the next."""

    id: str
    text: Line
    status: GoalStatus = "open"


class Step(Entity):
    """What happened to a 1-to-1. by: the person; none where it was nobody's doing: one of a pairing is called off when
    one of both leaves. was: its status before.
    """

    verb: Verb
    by: str | None
    at: Instant
    was: MeetingStatus


MOST_STEPS = 100
"""So many steps are kept; older ones between the first and these are let go."""


class SharedMeeting(Aggregate):
    """The part of a 1-to-1 that both who meet may read.

    scheduled_at: when it is planned to begin; fixed once it is completed.
    notes: shared by both.
    completed_at, acknowledged_at: when the facilitator closed it, and when the participant confirmed that.
    held_at: when it took place: as scheduled, or at its completion where that was earlier; none before completion.
    history: its steps, the oldest first; those from before they were written down are missing.
    sequence: how often what a calendar shows of it has changed; it rises with each such change (RFC 5545, 3.8.7.4).
    colleague_id: of a meeting of two colleagues (N16), whom the participant meets; its facilitator looks after it and
        needn't be there. The colleague is told when and where, and what it is about, and no more.
    """

    id: str
    title: Title
    facilitator_id: str
    participant_id: str
    colleague_id: str | None = None
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
    history: tuple[Step, ...] = Field(default=(), max_length=MOST_STEPS)
    sequence: int = Field(default=0, ge=0)
    created_by: str
    created_at: Instant


class Meeting(SharedMeeting):
    """A 1-to-1 meeting (coaching session).

    private_notes: the facilitator's own; nobody else gets to read them.
    The AI performance report of a meeting is kept beside it: see `MeetingStore.meeting`.
    """

    private_notes: Text = ""
