"""The interaction: one conversation with a customer, what it is known to be, and what was read out of it."""

import hashlib
import json
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from debrief.interactions.conversations.analysis import Analysis, Milliseconds, SentimentScore
from debrief.interactions.conversations.roles import Roles
from debrief.interactions.conversations.words import Channel as Channel
from debrief.interactions.conversations.words import Direction as Direction
from debrief.interactions.conversations.words import Speaker as Speaker
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity


class SourceFormat(StrEnum):
    """What form a document that came in has."""

    CALL_ANALYTICS = "transcribe_call_analytics"
    CONTACT_LENS_VOICE = "contact_lens_voice"
    CONTACT_LENS_CHAT = "contact_lens_chat"
    TRANSCRIBE_STANDARD = "transcribe_standard"
    VCON = "vcon"
    WEBVTT = "webvtt"
    CONNECT_CHAT = "connect_chat"
    GENESYS = "genesys"
    DEEPGRAM = "deepgram"
    WHISPER = "whisper"
    TWILIO = "twilio"
    BEDROCK_DATA_AUTOMATION = "bedrock_data_automation"
    TEAMS = "teams"
    WEBEX = "webex"
    ZOOM = "zoom"
    WTF = "wtf"
    SIDECAR = "sidecar"
    AUDIO = "audio"
    NOTES = "notes"


class Turn(Entity):
    """What one speaker said without another taking over.

    start_ms, end_ms: from the beginning of the conversation; None where the document has no times.
    voice: what the document calls who speaks (a name, or a recogniser's number), where it tells more than the role.
    read_as: who it was taken for when it was read, where a person has said otherwise.
    confidence: the recogniser's, 0–1. sentiment_label, sentiment_score (-5 to 5): as the vendor gave them.
    """

    index: int = Field(ge=0)
    speaker: Speaker
    text: str
    start_ms: Milliseconds | None = None
    end_ms: Milliseconds | None = None
    voice: str | None = None
    read_as: Speaker | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)
    sentiment_label: str | None = None
    sentiment_score: SentimentScore | None = None

    def permitted(self, *, agent_sentiment: bool) -> Self:
        """This turn without what may be neither kept nor shown: an agent's sentiment, unless it is turned on."""
        if agent_sentiment or self.speaker is not Speaker.AGENT:
            return self
        return self.model_copy(update={"sentiment_label": None, "sentiment_score": None})


class Transcript(Entity):
    """The turns of an interaction in order. made_by: who recognised or wrote it, as far as the document tells."""

    interaction_id: str
    language: str | None = None
    turns: tuple[Turn, ...]
    source_format: SourceFormat
    made_by: str | None = None

    @property
    def digest(self) -> str:
        """What was said, by whom and when, as hexadecimal SHA-256: the same for the same words, however they came."""
        said = [[turn.speaker, turn.start_ms, turn.text] for turn in self.turns]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def permitted(self, *, agent_sentiment: bool) -> Self:
        """This transcript without what may be neither kept nor shown."""
        return self.model_copy(
            update={"turns": tuple(turn.permitted(agent_sentiment=agent_sentiment) for turn in self.turns)}
        )


def transcript_prefix(interaction_id: str, intake_id: str) -> str:
    """How the keys begin of the transcripts in the content bucket that runs of an intake item wrote of an interaction.

    Each writes an object of its own, so that a late one leaves alone what the interaction has by then.
    """
    return f"transcripts/{interaction_id}/{intake_id}-"


class TranscriptReference(Entity):
    """Where a transcript lies, so that lists needn't load it.

    note: what the recogniser or reader remarked. digest: see `Transcript`; None where it was stored before there was
    one.
    """

    key: str
    source_format: SourceFormat
    turns: int = Field(ge=0)
    words: int = Field(ge=0)
    note: str | None = None
    digest: str | None = None


class Recording(Entity):
    """A recording in S3. channels: 1 mono, 2 stereo; agent_channel: 0-based, None in mono or where unknown."""

    bucket: str
    key: str
    media_type: str
    channels: int | None = Field(default=None, ge=1)
    agent_channel: int | None = Field(default=None, ge=0)
    duration_ms: Milliseconds | None = None


class ScreenRecording(Entity):
    """A recording of the agent's screen in S3. start_ms: where in the conversation it begins."""

    bucket: str
    key: str
    media_type: str
    start_ms: Milliseconds = 0


ModelPart = Literal["analysis", "answers"]
"""What a model adds to a conversation: its analysis, and the answers of scorecards that start automatically."""


WhyMissing = Literal["budget_spent", "gave_up", "speakers_changed"]
"""Why a part is missing; see `Missing`."""


class Missing(Entity):
    """A part that a conversation lacks. What rules tell is there.

    why: `budget_spent`: the month's budget was spent; it is made up for once there is budget again. `speakers_changed`:
    a person has said who is who, and it is being made anew. `gave_up`: that was tried several times, and the log of the
    runs tells what went wrong.
    """

    part: ModelPart
    why: WhyMissing


