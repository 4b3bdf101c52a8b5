"""What keeps something that came in from becoming an interaction, and why (S2.1)."""

from datetime import datetime, timedelta
from enum import StrEnum

from debrief.interactions.intake.metadata import Metadata
from debrief.kernel.clock import iso
from debrief.kernel.model import Entity


class HoldCode(StrEnum):
    """Why something is held. The codes are part of the API and don't change."""

    AGENT_MISSING = "agent_missing"
    AGENT_UNKNOWN = "agent_unknown"
    AGENT_AMBIGUOUS = "agent_ambiguous"
    DATE_MISSING = "date_missing"
    DATE_IN_FUTURE = "date_in_future"
    QUEUE_MISSING = "queue_missing"
    DURATION_MISSING = "duration_missing"
    END_BEFORE_START = "end_before_start"
    DOCUMENT_UNREADABLE = "document_unreadable"
    DOCUMENT_UNSUPPORTED = "document_unsupported"
    DOCUMENT_EMPTY = "document_empty"
    TRANSCRIPTION_FAILED = "transcription_failed"
    RECORDING_NOT_FETCHED = "recording_not_fetched"
    CONTENT_MISSING = "content_missing"
    DUPLICATE = "duplicate"
    LANGUAGE_UNSUPPORTED = "language_unsupported"


class HoldReason(Entity):
    """One reason why something is held.

    field: the field of `Metadata` that a person can complete; None where completing doesn't help.
    sentence: for the person who looks at it.
    """

    code: HoldCode
    field: str | None = None
    sentence: str


class AgentMatch(Entity):
    """The users that answer to an agent reference: none is unknown, several are ambiguous."""

    reference: str
    user_ids: tuple[str, ...]


class DurationSources(Entity):
    """Where a duration can be taken from when the metadata has none, best first, in milliseconds."""

    audio_header_ms: int | None = None
    vendor_ms: int | None = None
    transcript_end_ms: int | None = None


CLOCK_TOLERANCE = timedelta(hours=26)
"""How far a date may lie ahead: a wrong time zone explains up to 26 hours, more is a wrong date."""


def with_duration(metadata: Metadata, sources: DurationSources) -> Metadata:
    """The metadata with the best known duration.

    Order: given → ended_at - started_at → audio header → the vendor's total → end of the last turn.
    A duration of 0 is a duration: a contact that was dropped before anybody spoke.
    """
    if metadata.duration_ms is not None:
        return metadata
    if metadata.started_at is not None and metadata.ended_at is not None:
        lasted = round((metadata.ended_at - metadata.started_at) / timedelta(milliseconds=1))
        if lasted >= 0:
            return metadata.model_copy(update={"duration_ms": lasted})
    for candidate in (sources.audio_header_ms, sources.vendor_ms, sources.transcript_end_ms):
        if candidate is not None and candidate >= 0:
            return metadata.model_copy(update={"duration_ms": candidate})
    return metadata


def reasons_to_hold(metadata: Metadata, *, agent: AgentMatch | None, now: datetime) -> tuple[HoldReason, ...]:
    """Everything that is missing or wrong, at once, so that a person completes it in one go.

    agent: what the agent reference was resolved to; None while nobody has looked it up, which checks only that
    there is a reference. A bot is a user like any other and isn't held.
    """
    reasons = [
        *_agent(metadata, agent),
        *_date(metadata, now),
    ]
    if not metadata.queue:
        reasons.append(
            _missing(HoldCode.QUEUE_MISSING, "queue", "It doesn't say which queue it came through", metadata)
        )
    if metadata.duration_ms is None:
        sentence = "It doesn't say how long it lasted, and no audio or transcript tells"
        reasons.append(_missing(HoldCode.DURATION_MISSING, "duration_ms", sentence, metadata))
    return tuple(reasons)


def _missing(code: HoldCode, field: str, sentence: str, metadata: Metadata) -> HoldReason:
    # A value that was there but couldn't be read is named, so that the sender can correct it at the source.
    unread = metadata.unread.get(field)
    return HoldReason(code=code, field=field, sentence=f"{sentence}; {unread}." if unread else f"{sentence}.")


def _agent(metadata: Metadata, agent: AgentMatch | None) -> list[HoldReason]:
    if not metadata.agent_reference:
        return [_missing(HoldCode.AGENT_MISSING, "agent_reference", "It doesn't say who the agent was", metadata)]
    if agent is None or len(agent.user_ids) == 1:
        return []
    if agent.user_ids:
        code, text = HoldCode.AGENT_AMBIGUOUS, f'More than one user answers to "{agent.reference}".'
    else:
        code, text = HoldCode.AGENT_UNKNOWN, f'No user answers to "{agent.reference}".'
    return [HoldReason(code=code, field="agent_reference", sentence=text)]


def _date(metadata: Metadata, now: datetime) -> list[HoldReason]:
    if metadata.started_at is None:
        return [_missing(HoldCode.DATE_MISSING, "started_at", "It doesn't say when it took place", metadata)]
    reasons = []
    if metadata.started_at > now + CLOCK_TOLERANCE:
        text = f"Its date, {iso(metadata.started_at)}, lies in the future."
        reasons.append(HoldReason(code=HoldCode.DATE_IN_FUTURE, field="started_at", sentence=text))
    if metadata.ended_at is not None and metadata.ended_at < metadata.started_at:
        text = "It ends before it starts."
        reasons.append(HoldReason(code=HoldCode.END_BEFORE_START, field="ended_at", sentence=text))
    return reasons
