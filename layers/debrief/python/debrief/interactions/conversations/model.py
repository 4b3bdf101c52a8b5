"""The interaction: one conversation with a customer, what it is known to be, and what was read out of it."""

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Generic, Literal, Self, TypeVar

from pydantic import Field, model_validator

from debrief.interactions.conversations.words import Channel as Channel
from debrief.interactions.conversations.words import Direction as Direction
from debrief.interactions.conversations.words import Speaker as Speaker
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.kernel.untrusted.kinds import Fault, InstructionKind

Milliseconds = Annotated[int, Field(ge=0)]
SentimentScore = Annotated[float, Field(ge=-5, le=5)]
"""-5 is the most negative, 0 neutral, 5 the most positive: the scale of Transcribe and Contact Lens."""

ValueT = TypeVar("ValueT")


class Origin(StrEnum):
    """Where a value comes from: our model, a vendor's file, a computation of ours, or the customer's own answer."""

    MODEL = "model"
    VENDOR = "vendor"
    COMPUTED = "computed"
    CUSTOMER_SURVEY = "customer_survey"


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


class Reading(Entity, Generic[ValueT]):
    """One value of an analysis and where it comes from.

    source: whose value it is in a vendor's file or survey (`contact_lens`, `star`); None for our own.
    """

    value: ValueT
    origin: Origin
    source: str | None = None


class SentimentQuarter(Entity):
    """Mean sentiment over one quarter of the conversation. quarter: 1–4."""

    quarter: int = Field(ge=1, le=4)
    score: SentimentScore


class FindingKind(StrEnum):
    """What a vendor's own analysis points at.

    silence: a stretch in which nobody speaks. interruption: somebody begins while the other one goes on.
    """

    ISSUE = "issue"
    OUTCOME = "outcome"
    ACTION_ITEM = "action_item"
    INTERRUPTION = "interruption"
    SILENCE = "silence"


class Finding(Entity):
    """One place in the conversation that a vendor's own analysis points at.

    speaker: whose words it is about, for an interruption who interrupts; None where the vendor names nobody.
    turn: the index of the turn in the transcript. text: the words it is about, as they were written down.
    start_ms, end_ms: from the beginning of the conversation, as the vendor gives them.
    """

    kind: FindingKind
    speaker: Speaker | None = None
    turn: int | None = Field(default=None, ge=0)
    start_ms: Milliseconds | None = None
    end_ms: Milliseconds | None = None
    text: str | None = None


class Instructing(Entity):
    """A place of the conversation that seems to instruct the AI which reads it.

    turn: the index of the turn; None for a field. field: which one beside the words, such as `queue`.
    kinds: in what way, see `InstructionKind`.
    """

    turn: int | None = Field(default=None, ge=0)
    field: str | None = None
    kinds: tuple[InstructionKind, ...]


class LeftOut(Entity):
    """How many sentences or topics of the model were left out, for a reason."""

    reason: Fault
    count: int = Field(ge=1)


_SCALES: Final = {
    "customer_sentiment_start": (-5, 5),
    "customer_sentiment_end": (-5, 5),
    "customer_sentiment": (-5, 5),
    "agent_sentiment": (-5, 5),
    "predicted_satisfaction": (1, 5),
    "predicted_resolution": (0, 1),
    "xnps": (0, 10),
}


