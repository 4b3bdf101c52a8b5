"""What an item is known to be once all its places have been looked at."""

from typing import NamedTuple

from debrief.interactions.conversations.model import Channel
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.parsed import ParsedConversation
from debrief.interactions.formats.units_of_time import known_length, with_times_that_fit
from debrief.interactions.holds import HoldReason
from debrief.interactions.intake.model import StoredObject
from debrief.people.model import AccountSettings


class Examined(NamedTuple):
    """What an item is known to be. reasons: what holds it; none when it may be loaded. wordless: see `IntakeItem`.

    new_queue: its queue, where no conversation came through it before.
    """

    metadata: Metadata
    contact_reference: str
    agent_id: str | None
    recording: StoredObject | None
    reasons: tuple[HoldReason, ...]
    warnings: tuple[str, ...]
    wordless: bool = False
    new_queue: str | None = None


def is_agent_given(metadata: Metadata, conversation: ParsedConversation) -> bool:
    """Whether it is said who the agent is, and not only that one of those who called each other is called so."""
    found = metadata.found_in.get("agent_reference")
    if found is FoundIn.DOCUMENT and conversation.only_dialling:
        return conversation.agent_named is not None
    return found is not None


def settled_in(settings: AccountSettings) -> Metadata:
    """What the account's settings tell of every conversation, where nothing else does."""
    if settings.agent_channel is None:
        return Metadata()
    return Metadata(agent_channel=settings.agent_channel, found_in={"agent_channel": FoundIn.ACCOUNT})


def with_fitting_times(
    conversation: ParsedConversation, known: Metadata, recording: StoredObject | None, *, cut_off: bool
) -> ParsedConversation:
    """The conversation with times that fit how long it was: as its recording is, else as is known of it."""
    recorded = recording.duration_ms if recording else None
    spoken = conversation.spoken or recording is not None or known.channel is Channel.VOICE
    return with_times_that_fit(conversation, known_length(known, recorded, cut_off=cut_off), spoken=spoken)


def is_wordless(conversation: ParsedConversation | None) -> bool:
    """Whether a document tells of a conversation whose words only its recording has: it is transcribed then.

    What our own job made of a recording is never asked this; there, no words mean that nobody spoke.
    """
    return conversation is not None and not conversation.turns
