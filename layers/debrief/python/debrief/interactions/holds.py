"""Why something that came in is held, as a code for programs and a sentence for people (S2.1)."""

from enum import StrEnum

from debrief.kernel.model import Entity


class HoldCode(StrEnum):
    """Why something is held. The codes are part of the API and don't change."""

    AGENT_MISSING = "agent_missing"
    AGENT_UNKNOWN = "agent_unknown"
    AGENT_AMBIGUOUS = "agent_ambiguous"
    DATE_MISSING = "date_missing"
    DATE_IN_FUTURE = "date_in_future"
    QUEUE_MISSING = "queue_missing"
    QUEUE_UNKNOWN = "queue_unknown"
    DURATION_MISSING = "duration_missing"
    END_BEFORE_START = "end_before_start"
    DOCUMENT_UNREADABLE = "document_unreadable"
    DOCUMENT_UNSUPPORTED = "document_unsupported"
    DOCUMENT_EMPTY = "document_empty"
    TRANSCRIPTION_FAILED = "transcription_failed"
    RECORDING_NOT_FETCHED = "recording_not_fetched"
    TRANSCRIPT_UNREAD = "transcript_unread"
    CHANNEL_UNKNOWN = "channel_unknown"
    CONTENT_MISSING = "content_missing"
    DUPLICATE = "duplicate"
    LANGUAGE_UNSUPPORTED = "language_unsupported"
    TOO_LARGE = "too_large"


class Nearest(Entity):
    """What is known and comes nearest to what was given: an offer, never the answer.

    value: what to fill in for it. name: how people call it.
    """

    value: str
    name: str


class HoldReason(Entity):
    """One reason why something is held.

    field: the field of `Metadata` that a person can complete; None where completing doesn't help.
    given: of a value that isn't known, how it was written. nearest: the known one that comes nearest to it.
    sentence: for the person who looks at it.
    """

    code: HoldCode
    field: str | None = None
    given: str | None = None
    nearest: Nearest | None = None
    sentence: str
