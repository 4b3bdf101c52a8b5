"""Practice scenarios, and the attempts at them (S2.4, S2.6).

A scenario is about one criterion of one agent. It reaches the agent once somebody who leads them has approved it. Each
attempt is a chat with a model in the customer's place, scored by that criterion alone. No attempt is a conversation
with a customer: none is in any list, report, ranking or average of those.
"""

from typing import Annotated, Final, Literal

from pydantic import Field

from debrief.interactions.conversations.words import Speaker
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.evaluations.model import VerifiedQuote
from debrief.quality.evaluations.words import ReviewReason

MOST_TURNS: Final = 12
"""Times that the agent speaks in one attempt; after the last one it is scored."""

LONGEST_SAID: Final = 1000
"""Characters of what an agent says at a time."""

LONGEST_REPLY: Final = 600
"""Characters of what the customer says at a time."""

LONGEST_TITLE: Final = 120
LONGEST_PART: Final = 800
"""Characters of a part of a scenario."""

ScenarioState = Literal["drafting", "failed", "waiting", "approved", "declined", "closed"]
"""drafting: the model writes it. failed: it couldn't. waiting: for somebody who leads the agent. closed: it was
approved and isn't practised any more; its scores stay."""

AttemptState = Literal["open", "given_up", "scoring", "unscored", "to_review", "scored"]
"""open: being talked. given_up: left, and may be taken up again. scoring: the AI is at it. unscored: it couldn't, and
may be asked again. to_review: a person is asked."""

WorkKind = Literal["draft", "reply", "score"]
ScoredBy = Literal["ai", "rule", "person"]


class ScenarioText(Entity):
    """What a scenario says.

    title: what it is about, in a few words. situation: what the agent is told before: who writes, and about what.
    customer: what the model is told of its part: what they want, how they are, and what calls for the criterion; the
    agent doesn't see it. opening: the customer's first words.
    """

    title: Annotated[str, Field(max_length=LONGEST_TITLE)]
    situation: Annotated[str, Field(max_length=LONGEST_PART)]
    customer: Annotated[str, Field(max_length=LONGEST_PART)]
    opening: Annotated[str, Field(max_length=LONGEST_REPLY)]


class Work(Entity):
    """Something that a run of the workflow is asked for.

    number: which one it is, from 1; the run's name ends in it. sentence: why it failed, where it has.
    """

    kind: WorkKind
    number: int
    requested_at: Instant
    sentence: str = ""

    @property
    def failed(self) -> bool:
        """Whether it has ended without what was asked for."""
        return bool(self.sentence)


class AiCall(Entity):
    """One thing that was asked of the model, and what that cost (N9)."""

    kind: WorkKind
    provenance: AiProvenance


MOST_JOINED: Final = 100
"""Further coaching logs that one scenario waits for; with more the next one begins another."""


class JoinedLog(Entity):
    """A further coaching log for whose agent and criterion a scenario waited already, and its conversation."""

    log_id: str
    interaction_id: str


class Scenario(Aggregate):
    """A situation to practise one criterion in.

    created_by: who made it by hand; None where it follows from a coaching log. log_id, interaction_id, recurring: that
    log, the conversation that it is about, and whether the criterion was low before. joined: further logs of the same
    agent and criterion, while nobody had settled it; the newest last. criterion: the question's text.
    text: None until there is one. edited: a person has changed what the model wrote. work: what the workflow is asked
    for. works: how often it was. pass_score: 0–100, from which an attempt passes, fixed when it was approved.
    reason: why it was declined. attempts, scored, to_review: how many were begun, have a score, and wait for a person.
    best: the best score, 0–100. passed_at: when one first passed. open_attempt_id: the one that is being talked.
    calls: what was asked of the model for it. quiet: nobody is told that it waits, since the conversation was long ago.
    log_gone: its coaching log was withdrawn before anybody settled it, and it was declined with that.
    """

    id: str
    agent_id: str
    created_at: Instant
    created_by: str | None = None
    log_id: str | None = None
    interaction_id: str | None = None
    joined: tuple[JoinedLog, ...] = ()
    recurring: bool = False
    scorecard_id: str
    scorecard_version: int
    question_id: str
    criterion: Annotated[str, Field(max_length=1000)]
    state: ScenarioState
    text: ScenarioText | None = None
    edited: bool = False
    work: Work | None = None
    works: int = 0
    pass_score: float | None = None
    decided_by: str | None = None
    decided_at: Instant | None = None
    reason: Annotated[str, Field(max_length=1000)] = ""
    attempts: int = 0
    scored: int = 0
    to_review: int = 0
    best: float | None = None
    passed_at: Instant | None = None
    open_attempt_id: str | None = None
    calls: tuple[AiCall, ...] = ()
    quiet: bool = False
    log_gone: bool = False

    @property
    def log_ids(self) -> tuple[str, ...]:
        """The coaching logs that it follows from, the one that it was written from first."""
        return (*filter(None, [self.log_id]), *(each.log_id for each in self.joined))

    @property
    def interaction_ids(self) -> tuple[str, ...]:
        """The conversations that it follows from, in the same order."""
        return (*filter(None, [self.interaction_id]), *(each.interaction_id for each in self.joined))


class AttemptScore(Entity):
    """What an attempt came to by its criterion.

    percent: earned ÷ possible × 100; None where the criterion wasn't called for. option: what was answered, in words.
    quote: the agent's own words that show it; rationale: why. by: who answered; the person is scored_by.
    """

    percent: float | None
    earned: float
    possible: float
    passed: bool
    option: str
    no_opportunity: bool = False
    quote: VerifiedQuote | None = None
    rationale: Annotated[str, Field(max_length=4000)] = ""
    by: ScoredBy
    scored_by: str | None = None
    at: Instant


class ScoreSuggestion(Entity):
    """What the AI would answer where a person is asked; None of both where it left the question open."""

    option_id: str | None = None
    not_applicable: bool = False
    quote: VerifiedQuote | None = None
    rationale: Annotated[str, Field(max_length=4000)] = ""


class Attempt(Aggregate):
    """One attempt, without its words. number: from 1 within the scenario. paused_ms: how long it lay given up.

    said: times that the agent has spoken. why: why a person is asked. ended_by_limit: the last turn ended it.
    """

    id: str
    scenario_id: str
    agent_id: str
    number: int
    state: AttemptState = "open"
    started_at: Instant
    given_up_at: Instant | None = None
    paused_ms: int = 0
    ended_at: Instant | None = None
    ended_by_limit: bool = False
    said: int = 0
    work: Work | None = None
    works: int = 0
    score: AttemptScore | None = None
    why: tuple[ReviewReason | Literal["answered_by_people"], ...] = ()
    suggestion: ScoreSuggestion | None = None
    cost_micro_usd: int = 0


class PracticeTurn(Entity):
    """What one of both said. at_ms: from the attempt's beginning, without pauses."""

    speaker: Speaker
    text: str
    at_ms: int


class Words(Aggregate):
    """What was said in an attempt, and what was asked of the model for it."""

    attempt_id: str
    turns: tuple[PracticeTurn, ...] = ()
    calls: tuple[AiCall, ...] = ()
