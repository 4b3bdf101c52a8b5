"""What was read out of a conversation, each value with where it comes from."""

from enum import StrEnum
from typing import Annotated, Final, Generic, Self, TypeVar

from pydantic import Field, model_validator

from debrief.interactions.conversations.words import Channel, Speaker
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.model import Entity
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

    def without_model(self) -> Self:
        """This analysis without what a model read: what rules, vendors and customers say stays."""
        changes: dict[str, object] = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Reading) and value.origin is Origin.MODEL:
                changes[name] = None
            elif isinstance(value, tuple) and name != "dropped":
                changes[name] = tuple(each for each in value if each.origin is not Origin.MODEL)
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
