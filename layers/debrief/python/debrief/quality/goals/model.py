"""Goals and their draws (S4.10, N14)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictBool

from debrief.kernel.clock import Instant
from debrief.kernel.conditions.model import AllOf, Condition
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.drawing.lot import PassedOver

MOST_GOALS = 100
"""Goals of an account, those that are over included; one that is over can be deleted, its draws stay."""

MOST_EVALUATORS = 50
MOST_NAMED = 200
MOST_AGENTS = 1_000
"""Agents of one goal: each costs a query of their own at each draw."""

MOST_PER_AGENT = 10
MOST_PER_EVALUATOR = 200
LONGEST_RECENT_DAYS = 35
MOST_OFFERED = 20
"""Conversations of one agent of which it is looked up in one draw whether somebody has evaluated them, those that are
free counted."""

MOST_READ = 200
"""The newest conversations of one agent that one draw reads, at most."""

ENOUGH = 30
"""Once so many that fit have been found, no older ones are read."""

Id = Annotated[str, Field(min_length=1, max_length=64)]
Recurrence = Literal["daily", "weekly", "monthly", "once"]
Per = Literal["agent", "evaluator"]
DrawState = Literal["gathering", "giving", "done", "failed"]
WhyExcluded = Literal["condition", "evaluated", "erased", "calibration", "checked"]
"""condition: it isn't what the goal is for. evaluated: a person has evaluated it with the scorecard, is at it or was
given it. erased: its content is gone. calibration: it is or was in a calibration with the scorecard, whoever assesses;
checked: somebody is to check what the AI answered to it, whoever that is. Of both its agent isn't told, and reads
`evaluated` (`framing.told_of`)."""
WhyLeftOut = Literal["inactive", "bot", "unseen", "gone", "no_agent"]
"""inactive, bot, gone: they take no part. unseen: whoever set the goal doesn't see their conversations. no_agent: who
comes with a team or group, leads or evaluates others, and had no conversation to draw from."""


class GoalContent(Entity):
    """What a goal says.

    evaluator_ids: among whom what is drawn is shared out. per, count: so many conversations of each agent, or so many
    for each evaluator. recurrence: drawn once a day, week (from Monday) or month of the account's time zone, or once;
    first_on, last_on: from and until which day, both included. agent_ids, team_ids, group_ids: whose conversations; all
    of them together. condition: which of them. recent_days: not older than so many days. due_days: days from the draw
    until it is due. active: drawn only while it is.
    """

    name: Annotated[str, Field(max_length=200)]
    scorecard_id: Id
    evaluator_ids: Annotated[tuple[Id, ...], Field(max_length=MOST_EVALUATORS)]
    per: Per = "agent"
    count: Annotated[int, Field(ge=1, le=MOST_PER_EVALUATOR)] = 1
    recurrence: Recurrence = "weekly"
    first_on: date
    last_on: date | None = None
    agent_ids: Annotated[tuple[Id, ...], Field(max_length=MOST_NAMED)] = ()
    team_ids: Annotated[tuple[Id, ...], Field(max_length=MOST_EVALUATORS)] = ()
    group_ids: Annotated[tuple[Id, ...], Field(max_length=MOST_EVALUATORS)] = ()
    condition: Condition = AllOf()
    recent_days: Annotated[int, Field(ge=1, le=LONGEST_RECENT_DAYS)] = 14
    due_days: Annotated[int, Field(ge=0, le=90)] = 7
    active: StrictBool = True


class Goal(Aggregate, GoalContent):
    """A goal."""

    id: str
    created_at: Instant
    created_by: str
    updated_at: Instant
    updated_by: str


class LeftOut(Entity):
    """Somebody of those whom the goal names whose conversations weren't drawn from, and why."""

    agent_id: str
    why: WhyLeftOut


class Short(Entity):
    """An agent with fewer conversations to draw than were wanted.

    offered: so many could be drawn. given: so many were given out, fewer where the draw was ended before or what was
    said is gone; None of draws from before this was kept. read: so many were looked at, the newest. nobody: none of the
    evaluators may evaluate them.
    """

    agent_id: str
    wanted: int
    offered: int
    given: int | None = None
    read: int
    nobody: bool = False


class Behind(Entity):
    """An evaluator who has been given fewer by a goal's draws so far than whoever was given most; number: how many."""

    evaluator_id: str
    number: Annotated[int, Field(ge=1)]


class Draw(Aggregate):
    """One draw of a goal: what it was drawn by, and what came of it.

    first_on, last_on: the days of the period that it is for. seed: what all its order follows from, drawn by lot
    itself.
    rules: the goal as it was then. since, until: when the conversations began that it was drawn from. agents: whose
    they were; left_out: who else is named. behind: how evaluators stood by the draws before. at_agent: how far it has
    come with them, in its state. wanted, drawn: conversations.
    short: agents with too few. due_at: until when it is due. problem: why it failed.
    """

    id: str
    goal_id: str
    first_on: date
    last_on: date
    at: Instant
    seed: str
    rules: GoalContent
    scorecard_version: int
    set_by: str
    since: Instant
    until: Instant
    due_at: Instant
    agents: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    behind: tuple[Behind, ...] = ()
    state: DrawState = "gathering"
    at_agent: int = 0
    wanted: int = 0
    drawn: int = 0
    short: tuple[Short, ...] = ()
    problem: str | None = None


class Excluded(Entity):
    """A conversation that couldn't be drawn, and why."""

    id: str
    why: WhyExcluded


class Picked(Entity):
    """A conversation that was drawn, and who was given its evaluation."""

    interaction_id: str
    evaluator_id: str
    evaluation_id: str


class AgentDraw(Aggregate):
    """A draw as it is about one agent: all that it takes to recompute what was drawn of theirs.

    before: conversations of theirs that the goal had drawn before. frame: those that were read, the newest of the
    period.
    excluded: of these, what couldn't be drawn, as far as it was looked up. offered: the first of the others in the
    order of the seed; as many as could be needed. barred: evaluators who can't evaluate this agent. picked: what was
    drawn; settled once that is known.
    """

    draw_id: str
    goal_id: str
    agent_id: str
    at: Instant
    before: int
    frame: tuple[str, ...]
    excluded: tuple[Excluded, ...] = ()
    offered: tuple[str, ...] = ()
    barred: tuple[PassedOver, ...] = ()
    picked: tuple[Picked, ...] = ()
    settled: bool = False
