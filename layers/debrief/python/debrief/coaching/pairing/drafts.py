"""What is sent to pair two colleagues, to answer, and to meet."""

from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StringConstraints

from debrief.coaching.fields import Reference
from debrief.coaching.meetings.model import DurationMs, Link, MeetingKind, Place
from debrief.coaching.pairing.advice import MINUTES
from debrief.coaching.pairing.model import MOST_WORDS
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.kernel.text import check_prose

MEETING_MS = MINUTES * 60_000
MaybeWords = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=MOST_WORDS), AfterValidator(check_prose)
]


class PairingDraft(Entity):
    """Who is to learn from whom, and what."""

    learner_id: Reference
    colleague_id: Reference
    scorecard_id: Reference
    question_id: Annotated[str, Field(min_length=1, max_length=200)]


class PairingAnswer(Entity):
    """A word beside a yes, or why somebody would rather not."""

    answer: MaybeWords = ""


class PairingEnd(Entity):
    """That both have met. takeaway: the one thing that the learner will try."""

    takeaway: MaybeWords = ""


class PeerMeetingDraft(Entity):
    """When and where both meet."""

    kind: MeetingKind = "video"
    scheduled_at: Instant
    duration_ms: DurationMs = MEETING_MS
    location: Place | None = None
    link: Link | None = None


class WillingnessDraft(Entity):
    """Whether the caller may be asked to help colleagues."""

    may_be_asked: StrictBool