class Confirmation(Entity):
    """That a person has looked at what seems to instruct the AI, and lets what a model read of the conversation count.

    by: who. digest: which words they looked at; see `Interaction.transcript_digest`.
    """

    by: str
    at: Instant
    digest: str | None = None


class InteractionSource(Entity):
    """Where an interaction came from: the intake item, its format, and the bulk import, if it was one.

    added_by: who entered it by hand; then there is no intake item, and `intake_id` is empty.
    """

    intake_id: str
    format: SourceFormat
    import_id: str | None = None
    added_by: str | None = None


class Interaction(Aggregate):
    """A voice call, chat, e-mail or offline conversation (I1).

    contact_reference: what the telephony system calls it. agent_id: our user. customer_reference: theirs.
    talk_ms: connected time not on hold; handle_ms = talk_ms + hold_ms + after_call_work_ms.
    inquiry: what the customer came for; several where the conversation had several. inquiry_read: a model read it, and
        nothing came in; not told of what was analysed before that was written down.
    transcription_micro_usd: what Amazon Transcribe took for its words, by the price list in force; None where they
        came in written, and of what was loaded before that was kept.
    crm_links: what it belongs to in a CRM (`deal`, `account`, …) and the reference or address there.
    roles: what tells who is the agent and who the customer, and whether that is a guess; None where nobody speaks, and
        for what was loaded before that was known.
    remarks: sentences about what couldn't be read of it, contradicts itself or was guessed when it came in.
    set_aside: what a vendor said of one of the speakers, while a person says that they are others than they were read
        as; it holds again once they are as they were read.
    missing: what a model should have added and hasn't.
    confirmed: by whom, where it seems to instruct the AI and a person let count what a model read of it.
    erased_at: when its content was erased on request; nothing is made or counted anew of it since.
    """

    id: str
    contact_reference: str
    agent_id: str
    customer_reference: str | None = None
    started_at: Instant
    ended_at: Instant | None = None
    duration_ms: Milliseconds
    channel: Channel
    direction: Direction = Direction.UNKNOWN
    queue: str
    team_id: str | None = None
    language: str | None = None
    disposition: str | None = None
    topics: tuple[str, ...] = ()
    inquiry: tuple[str, ...] = ()
    inquiry_read: bool = False
    indicators: tuple[str, ...] = ()
    talk_ms: Milliseconds | None = None
    hold_ms: Milliseconds | None = None
    after_call_work_ms: Milliseconds | None = None
    handle_ms: Milliseconds | None = None
    recording: Recording | None = None
    transcription_micro_usd: Annotated[int, Field(ge=0)] | None = None
    screen_recordings: tuple[ScreenRecording, ...] = ()
    transcript: TranscriptReference | None = None
    crm_links: dict[str, str] = {}
    roles: Roles | None = None
    remarks: tuple[str, ...] = ()
    analysis: Analysis | None = None
    set_aside: Analysis | None = None
    missing: tuple[Missing, ...] = ()
    confirmed: Confirmation | None = None
    erased_at: Instant | None = None
    source: InteractionSource
    created_at: Instant

    @property
    def instructs(self) -> bool:
        """Whether it seems to instruct the AI, as far as it has been analysed."""
        return self.analysis is not None and bool(self.analysis.instructs)

    @property
    def doubtful(self) -> bool:
        """Whether it seems to instruct the AI, and no person has let count what a model read of these words (N6)."""
        seen = self.confirmed is not None and self.confirmed.digest == self.transcript_digest
        return self.instructs and not seen

    @property
    def counted_analysis(self) -> Analysis | None:
        """Its analysis as figures count it: of a doubtful conversation without what a model read."""
        return self.analysis.without_model() if self.analysis is not None and self.doubtful else self.analysis

    def lacks(self, part: ModelPart) -> bool:
        """Whether the part is missing, for whatever reason."""
        return any(each.part == part for each in self.missing)

    def lacking(self, part: ModelPart, why: WhyMissing | None) -> Self:
        """The same with the part missing, or with `None` not missing any more."""
        others = tuple(each for each in self.missing if each.part != part)
        return self.model_copy(update={"missing": (*others, Missing(part=part, why=why)) if why else others})

    @property
    def transcript_digest(self) -> str | None:
        """Which words it has; None where it has none, or they were stored before that was known."""
        return self.transcript.digest if self.transcript else None

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.ended_at is not None and self.ended_at < self.started_at:
            raise ValueError("ended_at lies before started_at")
        parts = (self.talk_ms, self.hold_ms, self.after_call_work_ms)
        if self.handle_ms is not None and None not in parts:
            total = sum(part for part in parts if part is not None)
            if total != self.handle_ms:
                raise ValueError("handle_ms isn't talk_ms + hold_ms + after_call_work_ms")
        if self.channel is Channel.EMAIL and self.analysis is not None:
            predicted = (self.analysis.predicted_satisfaction, self.analysis.predicted_resolution)
            if predicted != (None, None):
                raise ValueError("an e-mail has no predicted satisfaction or resolution")
        return self
