"""Flags: what of a conversation somebody has to look at, why, and what came of it (S2.3)."""

from typing import Annotated, Final, Literal

from pydantic import Field

from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.evaluations.words import EvaluationType
from debrief.quality.scorecards.model import Milliseconds, Percent, VersionNumber

FlagKind = Literal["low_score", "compliance", "pattern", "keyword", "hang_up", "policy", "addresses_ai"]
"""Why a conversation is flagged.

low_score: an evaluation's score lies below the threshold. compliance: an answer to a compliance criterion doesn't pass,
whatever the score. pattern: the same criterion is low in several calls running. keyword: one of the account's alert
keywords was said. hang_up: somebody seems to have hung up. policy: an indicator holds that the account calls a policy
violation. addresses_ai: the conversation seems to instruct the AI that reads it (N6).
"""

FlagQueue = Literal["compliance", "quality"]
FlagState = Literal["open", "snoozed", "resolved", "withdrawn"]
"""open: it waits for somebody. snoozed: it waits again from an instant on. resolved: somebody said what came of it.
withdrawn: what it was raised for isn't so any more, and nobody had resolved it.
"""

UNSETTLED: Final[tuple[FlagState, ...]] = ("open", "snoozed")

Outcome = Literal["coached", "put_right", "no_action", "mistaken"]
"""What came of a flag. coached: it was talked about with the agent. put_right: something was put right with the
customer. no_action: it is so, and nothing has to be done. mistaken: the flag is wrong.
"""

CONFIRMS: Final[frozenset[Outcome]] = frozenset({"no_action", "mistaken"})
"""Of a conversation that seems to instruct the AI: the outcomes after which what a model read of it counts again. With
the others somebody did try it, and that counts nowhere."""

StepKind = Literal[
    "raised",
    "raised_again",
    "changed",
    "routed",
    "handed_over",
    "snoozed",
    "woken",
    "resolved",
    "reopened",
    "withdrawn",
    "no_longer",
]
"""What happened to a flag. routed: the reporting line gave it to somebody else. no_longer: what it was raised for isn't
so any more, after it was resolved.
"""

WhyGone = Literal["rescored", "deleted", "superseded", "not_said", "joined", "between"]
"""Why what a flag was raised for isn't so any more. rescored: the evaluation's answers are others. deleted, superseded:
the evaluation counts no more. not_said: the conversation was read anew. joined: another flag tells the same pattern.
between: a call that came in later lies between those of a pattern.
"""

MOST_PLACES: Final = 20
MOST_CRITERIA: Final = 50
MOST_CALLS: Final = 20
MOST_STEPS: Final = 100
"""Of a flag: what is kept of each; of very long histories the beginning and the newest."""

LONGEST_SNOOZE_DAYS: Final = 90

Note = Annotated[str, Field(max_length=2000)]


class FlagPlace(Entity):
    """Where in the conversation it is. turn_index, start_ms: of the turn. text: the words; what: the keyword or the
    indicator that they are found by, empty for a criterion's quote.
    """

    turn_index: Annotated[int, Field(ge=0)]
    start_ms: Milliseconds | None = None
    text: Annotated[str, Field(max_length=500)] = ""
    what: Annotated[str, Field(max_length=200)] = ""


class FlaggedCriterion(Entity):
    """A criterion that a flag is about. percent: of its points; place: the quote that its answer rests on."""

    question_id: str
    text: Annotated[str, Field(max_length=1000)]
    percent: Percent | None = None
    place: FlagPlace | None = None


class RunningCall(Entity):
    """One of the calls of a pattern. percent: the criterion's."""

    evaluation_id: str
    interaction_id: str
    started_at: Instant
    percent: Percent


class FlagGrounds(Entity):
    """What a flag rests on.

    percent, threshold: the score, and what it lies below. criteria: of `compliance` those that were missed, of
    `pattern` the one. places: of keywords, hang-ups, policies and instructions, where it was said. named: the keywords,
    the indicators, or the fields beside the words that instruct. calls: of a pattern the newest of those running, the
    newest last; running: how many there are.
    """

    percent: Percent | None = None
    threshold: Percent | None = None
    criteria: tuple[FlaggedCriterion, ...] = ()
    places: tuple[FlagPlace, ...] = ()
    named: tuple[Annotated[str, Field(max_length=200)], ...] = ()
    calls: tuple[RunningCall, ...] = ()
    running: Annotated[int, Field(ge=0)] = 0


class Resolution(Entity):
    """What came of a flag; it stays with the call. by: who resolved it."""

    outcome: Outcome
    note: Note = ""
    by: str
    at: Instant


class FlagStep(Entity):
    """One thing that happened to a flag.

    by: whose doing it was; none for Debrief's own. to_id: who has it from then on. until: of a snooze. why: of what
    isn't so any more. note: what was said when it was handed over. percent: the score from then on.
    """

    at: Instant
    kind: StepKind
    by: str | None = None
    to_id: str | None = None
    until: Instant | None = None
    why: WhyGone | None = None
    note: Note = ""
    percent: Percent | None = None


class Flagged(Entity):
    """What a flag is about: a conversation, and an evaluation of it where it rests on one.

    evaluator_id, type: of the evaluation; see `Evaluation`.
    """

    agent_id: str
    team_id: str | None = None
    interaction_id: str
    contact_reference: str
    channel: Channel
    inquiry: tuple[str, ...] = ()
    interaction_started_at: Instant
    evaluation_id: str | None = None
    scorecard_id: str | None = None
    scorecard_name: str | None = None
    scorecard_version: VersionNumber | None = None
    evaluator_id: str | None = None
    type: EvaluationType | None = None


class Flag(Aggregate):
    """A conversation that somebody has to look at.

    holds: whether what it was raised for is still so. assignee_id: who has it; none where nobody above the agent may
    work with flags. handed_by: who gave it to them; none where the reporting line did, and then it follows the line.
    snoozed_until: while it is snoozed. history: oldest first, see `MOST_STEPS`.
    """

    id: str
    kind: FlagKind
    queue: FlagQueue
    state: FlagState = "open"
    about: Flagged
    grounds: FlagGrounds
    holds: bool = True
    raised_at: Instant
    assignee_id: str | None = None
    handed_by: str | None = None
    snoozed_until: Instant | None = None
    resolution: Resolution | None = None
    history: tuple[FlagStep, ...] = ()

    @property
    def unsettled(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.state in UNSETTLED


class Waiting(Entity):
    """How many open flags somebody has, by queue; the most that were counted stands for so many and more."""

    compliance: int
    quality: int


class CallScores(Entity):
    """How one evaluation came out, criterion by criterion: what patterns are looked for in.

    percents: of each criterion that applied, by the question's id. completed_at: of several evaluations of one call
    with a scorecard, the last one counts.
    """

    evaluation_id: str
    interaction_id: str
    started_at: Instant
    completed_at: Instant
    percents: dict[str, Percent] = {}


class KnownRun(Entity):
    """A pattern that was flagged. first, last: the places of its calls, see `patterns.place_of`."""

    flag_id: str
    first: str
    last: str


class KnownRuns(Aggregate):
    """The patterns of one criterion of one agent that were flagged, oldest first."""

    runs: tuple[KnownRun, ...] = ()
