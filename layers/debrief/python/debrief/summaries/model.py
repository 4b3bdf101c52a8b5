"""The performance summary: who asked for it, over what, how far it is, and what it may be called (S0)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.clock import Instant
from debrief.kernel.masking.kinds import Kind
from debrief.kernel.model import Aggregate, Entity

MOST_EVALUATIONS = 300
"""Evaluations that one summary analyses, newest first (S0.6)."""

MOST_CONVERSATIONS = 500
"""Conversations that one summary analyses, newest first (S0.6)."""

Count = Annotated[int, Field(ge=0)]
SummaryStatus = Literal["generating", "ready", "failed"]
ScorecardType = Literal["all", "manual", "blended", "automatic"]
"""Evaluations that count: all, by humans only, by both, by AI only (S0.7)."""


class PeriodKind(StrEnum):
    """The periods that can be chosen (S0.5)."""

    SINCE_LAST_MEETING = "since_last_meeting"
    LAST_WEEK = "last_week"
    LAST_2_WEEKS = "last_2_weeks"
    LAST_4_WEEKS = "last_4_weeks"
    LAST_QUARTER = "last_quarter"
    CUSTOM = "custom"


class Period(Entity):
    """Whole days in the account's time zone.

    first_day, last_day: both included. start: when the first day begins; end: when the day after the last begins.
    """

    kind: PeriodKind
    first_day: date
    last_day: date
    time_zone: str
    start: Instant
    end: Instant

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last_day - self.first_day).days + 1


class Step(StrEnum):
    """Where the workflow is."""

    GATHERING = "gathering"
    CAPPING = "capping"
    PROMPTING = "prompting"
    REPAIRING = "repairing"
    CHECKING = "checking"
    FILTERING = "filtering"
    SAVING = "saving"


class Progress(Entity):
    """What the workflow is doing just now, in words with counts, such as "Reading 214 evaluations"."""

    step: Step
    sentence: str


class SummaryFailure(Entity):
    """Why there is no report. reason: a stable code; sentence: what happened and what to do; never an error's text."""

    reason: str
    sentence: str
    at: Instant


class SourceCount(Entity):
    """How much there is of one kind of data, and how much of it is analysed.

    note: said where not all of it is, such as "(max 300 will be analysed)".
    """

    available: Count
    analysed: Count
    note: str = ""


class Sources(Entity):
    """The data of a period, counted (S0.6).

    coaching: feedback, actions and 1-to-1s together. previous_meeting: goals and actions of the previous 1-to-1.
    """

    evaluations: SourceCount
    conversations: SourceCount
    coaching: SourceCount
    previous_meeting: SourceCount


class SummaryFrame(Entity):
    """The settings that a summary is made with, fixed when it is asked for so that it can be made again (N2).

    minimum_sample: applicable answers from which a rate is shown.
    agent_sentiment: whether the account lets agents' sentiment be shown.
    second_check: whether the model is asked of each sentence, a second time, if its sources bear it out; not of
    summaries that were made before this could be asked.
    masked: the kinds of personal data that are masked in what the model reads, and so in what it quotes.
    """

    agent_name: str
    minimum_sample: Annotated[int, Field(ge=1)]
    agent_sentiment: bool
    second_check: bool = False
    masked: tuple[Kind, ...] = ()


class Sharing(Entity):
    """With whom the summary is shared, since when, by whom."""

    user_ids: tuple[str, ...]
    at: Instant
    by: str


class FurtherRound(Entity):
    """What became of asking the model once more about its own draft.

    status: made; not needed, since there was nothing to ask about; off in the account's settings; or not made, or not
    of everything, and `sentence` says why, `reason` as a stable code.
    asked: places that were to be written anew, or sentences that were to be checked. answered: those of them that the
    model answered. settled: those of them that are in order since, or that are borne out.
    provenance: how the model came to its answers; also of those that came to nothing, where they cost something.
    """

    status: Literal["made", "not_needed", "off", "not_made"]
    reason: str = ""
    sentence: str = ""
    asked: Count = 0
    answered: Count = 0
    settled: Count = 0
    provenance: AiProvenance | None = None


class Summary(Aggregate):
    """An AI performance report without its report, which is kept beside it.

    meeting_id: the 1-to-1 that it was made in; none for a detached one, made on the agent's profile.
    previous_meeting_id: the participant's previous completed 1-to-1; always none for a detached one.
    attempt: 1, and one more with every retry; the execution is called `<id>-<attempt>`.
    replay_of: the summary whose dossier is drafted from once more, to compare (N2); such a one stands in no list.
    progress: only while generating. failure: only when failed.
    overnight: made for the facilitator in the night before the 1-to-1, without anybody having asked for it then.
    opened_at: when its owner first read what was made overnight; told of no other.
    attempted_at: when this attempt began.
    provenance: how the draft came about. repair, check: what became of having left out places written anew, and of
    having each sentence checked; none until it is ready, and of summaries that were made before there were such rounds.
    """

    id: str
    agent_id: str
    meeting_id: str | None = None
    previous_meeting_id: str | None = None
    requested_by: str
    replay_of: str | None = None
    overnight: bool = False
    period: Period
    scorecard_type: ScorecardType = "all"
    frame: SummaryFrame
    status: SummaryStatus = "generating"
    progress: Progress | None = None
    failure: SummaryFailure | None = None
    attempt: Annotated[int, Field(ge=1)] = 1
    sources: Sources
    sharing: Sharing | None = None
    provenance: AiProvenance | None = None
    repair: FurtherRound | None = None
    check: FurtherRound | None = None
    created_at: Instant
    attempted_at: Instant
    ready_at: Instant | None = None
    opened_at: Instant | None = None
    edited_at: Instant | None = None
    edited_by: str | None = None

    @property
    def detached(self) -> bool:
        """Made on a profile, not in a 1-to-1."""
        return self.meeting_id is None

    @property
    def unseen(self) -> bool:
        """Made overnight, and not read by its owner yet: nobody has asked for it, and nobody has looked at it."""
        return self.overnight and self.opened_at is None

    @property
    def execution_name(self) -> str:
        """The name of this attempt's execution."""
        return f"{self.id}-{self.attempt}"

    @property
    def target(self) -> str:
        """What may be generated once at a time: the meeting, or the agent's report by this person."""
        if self.replay_of is not None:
            return f"replay#{self.replay_of}"
        return f"meeting#{self.meeting_id}" if self.meeting_id else f"agent#{self.agent_id}#{self.requested_by}"

    def object_key(self, name: str) -> str:
        """Where this attempt keeps the S3 object called `name`."""
        return f"summaries/{self.id}/{self.attempt}/{name}.json"
