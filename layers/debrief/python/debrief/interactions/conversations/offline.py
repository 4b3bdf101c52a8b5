"""Conversations that no system recorded, entered by hand: what is given, and how it becomes one (S4.16)."""

from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from debrief.interactions.conversations.customer_references import customer_key
from debrief.interactions.conversations.model import (
    Interaction,
    InteractionSource,
    SourceFormat,
    Speaker,
    Transcript,
    TranscriptReference,
    Turn,
)
from debrief.interactions.conversations.words import Channel, Direction
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Instant
from debrief.kernel.errors import FieldError
from debrief.kernel.model import Entity

MOST_NOTES: Final = 50_000
"""Characters of notes; an hour of talk is about as long."""

LONGEST: Final = timedelta(days=1)
AHEAD: Final = timedelta(minutes=5)
"""How far ahead of the clock it may have begun: clocks differ."""

OLDEST: Final = timedelta(days=366 * 5)

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Notes = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_NOTES)]
Length = Annotated[int, Field(ge=0, le=int(LONGEST.total_seconds() * 1000))]


class NewOffline(Entity):
    """A conversation to be entered.

    about: what it was about, as lists are headed by it. notes: what was said, as far as somebody wrote it down; each
    paragraph is a place that evidence may be quoted from. contact_reference: what people find it by; its id where none
    is given. queue: which scorecards are for it, where they are for some queues only.
    """

    agent_id: str
    started_at: Instant
    duration_ms: Length = 0
    about: Line
    notes: Notes = ""
    contact_reference: Line | None = None
    customer_reference: Line | None = None
    queue: Line = "Offline"
    direction: Direction = Direction.UNKNOWN


class OfflineChange(Entity):
    """What may be changed of one that was entered by hand; what isn't named stays. Whose it is stays in any case.

    contact_reference: without one it is found by its id again.
    """

    started_at: Instant | None = None
    duration_ms: Length | None = None
    about: Line | None = None
    notes: Notes | None = None
    contact_reference: Line | None = None
    customer_reference: Line | None = None
    queue: Line | None = None
    direction: Direction | None = None


def when_errors(started_at: datetime, now: datetime) -> list[FieldError]:
    """What is wrong with when it took place."""
    if started_at > now + AHEAD:
        return [FieldError(pointer="/started_at", message="must not lie ahead")]
    if started_at < now - OLDEST:
        return [FieldError(pointer="/started_at", message="lies too far back")]
    return []


def is_by_hand(interaction: Interaction) -> bool:
    """Whether it was entered by hand."""
    return interaction.source.added_by is not None


def may_change(caller: Caller, interaction: Interaction) -> bool:
    """Whether the caller, who sees whose it is, may edit or delete it: it is theirs, or they manage the intake."""
    return (
        is_by_hand(interaction)
        and interaction.erased_at is None
        and interaction.agent_id != caller.user_id
        and caller.may(Permission.EVALUATIONS_PERFORM)
        and (interaction.source.added_by == caller.user_id or caller.may(Permission.INTAKE_MANAGE))
    )


def transcript_of(interaction_id: str, notes: str) -> Transcript | None:
    """The notes as what is evaluated: a turn a paragraph, whose words they are unknown; None without any."""
    paragraphs = [" ".join(each.split()) for each in notes.split("\n")]
    turns = tuple(
        Turn(index=index, speaker=Speaker.UNKNOWN, text=text)
        for index, text in enumerate(each for each in paragraphs if each)
    )
    return Transcript(interaction_id=interaction_id, turns=turns, source_format=SourceFormat.NOTES) if turns else None


def notes_folder(interaction_id: str) -> str:
    """What the keys of all notes of a conversation begin with, in the content bucket."""
    return f"transcripts/{interaction_id}/"


def reference_to(key: str, transcript: Transcript) -> TranscriptReference:
    """What the conversation keeps of its notes."""
    return TranscriptReference(
        key=key,
        source_format=SourceFormat.NOTES,
        turns=len(transcript.turns),
        words=sum(len(each.text.split()) for each in transcript.turns),
        digest=transcript.digest,
    )


def entered(id: str, new: NewOffline, team_id: str | None, by: str, now: datetime) -> Interaction:
    """The conversation, without its notes."""
    return Interaction(
        id=id,
        contact_reference=new.contact_reference or id,
        agent_id=new.agent_id,
        customer_reference=customer_key(new.customer_reference) if new.customer_reference else None,
        started_at=new.started_at,
        ended_at=new.started_at + timedelta(milliseconds=new.duration_ms),
        duration_ms=new.duration_ms,
        channel=Channel.OFFLINE,
        direction=new.direction,
        queue=new.queue,
        team_id=team_id,
        inquiry=(new.about,),
        source=InteractionSource(intake_id="", format=SourceFormat.NOTES, added_by=by),
        created_at=now,
    )


def changed(interaction: Interaction, change: OfflineChange) -> Interaction:
    """The conversation after the change, without its notes."""
    given = {name: getattr(change, name) for name in change.model_fields_set}
    given = {name: value for name, value in given.items() if value is not None or name == "customer_reference"}
    if "contact_reference" in change.model_fields_set:
        given["contact_reference"] = change.contact_reference or interaction.id
    if change.customer_reference:
        given["customer_reference"] = customer_key(change.customer_reference)
    given.pop("notes", None)
    about = given.pop("about", None)
    if about is not None:
        given["inquiry"] = (about,)
    after = interaction.model_copy(update=given)
    return after.model_copy(update={"ended_at": after.started_at + timedelta(milliseconds=after.duration_ms)})
