"""What the API shows of goals and draws."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Instant
from debrief.kernel.conditions.model import Condition
from debrief.kernel.model import Entity
from debrief.quality.evaluations.assigning import Progress
from debrief.quality.goals.framing import agrees, told_of
from debrief.quality.goals.model import (
    AgentDraw,
    Behind,
    Draw,
    DrawState,
    Excluded,
    Goal,
    GoalContent,
    LeftOut,
    Short,
)


class EvaluatorProgress(Entity):
    """What one evaluator was given in a draw, and how much of it is completed."""

    evaluator_id: str
    evaluator_name: str
    assigned: int
    completed: int


class ShortView(Short):
    """An agent with too few conversations, with their name."""

    agent_name: str


class LeftOutView(LeftOut):
    """Somebody whom the goal names and who took no part, with their name."""

    agent_name: str


class DrawItem(Entity):
    """A draw in a list. at_agent, agents: how far it has come, while it is being made; see `Draw` for the rest."""

    id: str
    goal_id: str
    first_on: date
    last_on: date
    at: Instant
    due_at: Instant
    state: DrawState
    at_agent: int
    agents: int
    wanted: int
    drawn: int
    short: list[ShortView]
    left_out: list[LeftOutView]
    problem: str | None
    progress: list[EvaluatorProgress]


class DrawView(DrawItem):
    """A draw with what it was drawn by: enough to make it again, with what is kept of each agent."""

    seed: str
    rules: GoalContent
    since: Instant
    until: Instant
    behind: tuple[Behind, ...]


class GoalView(Goal):
    """A goal with names, the draw of the period that it is, and what the caller may do with it.

    names: of its evaluators and agents, by id. current: null where none was made yet. next_on: the day of the next
    draw.
    """

    scorecard_name: str
    names: dict[str, str]
    current: DrawItem | None
    next_on: date | None
    actions: list[str]


class OwnDraw(Entity):
    """A draw as somebody may read it who was drawn: by what, from what, and what was drawn of theirs.

    why: in sentences. recomputed: whether the same comes out when it is computed again from what was kept.
    """

    draw_id: str
    goal_name: str
    scorecard_id: str
    at: Instant
    first_on: date
    last_on: date
    seed: str
    condition: Condition
    since: Instant
    until: Instant
    agent_id: str
    frame: tuple[str, ...]
    excluded: tuple[Excluded, ...]
    offered: tuple[str, ...]
    drawn: tuple[str, ...]
    why: tuple[str, ...]
    recomputed: bool


def draw_item(draw: Draw, progress: Sequence[Progress], names: Mapping[str, str]) -> DrawItem:
    """A draw with names and how much of it is done."""
    return DrawItem(**_fields(draw, progress, names))


def draw_view(draw: Draw, progress: Sequence[Progress], names: Mapping[str, str]) -> DrawView:
    """The whole of it, apart from what is kept of each agent."""
    fields = _fields(draw, progress, names)
    return DrawView(**fields, seed=draw.seed, rules=draw.rules, since=draw.since, until=draw.until, behind=draw.behind)


def people_in(draw: Draw, progress: Sequence[Progress]) -> set[str]:
    """Ids of those who are named with a draw."""
    return {
        *(each.evaluator_id for each in progress),
        *(each.agent_id for each in draw.short),
        *(each.agent_id for each in draw.left_out),
    }


def own_draw(row: AgentDraw, draw: Draw, time_zone: str) -> OwnDraw:
    """A draw as it was about one agent, without who evaluates. time_zone: the account's, for the days in sentences."""
    row = told_of(row)
    left_out = Counter(each.why for each in row.excluded)
    erased = f", {left_out['erased']} because their content was erased" if left_out["erased"] else ""
    drawn = tuple(each.interaction_id for each in row.picked)
    why = (
        f"The newest {len(row.frame)} conversations since {day_of(draw.since, time_zone):%d %B %Y} were looked at",
        f"{left_out['condition']} were left out because the goal isn't for them, "
        f"{left_out['evaluated']} because somebody had evaluated them or was about to{erased}",
        "The others were put into an order by lot: the SHA-256 of the seed and each conversation's id",
        f"{len(drawn)} were drawn, the first in this order",
    )
    return OwnDraw(
        draw_id=draw.id,
        goal_name=draw.rules.name,
        scorecard_id=draw.rules.scorecard_id,
        at=draw.at,
        first_on=draw.first_on,
        last_on=draw.last_on,
        seed=draw.seed,
        condition=draw.rules.condition,
        since=draw.since,
        until=draw.until,
        agent_id=row.agent_id,
        frame=row.frame,
        excluded=row.excluded,
        offered=row.offered,
        drawn=drawn,
        why=why,
        recomputed=agrees(draw.seed, row) and set(drawn) <= set(row.offered[: len(drawn)]),
    )


def _fields(draw: Draw, progress: Sequence[Progress], names: Mapping[str, str]) -> dict[str, Any]:
    def named(id: str) -> str:
        return names.get(id, "")

    fields = {name: getattr(draw, name) for name in DrawItem.model_fields if name in Draw.model_fields}
    return fields | {
        "agents": len(draw.agents),
        "short": [ShortView(**dict(each), agent_name=named(each.agent_id)) for each in draw.short],
        "left_out": [LeftOutView(**dict(each), agent_name=named(each.agent_id)) for each in draw.left_out],
        "progress": [EvaluatorProgress(**each._asdict(), evaluator_name=named(each.evaluator_id)) for each in progress],
    }