class Analysis(Entity):
    """What was read out of a conversation (I2). Every field is None or empty where nobody has read it.

    customer_sentiment_*, agent_sentiment: -5 to 5, see `SentimentScore`; the arc has one score per quarter.
    agent_sentiment: only where an admin turned it on; `permitted` removes it otherwise.
    predicted_satisfaction: 1–5. predicted_resolution: 0 or 1. xnps: 0–10.
    inquiry: out of the configured list, one or more. indicators: names of phrase rules or of a vendor's categories.
    findings: issues, outcomes, action items, interruptions and silences that a vendor found; never ours.
    instructs: where the conversation seems to instruct the AI; found by rule. A person has to look at it.
    dropped: what the model wrote and can't stay, see `interactions.analysis.guarding`.
    vendor_values: other plain values of vendor files, unchanged, keyed `vendor.document.field`.
    provenance: the model's call; None where nothing was asked of a model.
    """

    summary: Reading[str] | None = None
    customer_sentiment_start: Reading[float] | None = None
    customer_sentiment_end: Reading[float] | None = None
    customer_sentiment_arc: Reading[tuple[SentimentQuarter, ...]] | None = None
    customer_sentiment: Reading[float] | None = None
    agent_sentiment: Reading[float] | None = None
    predicted_satisfaction: Reading[float] | None = None
    predicted_resolution: Reading[int] | None = None
    xnps: Reading[int] | None = None
    repeat_contact: Reading[bool] | None = None
    inquiry: tuple[Reading[str], ...] = ()
    topics: tuple[Reading[str], ...] = ()
    indicators: tuple[Reading[str], ...] = ()
    findings: tuple[Reading[Finding], ...] = ()
    instructs: tuple[Reading[Instructing], ...] = ()
    dropped: tuple[LeftOut, ...] = ()
    vendor_values: dict[str, Reading[bool | int | float | str]] = {}
    provenance: AiProvenance | None = None

    @model_validator(mode="after")
    def _within_scales(self) -> Self:
        for name, (lowest, highest) in _SCALES.items():
            reading = getattr(self, name)
            if reading is not None and not lowest <= reading.value <= highest:
                raise ValueError(f"{name} lies outside {lowest} to {highest}")
        return self

    def filled_from(self, other: Self) -> Self:
        """This analysis, with what it lacks taken from `other`; lists are united, values of this one stay."""
        changes: dict[str, object] = {}
        for name in type(self).model_fields:
            mine, theirs = getattr(self, name), getattr(other, name)
            if name == "dropped":
                changes[name] = mine or theirs
            elif isinstance(mine, tuple):
                known = {reading.value for reading in mine}
                changes[name] = (*mine, *(reading for reading in theirs if reading.value not in known))
            elif isinstance(mine, dict):
                changes[name] = {**theirs, **mine}
            else:
                changes[name] = theirs if mine is None else mine
        return self.model_copy(update=changes)

    def permitted(self, channel: Channel, *, agent_sentiment: bool) -> Self:
        """This analysis without what may be neither kept nor shown.

        E-mail has no predicted satisfaction or resolution (S1). Agent sentiment stays only where the
        account turned it on: the EU AI Act forbids inferring workers' emotions from voice. With it go the plain values
        of vendors whose names speak of an agent's feelings.
        """
        changes: dict[str, object] = {}
        if channel is Channel.EMAIL:
            changes.update(predicted_satisfaction=None, predicted_resolution=None)
        if not agent_sentiment:
            changes["agent_sentiment"] = None
            changes["vendor_values"] = {
                name: reading for name, reading in self.vendor_values.items() if not _is_of_agents_feelings(name)
            }
        return self.model_copy(update=changes)


_FEELINGS: Final = ("sentiment", "emotion", "mood")
_AGENTS: Final = ("agent", "advisor", "adviser", "employee", "operator", "representative", "staff")


def _is_of_agents_feelings(name: str) -> bool:
    plain = name.casefold()
    return any(each in plain for each in _FEELINGS) and any(each in plain for each in _AGENTS)


class RolesFrom(StrEnum):
    """What tells who of a conversation is the agent and who the customer."""

    PERSON = "person"
    DOCUMENT = "document"
    NAME = "name"
    METADATA = "metadata"
    SOURCE = "source"
    ACCOUNT = "account"
    DIALLING = "dialling"
    WORDING = "wording"
    FIRST_CHANNEL = "first_channel"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        """The end of a sentence: where it comes from."""
        return _WHENCE[self]


