"""What is forecast, and what came of it (N5)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.automations.model import AutomationContent
from debrief.quality.forecasts.sampling import Number, SampleEstimate
from debrief.quality.scorecards.model import Percent, VersionContent

Id = Annotated[str, Field(min_length=1, max_length=64)]

MOST_EXAMPLES = 20
MOST_PEOPLE = 100
"""Managers, evaluators and agents that a forecast names, each; those whom most would change for."""


class AutomationPlan(Entity):
    """A card that would be added, or, with `automation_id`, take the place of that one.

    place: where in the order, from 0; the end, or where it is, unless told.
    """

    kind: Literal["automation"] = "automation"
    automation_id: Id | None = None
    content: AutomationContent
    place: Annotated[int, Field(ge=0)] | None = None


class ScorecardPlan(Entity):
    """What a scorecard would ask and how it would score; without content: what its draft says."""

    kind: Literal["scorecard"] = "scorecard"
    scorecard_id: Id
    content: VersionContent | None = None


class ThresholdPlan(Entity):
    """Other numbers from which flags are raised: the overall score below which a conversation is flagged
    (`settings.score_threshold`), and those of patterns, which stay as they are where they aren't told.
    """

    kind: Literal["threshold"] = "threshold"
    score_threshold: Percent
    pattern_threshold: Percent | None = None
    pattern_length: Annotated[int, Field(ge=2, le=20)] | None = None


Plan = Annotated[AutomationPlan | ScorecardPlan | ThresholdPlan, Field(discriminator="kind")]


class ForecastRequest(Entity):
    """What is forecast, over how many past days."""

    plan: Plan
    days: Annotated[int, Field(ge=1, le=56)] = 28


class Load(Entity):
    """What somebody has a week: now, and then."""

    id: str
    now: SampleEstimate
    then: SampleEstimate


class AgentShift(Entity):
    """For whom how much would change a week, and the mean score of what was looked at, where that is what changes."""

    id: str
    changing: SampleEstimate
    score_now: Number | None = None
    score_then: Number | None = None


class ChangeExample(Entity):
    """One conversation that would change, and how."""

    interaction_id: str
    agent_id: str
    evaluation_id: str | None = None
    now: str
    then: str


class Passes(Entity):
    """How a criterion came out in the calls that were looked at. applied: in so many it applied; passed: in so many of
    them it passed; nearly: so many of these were said nearly, see `answering.tolerance`.
    """

    looked_at: int = 0
    applied: int = 0
    passed: int = 0
    nearly: int = 0

    def with_one(self, passed: bool | None, *, nearly: bool = False) -> "Passes":
        """With one call more; None where the criterion doesn't apply in it, or is open."""
        return Passes(
            looked_at=self.looked_at + 1,
            applied=self.applied + (passed is not None),
            passed=self.passed + bool(passed),
            nearly=self.nearly + bool(passed and nearly),
        )


class CriterionOutlook(Entity):
    """How a criterion came out in past calls, and would have then.

    by_rule: an exact match, looked for in what was said; else by the answers that were given. now: None where it isn't
    asked now. then: None where nobody has answered it, as the AI would have to be asked.
    """

    question_id: str
    text: str
    by_rule: bool
    now: Passes | None = None
    then: Passes | None = None


class Outlook(Entity):
    """What would change, a week.

    looked_at: conversations, or evaluations of a scorecard or below a threshold; sampled: they aren't all. a_week: so
    many there are. changing: for so many it would be otherwise. cost_now, cost_then: of the model's answers, in
    millionths of a US dollar; none where no cost is known. automatic_now, automatic_then: evaluations that the AI makes
    by itself; none where the plan has nothing to do with them. managers: evaluations of their people that somebody has
    to look at (see `load`); under `none` those of people without a manager. evaluators: what they would be assigned; a
    group stands for its members. cards: what each card takes, by id; idle: of
    that what none of its scorecards is for, so that nothing is done with it.
    patterns, pattern_managers: of a threshold, flags that tell of a criterion low in several calls running, of all and
    of each manager's people; None where their numbers stay as they are.
    criteria: of a scorecard, each criterion in its order.
    unit: what was looked at and is counted. load: what is counted for managers, in words. notes: what the forecast
    takes for granted.
    """

    looked_at: int
    sampled: bool
    slots_a_day: int
    taken_a_day: int
    a_week: SampleEstimate
    changing: SampleEstimate
    cost_now: SampleEstimate | None = None
    cost_then: SampleEstimate | None = None
    automatic_now: SampleEstimate | None = None
    automatic_then: SampleEstimate | None = None
    unit: Literal["conversation", "evaluation"] = "conversation"
    load: str
    managers: tuple[Load, ...] = ()
    evaluators: tuple[Load, ...] = ()
    cards: tuple[Load, ...] = ()
    idle: tuple[Load, ...] = ()
    patterns: Load | None = None
    pattern_managers: tuple[Load, ...] = ()
    criteria: tuple[CriterionOutlook, ...] = ()
    agents: tuple[AgentShift, ...] = ()
    examples: tuple[ChangeExample, ...] = ()
    notes: tuple[str, ...] = ()


class Forecast(Aggregate):
    """A forecast that somebody asked for. first_on, last_on: the past days that it is made from; seed: of the
    sample.
    """

    id: str
    requested_by: str
    requested_at: Instant
    request: ForecastRequest
    first_on: date
    last_on: date
    seed: str
    status: Literal["running", "done", "failed"] = "running"
    outlook: Outlook | None = None
    problem: str | None = None
