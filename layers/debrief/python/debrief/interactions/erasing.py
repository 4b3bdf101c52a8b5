"""What is left of a conversation that was erased, and what of one is about whom (N8).

Whoever asked, the same is left: what is counted, and what the account itself sorts conversations by. Nothing of it
leads to the customer, nor, without the names that are gone, to the agent.
"""

from datetime import datetime
from typing import Any, Final

from debrief.interactions.comments.model import Comment
from debrief.interactions.conversations.analysis import Analysis
from debrief.interactions.conversations.customer_references import customer_key
from debrief.interactions.conversations.model import Confirmation, Interaction, Speaker, Transcript, transcript_prefix
from debrief.interactions.formats.metadata import Metadata, other_side
from debrief.interactions.intake.file_names import INSIDE
from debrief.interactions.intake.model import Failure, IntakeItem, IntakeStatus
from debrief.kernel.privacy import Record, Subject, plain
from debrief.people.names import reference_key

_RECOGNISED: Final = "transcription/"
"""Where in the content bucket recognisers write what was said, in a folder for each intake item, until it is read."""

ERASED: Final = Failure(code="Erased", sentence="It was erased on request.")

_OF_BOTH: Final = (
    "started_at",
    "ended_at",
    "duration_ms",
    "channel",
    "direction",
    "queue",
    "language",
    "disposition",
    "topics",
    "inquiry",
    "indicators",
    "recording",
)
_OF_AGENT: Final = (*_OF_BOTH, "team_id", "talk_ms", "hold_ms", "after_call_work_ms", "handle_ms", "screen_recordings")
_OF_CUSTOMER: Final = (*_OF_BOTH, "contact_reference", "customer_reference", "crm_links")
_NOT_OF_AUTHOR: Final = frozenset({"agent_id", "author_id", "tagged_ids", "interaction_id", "transcript_digest"})
_NOT_OF_CUSTOMER: Final = frozenset({"agent_sentiment", "provenance"})


def without_content(interaction: Interaction, now: datetime) -> Interaction:
    """What is left of a conversation that is erased now; of one that was erased before, the same."""
    return interaction.model_copy(
        update={
            "contact_reference": interaction.id,
            "customer_reference": None,
            "disposition": None,
            "topics": (),
            "crm_links": {},
            "recording": None,
            "screen_recordings": (),
            "transcript": None,
            "analysis": _counted(interaction.analysis),
            "set_aside": None,
            "roles": None,
            "remarks": (),
            "missing": (),
            "confirmed": _confirmed(interaction),
            "erased_at": interaction.erased_at or now,
        }
    )


def _confirmed(interaction: Interaction) -> Confirmation | None:
    """What counted stays counted, though the words that somebody confirmed are gone."""
    confirmed = interaction.confirmed
    return None if confirmed is None or interaction.doubtful else confirmed.model_copy(update={"digest": None})


def _counted(analysis: Analysis | None) -> Analysis | None:
    """Of an analysis the values on a scale, and what it was sorted into."""
    if analysis is None:
        return None
    return analysis.model_copy(update={"summary": None, "topics": (), "findings": (), "vendor_values": {}})


def item_without_content(item: IntakeItem, now: datetime) -> IntakeItem:
    """What is left of an intake item that is erased now: that there was one.

    So its name or its line isn't taken in once more; see `erased_at`. One that waited for a person has failed.
    """
    waited = item.status in (IntakeStatus.HELD, IntakeStatus.FAILED, IntakeStatus.DISMISSED)
    return item.model_copy(
        update={
            "unit_key": "",
            "recording": None,
            "transcript": None,
            "sidecar": None,
            "screen_recordings": (),
            "unsupported": None,
            "status": IntakeStatus.FAILED if waited else item.status,
            "reasons": (),
            "completion": {},
            "metadata": Metadata(),
            "agent_id": None,
            "attempt": max(1, item.attempt),
            "failure": ERASED if waited else None,
            "warnings": (),
            "dismissal": None,
            "erased_at": item.erased_at or now,
        }
    )


def comment_record(comment: Comment) -> Record:
    """A comment as it is its author's: what they wrote and when; not on whose conversation."""
    return Record(kind="comment", id=comment.id, data=plain(comment, without=_NOT_OF_AUTHOR))


def is_about(item: IntakeItem, subject: Subject, references: frozenset[str]) -> bool:
    """Whether an intake item is about the subject.

    references: what other systems call the person, as `reference_key` has it.
    """
    known = item.metadata
    if subject.kind == "person":
        called = {reference_key(each) for each in (known.agent_reference, *known.agent_also) if each}
        return item.agent_id == subject.id or not called.isdisjoint(references)
    if subject.kind == "contact":
        return subject.id == known.contact_reference
    # Where only who dialled is told, who of the two is the customer isn't settled before it is loaded.
    sides = (known.customer_reference, other_side(known))
    return customer_key(subject.id) in {customer_key(each) for each in sides if each}