_WHENCE: Final = {
    RolesFrom.PERSON: "a person says",
    RolesFrom.DOCUMENT: "the document says",
    RolesFrom.NAME: "the agent's name says",
    RolesFrom.METADATA: "its metadata say",
    RolesFrom.SOURCE: "is settled for where it comes from",
    RolesFrom.ACCOUNT: "the account's settings say",
    RolesFrom.DIALLING: "who dialled suggests",
    RolesFrom.WORDING: "the wording suggests",
    RolesFrom.FIRST_CHANNEL: "is usual",
    RolesFrom.UNKNOWN: "nobody says",
}
_GUESSES: Final = frozenset({RolesFrom.DIALLING, RolesFrom.WORDING, RolesFrom.FIRST_CHANNEL})


MOST_ROLES_CHANGES: Final = 20
"""Times that a person said who is who which are kept with a conversation, the latest; each is also announced."""


class RolesChange(Entity):
    """One time that a person said who is who.

    by: the user. basis, guessed: what had told it until then. job: the correction of a whole import or source that it
    was part of; None where it was said of this conversation alone. remarks: of the conversation, those about who is who
    that held no longer.
    """

    by: str
    at: Instant
    basis: RolesFrom
    guessed: bool
    job: str | None = None
    remarks: tuple[str, ...] = ()


class Roles(Entity):
    """Where it comes from who is the agent and who the customer.

    basis: what told it; `unknown` where nobody could, and the speakers are unknown. guessed: it follows from wording,
    from who dialled or from habit, and may be the wrong way round. changes: when a person said otherwise, the latest
    last, `MOST_ROLES_CHANGES` at most.
    """

    basis: RolesFrom
    guessed: bool
    changes: tuple[RolesChange, ...] = ()

    @classmethod
    def told_by(cls, basis: RolesFrom) -> Self:
        """Roles with this basis."""
        return cls(basis=basis, guessed=basis in _GUESSES)

    def said_by(self, user_id: str, at: datetime, *, job: str | None = None, remarks: tuple[str, ...] = ()) -> Self:
        """Roles that a person says, in the place of these. remarks: that hold no longer."""
        kept = self._with_change(user_id, at, job, remarks)
        return self.model_copy(update={"basis": RolesFrom.PERSON, "guessed": False, "changes": kept})

    def taken_back_by(self, user_id: str, at: datetime, *, job: str | None = None) -> Self:
        """Roles as they were before the last change: what told them then tells them again, and is a guess as it was."""
        last = self.changes[-1]
        kept = self._with_change(user_id, at, job, ())
        return self.model_copy(update={"basis": last.basis, "guessed": last.guessed, "changes": kept})

    def _with_change(
        self, user_id: str, at: datetime, job: str | None, remarks: tuple[str, ...]
    ) -> tuple[RolesChange, ...]:
        change = RolesChange(by=user_id, at=at, basis=self.basis, guessed=self.guessed, job=job, remarks=remarks)
        return (*self.changes, change)[-MOST_ROLES_CHANGES:]


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
    crm_links: what it belongs to in a CRM (`deal`, `account`, …) and the reference or address there.
    roles: what tells who is the agent and who the customer, and whether that is a guess; None where nobody speaks, and
        for what was loaded before that was known.
    remarks: sentences about what couldn't be read of it, contradicts itself or was guessed when it came in.
    set_aside: what a vendor said of one of the speakers, while a person says that they are others than they were read
        as; it holds again once they are as they were read.
    missing: what a model should have added and hasn't.
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
    screen_recordings: tuple[ScreenRecording, ...] = ()
    transcript: TranscriptReference | None = None
    crm_links: dict[str, str] = {}
    roles: Roles | None = None
    remarks: tuple[str, ...] = ()
    analysis: Analysis | None = None
    set_aside: Analysis | None = None
    missing: tuple[Missing, ...] = ()
    erased_at: Instant | None = None
    source: InteractionSource
    created_at: Instant

    @property
    def instructs(self) -> bool:
        """Whether it seems to instruct the AI, as far as it has been analysed."""
        return self.analysis is not None and bool(self.analysis.instructs)

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
