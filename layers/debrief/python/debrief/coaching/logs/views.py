"""Coaching logs as the API shows them."""

from typing import Annotated, Literal

from pydantic import Field

from debrief.coaching.logs.model import Act, Compared, LogState, LogStep
from debrief.interactions.conversations.analysis import Origin
from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.quality.evaluations.model import EvaluationStatus, VerifiedQuote
from debrief.quality.evaluations.words import EvaluationType
from debrief.quality.flags.model import FlagKind
from debrief.quality.scorecards.model import AutoFail, Milliseconds, Percent, Points, ScoreFormat

CriterionOutcome = Literal["passed", "missed", "not_applicable", "open"]


class LogCriterion(Entity):
    """One criterion of a log.

    weight: of the question within its section; section_weight: the section's share of the score in percent, after what
    didn't apply. worth: how many of the score's hundred points the criterion can bring here; brought: how many it did,
    before what fails a section or all of it. answer: the option's label. fails: what the answer fails at once. quote:
    the words that the answer rests on, as the conversation has them at this place; shows: whether they are what the
    answer rests on, or what made the question applicable. no_quote: why there is none. compared: where it is low,
    against the agent's calls before.
    """

    section: str
    question_id: str
    question: str
    compliance: bool
    answer: str
    outcome: CriterionOutcome
    fails: AutoFail
    percent: Percent | None
    earned: Points
    possible: Points
    weight: float
    section_weight: Percent
    worth: Percent
    brought: Percent
    quote: VerifiedQuote | None
    shows: Literal["answer", "opportunity"] | None
    no_quote: Literal["none_given", "not_found", "no_words", "not_permitted"] | None
    why: str
    comment: str
    low: bool
    compared: Compared | None


class LogCall(Entity):
    """The conversation of a log. summary: of the same analysis that was scored; null where there is none, or the caller
    may not read conversations. sound: whether it can be heard.
    """

    contact_reference: str
    started_at: Instant
    duration_ms: Milliseconds
    channel: Channel
    queue: str
    inquiry: tuple[str, ...]
    summary: str | None
    summary_origin: Origin | None
    sound: bool


class LogScore(Entity):
    """What the evaluation came to, as it is now. status: `disputed` while its agent disagrees with answers of it.
    earlier_words: the conversation was replaced since.
    """

    percent: Percent | None
    earned: Points
    possible: Points
    format: ScoreFormat
    passed: bool | None
    pass_mark: Percent
    auto_failed: bool
    status: EvaluationStatus
    type: EvaluationType
    completed_at: Instant | None
    earlier_words: bool


class LookedBack(Entity):
    """What low criteria are held against: the agent's calls by the same scorecard from `since` on, before this one.

    calls: how many there were, `most` at most. threshold: a criterion is low below so many percent.
    """

    since: Instant
    until: Instant
    calls: Annotated[int, Field(ge=0)]
    most: Annotated[int, Field(ge=0)]
    threshold: Percent


class LogFlag(Entity):
    """Why the conversation is flagged. The agent isn't told."""

    id: str
    kind: FlagKind


class LogAct(Act):
    """What somebody did, with their name."""

    by_name: str


class LogStepView(LogStep):
    """A step with a name; null for Debrief's own."""

    by_name: str | None


class LogLine(Entity):
    """A log in a list.

    percent, status: of its evaluation as it is now; null where that is gone. question: the lowest criterion; recurring:
    whether it is, as of when the log was last looked at. low: how many criteria were low then.
    """

    id: str
    agent_id: str
    agent_name: str
    team_id: str | None
    interaction_id: str
    started_at: Instant
    channel: Channel | None
    queue: str | None
    inquiry: tuple[str, ...]
    scorecard_id: str
    scorecard_name: str
    scorecard_version: int
    evaluation_id: str
    percent: Percent | None
    status: EvaluationStatus | None
    state: LogState
    kinds: tuple[FlagKind, ...]
    question_id: str | None
    question: str | None
    recurring: bool
    low: int
    written_at: Instant


class LogView(LogLine):
    """A log, whole.

    call, score: null once the conversation's content, or the evaluation, is gone; then there are no criteria either.
    looked_back: what low criteria are held against. dropped: quotes that weren't in the conversation at their place and
    aren't shown. flags: none for the agent. actions: release, note; acknowledge, as the agent.
    """

    call: LogCall | None
    score: LogScore | None
    criteria: tuple[LogCriterion, ...]
    looked_back: LookedBack | None
    dropped: Annotated[int, Field(ge=0)]
    flags: tuple[LogFlag, ...]
    released: LogAct | None
    acknowledged: LogAct | None
    notes: tuple[LogAct, ...]
    history: tuple[LogStepView, ...]
    actions: tuple[str, ...]
    revision: int


class LogsOf(Entity):
    """The logs of a conversation that the caller sees, one for each version of a scorecard."""

    items: list[LogLine]