def conversation_record(interaction: Interaction, transcript: Transcript | None, subject: Subject) -> Record:
    """Of a conversation what is about the subject: of the words, their own; of the analysis, what is said of them.

    A recording holds both voices, and its file's name may tell of both: it is said that there is one, and no more.
    """
    agents = subject.kind == "person"
    fields = _OF_AGENT if agents else _OF_CUSTOMER
    given = plain(interaction)
    data: dict[str, Any] = {name: given[name] for name in fields if name in given}
    if "recording" in data:
        data["recording"] = _nameless(data["recording"])
    if "screen_recordings" in data:
        data["screen_recordings"] = [_nameless(each) for each in data["screen_recordings"]]
    if interaction.analysis is not None:
        read: dict[str, Any]
        if agents:
            of_agent = plain(_with_findings_of(interaction.analysis, Speaker.AGENT))
            read = {name: of_agent[name] for name in ("agent_sentiment", "findings") if name in of_agent}
        else:
            of_customer = _with_findings_of(interaction.analysis, None, Speaker.CUSTOMER)
            read = plain(of_customer, without=_NOT_OF_CUSTOMER)
        if read:
            data["analysis"] = read
    if transcript is not None:
        speaker = Speaker.AGENT if agents else Speaker.CUSTOMER
        data["said"] = [
            {"start_ms": turn.start_ms, "text": turn.text} for turn in transcript.turns if turn.speaker is speaker
        ]
    return Record(kind="conversation", id=interaction.id, data=data)


def _with_findings_of(analysis: Analysis, *own: Speaker | None) -> Analysis:
    """The analysis with those of a vendor's findings only that are about one of these; None: about nobody."""
    return analysis.model_copy(update={"findings": tuple(one for one in analysis.findings if one.value.speaker in own)})


def _nameless(file: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in file.items() if name not in ("bucket", "key") and each is not None}


def item_record(item: IntakeItem, subject: Subject) -> Record:
    """Of an intake item that never became a conversation, what was known of the subject."""
    others = {"customer_reference", "contact_reference", "crm_links", "further", "other_side"}
    hidden = others if subject.kind == "person" else {"agent_reference", "agent_also", "team", "talk_ms", "hold_ms"}
    if subject.kind == "customer":
        # Of the two sides their own is told.
        hidden = hidden | {
            name
            for name in ("customer_reference", "other_side")
            if customer_key(getattr(item.metadata, name) or "") != customer_key(subject.id)
        }
    known = plain(item.metadata, without=frozenset({"found_in", "unread", "written", "too_large", "against", *hidden}))
    return Record(
        kind="intake_item", id=item.id, data={"status": item.status.value, **plain(item, without=_NOT_TOLD), **known}
    )


_NOT_TOLD: Final = frozenset(IntakeItem.model_fields) - {"received_at"}


def objects_of_interaction(interaction: Interaction, content_bucket: str) -> list[str]:
    """Where everything lies that was kept of a conversation: recording, screens, transcript."""
    found = [f"{screen.bucket}/{screen.key}" for screen in interaction.screen_recordings]
    if interaction.recording is not None:
        found.append(f"{interaction.recording.bucket}/{interaction.recording.key}")
    if interaction.transcript is not None:
        found.append(f"{content_bucket}/{interaction.transcript.key}")
    return found


def objects_of_item(item: IntakeItem) -> list[str]:
    """Where everything lies that came in as this item. A line's file holds others' conversations and isn't its own."""
    parts = (item.recording, item.transcript, item.sidecar, item.unsupported, *item.screen_recordings)
    return [f"{item.bucket}/{part.key}" for part in parts if part is not None and part.span is None]


def prefixes_of_item(item: IntakeItem, content_bucket: str) -> list[str]:
    """How the keys begin of all that was written of this item, one object for each run.

    That is what recognisers wrote of its recordings, its transcripts, also those that no interaction ever had, and what
    was taken out of its documents: also of earlier ones, of which the item knows nothing any more.
    """
    found = [f"{_RECOGNISED}{item.id}/"]
    if item.interaction_id is not None:
        found.append(transcript_prefix(item.interaction_id, item.id))
    return [*(f"{content_bucket}/{prefix}" for prefix in found), f"{item.bucket}/{INSIDE}{item.id}/"]
