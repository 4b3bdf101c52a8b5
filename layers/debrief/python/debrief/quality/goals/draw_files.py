"""A draw as a file: all that it takes to compute it again, as JSON or as CSV (N14).

In the CSV each row says what it is: `draw` a field of the draw, `left_out` somebody who took no part, `agent` one whose
conversations were drawn from; of that agent `frame` a conversation that was looked at, `excluded` one that couldn't be
drawn, `offered` the others in the order of the lot, `barred` an evaluator who can't evaluate the agent, `picked` what
was drawn. The order of rows is kept. `next` is the last row of a part: where the next one begins.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from debrief.kernel.clock import Instant
from debrief.kernel.errors import RuleBroken
from debrief.kernel.model import Entity
from debrief.quality.goals.model import AgentDraw, Behind, Draw, DrawState, GoalContent, LeftOut

COLUMNS: Final = ("row", "agent_id", "id", "why", "evaluator_id", "evaluation_id")
_AGENT: Final = ("draw_id", "goal_id", "at", "before", "settled", "revision")
_FIELDS: Final = (
    "id",
    "goal_id",
    "first_on",
    "last_on",
    "at",
    "since",
    "until",
    "state",
    "agents",
    "wanted",
    "drawn",
    "seed",
    "behind",
)


class TookNoPart(LeftOut):
    """Somebody whom the goal names and who took no part, and why."""


class DrawFacts(Entity):
    """What a draw was drawn by, without names. agents: how many took part; see `Draw` for the rest.

    state: a file that was saved before it told one is of a draw that was done.
    """

    id: str
    goal_id: str
    first_on: date
    last_on: date
    at: Instant
    since: Instant
    until: Instant
    state: DrawState = "done"
    agents: int
    wanted: int
    drawn: int
    seed: str
    rules: GoalContent
    left_out: tuple[TookNoPart, ...]
    behind: tuple[Behind, ...] = ()


class DrawFile(Entity):
    """A draw with what was kept of its agents, or of some of them: then `next_cursor` leads to the others."""

    draw: DrawFacts
    agents: tuple[AgentDraw, ...]
    next_cursor: str | None = None


def facts_of(draw: Draw) -> DrawFacts:
    """What the file says of the draw itself."""
    fields = {name: getattr(draw, name) for name in DrawFacts.model_fields}
    left_out = tuple(TookNoPart(**dict(each)) for each in draw.left_out)
    return DrawFacts(**fields | {"agents": len(draw.agents), "left_out": left_out})


def as_csv(file: DrawFile, *, first: bool = True) -> str:
    """The file as CSV. first: the names of columns and the draw itself stand before the agents."""
    out = _Lines()
    writer = csv.writer(out, lineterminator="\r\n")
    if first:
        writer.writerow(COLUMNS)
        told = file.draw.model_dump(mode="json")
        writer.writerows(("draw", "", name, _cell(told[name]), "", "") for name in _FIELDS)
        writer.writerow(("draw", "", "rules", json.dumps(told["rules"]), "", ""))
        writer.writerows(("left_out", each.agent_id, "", each.why, "", "") for each in file.draw.left_out)
    for agent in file.agents:
        writer.writerows(_rows(agent))
    if file.next_cursor is not None:
        writer.writerow(("next", "", file.next_cursor, "", "", ""))
    return "".join(out.lines)


class _Lines:
    """What is written, line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        """Keep a line."""
        self.lines.append(line)


def _rows(agent: AgentDraw) -> Iterable[tuple[str, ...]]:
    told, who = agent.model_dump(mode="json"), agent.agent_id
    yield "agent", who, json.dumps({name: told[name] for name in _AGENT}), "", "", ""
    yield from (("frame", who, each, "", "", "") for each in agent.frame)
    yield from (("excluded", who, each.id, each.why, "", "") for each in agent.excluded)
    yield from (("offered", who, each, "", "", "") for each in agent.offered)
    yield from (("barred", who, "", each.why, each.id, "") for each in agent.barred)
    yield from (
        ("picked", who, each.interaction_id, "", each.evaluator_id, each.evaluation_id) for each in agent.picked
    )


def _cell(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def from_csv(text: str) -> DrawFile:
    """What a CSV, or its parts one behind the other, hold. Raises RuleBroken: it is no such file."""
    draw: dict[str, Any] = {"left_out": []}
    agents: dict[str, dict[str, Any]] = {}
    try:
        for row in csv.DictReader(text.removeprefix("\ufeff").splitlines(keepends=True)):
            _take(row, draw, agents)
        facts = DrawFacts.model_validate(draw | {name: int(draw[name]) for name in ("agents", "wanted", "drawn")})
        return DrawFile(draw=facts, agents=tuple(AgentDraw.model_validate(each) for each in agents.values()))
    except (KeyError, ValueError, TypeError) as error:
        raise RuleBroken("The file isn't a draw that was saved as CSV: save it again, and leave it as it is") from error


def _take(row: dict[str, str], draw: dict[str, Any], agents: dict[str, dict[str, Any]]) -> None:
    kind, who, id, why = row["row"], row["agent_id"], row["id"], row["why"]
    if kind == "draw":
        draw[id] = json.loads(why) if id in {"rules", "behind"} else why
    elif kind == "left_out":
        draw["left_out"].append({"agent_id": who, "why": why})
    elif kind == "agent":
        lists: dict[str, Any] = {name: [] for name in ("frame", "excluded", "offered", "barred", "picked")}
        agents[who] = {**json.loads(id), "agent_id": who, **lists}
    elif kind in {"frame", "offered"}:
        agents[who][kind].append(id)
    elif kind == "excluded":
        agents[who][kind].append({"id": id, "why": why})
    elif kind == "barred":
        agents[who][kind].append({"id": row["evaluator_id"], "why": why})
    elif kind == "picked":
        picked = {"interaction_id": id, "evaluator_id": row["evaluator_id"], "evaluation_id": row["evaluation_id"]}
        agents[who][kind].append(picked)
    elif kind != "next":
        raise ValueError(kind)


def joined(parts: Sequence[DrawFile]) -> DrawFile:
    """Parts of one draw as one file. Raises RuleBroken: they are of several draws, or there is none."""
    if len({each.draw.id for each in parts}) != 1:
        raise RuleBroken("The files are of several draws: give those of one")
    return DrawFile(draw=parts[0].draw, agents=tuple(agent for each in parts for agent in each.agents))
