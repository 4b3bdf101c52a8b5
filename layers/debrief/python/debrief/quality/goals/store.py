"""Where goals and draws lie (the quality table).

| question | key or index | reads |
|---|---|---|
| all goals | `GOALS` / `GOAL#<id>` | 100 at most, a few megabytes at worst |
| one goal | `GOALS` / `GOAL#<id>` | 1 item |
| how often a goal has drawn each of its agents | `GOAL#<id>` / `TALLY#<agent>` | 1,000 tiny items at most |
| the draws of a goal, newest first | GSI1 `DRAWS#<goal>` / `<at>#<draw>` | a page |
| one draw | `DRAW#<id>` / `DRAW` | 1 item |
| what it was about an agent; about each of them | `DRAW#<id>` / `AGENT#<agent>` | 1 item; a page, or 1,000 |
| the draws that drew an agent, newest first | GSI2 `DRAWN#<agent>` / `<at>#<draw>` | a page |
| whether a draw has ended before all was given | `DRAW#<id>` / `ENDED` | checked with each write; a mark |
| how much of a draw is done | `DRAW#<id>` / `PROGRESS#<evaluator>` | see `evaluations.assigned_store` |

When goals are due stands beside them, as due work (`kernel.schedules`).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pynamodb.attributes import NumberAttribute

from debrief.kernel.clock import iso
from debrief.kernel.errors import Conflict, Stale
from debrief.kernel.storage.tables import find, find_many, loaded, query, query_all, stored, walk
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.goals.model import AgentDraw, Draw, Goal
from debrief.quality.table_store import QualityRow, fitting

_GOALS, _AGENT, _TALLY = "GOALS", "AGENT#", "TALLY#"


class TallyRow(QualityRow):
    """How often a goal has drawn an agent."""

    drawn = NumberAttribute(null=True)


class GoalStore:
    """Reads and writes goals and draws."""

    def all(self) -> list[Goal]:
        """Every goal, the newest last."""
        return [loaded(row, Goal) for row in query_all(QualityRow, _GOALS, consistent=True)]

    def goal(self, goal_id: str) -> Goal | None:
        """The goal, or None."""
        row = find(QualityRow, _GOALS, f"GOAL#{goal_id}")
        return loaded(row, Goal) if row else None

    def put(self, tx: Transaction, goal: Goal) -> None:
        """Write a goal. Raises RuleBroken: it is too large."""
        fitting(goal, "goal")
        tx.put(_goal_row(goal))

    def delete(self, tx: Transaction, goal: Goal) -> None:
        """Remove a goal; its draws stay, for those who were drawn."""
        tx.delete(_goal_row(goal))

    def tally(self, goal_id: str) -> dict[str, int]:
        """How often the goal has drawn each agent, of those whom it has drawn."""
        rows = query_all(TallyRow, f"GOAL#{goal_id}", consistent=True)
        return {row.SK.removeprefix(_TALLY): int(row.drawn or 0) for row in rows if row.SK.startswith(_TALLY)}

    def count(self, tx: Transaction, goal_id: str, agent_id: str, drawn: int) -> None:
        """Count that the goal has drawn so many more of an agent's conversations."""
        row = TallyRow(PK=f"GOAL#{goal_id}", SK=f"{_TALLY}{agent_id}", kind="tally")
        tx.update(row, [TallyRow.kind.set("tally"), TallyRow.drawn.add(drawn)])

    def draw(self, draw_id: str) -> Draw | None:
        """The draw, or None."""
        row = find(QualityRow, f"DRAW#{draw_id}", "DRAW")
        return loaded(row, Draw) if row else None

    def draws(self, draw_ids: Iterable[str]) -> dict[str, Draw]:
        """Those of the draws that exist, by id (a round trip per 100)."""
        rows = find_many(QualityRow, [(f"DRAW#{each}", "DRAW") for each in draw_ids])
        return {each.id: each for each in (loaded(row, Draw) for row in rows)}

    def put_draw(self, tx: Transaction, draw: Draw) -> None:
        """Write a draw. Raises (when the transaction commits) Conflict: it was begun already; Stale."""
        row = QualityRow(PK=f"DRAW#{draw.id}", SK="DRAW", kind="draw")
        row.GSI1PK, row.GSI1SK = f"DRAWS#{draw.goal_id}", f"{iso(draw.at)}#{draw.id}"
        fitting(draw, "draw")
        stored(row, draw)
        if draw.revision:
            tx.replace(row)
        else:
            tx.create(row, otherwise=Conflict("The draw was begun already"))

    def end_draw(self, tx: Transaction, draw: Draw) -> None:
        """Write a draw that ends before all was given out; from then on nothing more of it is."""
        self.put_draw(tx, draw)
        tx.create(QualityRow(PK=f"DRAW#{draw.id}", SK="ENDED", kind="ended draw"))

    def expect_going(self, tx: Transaction, draw_id: str) -> None:
        """Let the transaction happen only while the draw hasn't ended. Raises (when the transaction commits) Stale."""
        ended = Stale("The draw has ended meanwhile")
        tx.check(QualityRow, f"DRAW#{draw_id}", "ENDED", QualityRow.PK.does_not_exist(), ended)

    def forget_draw(self, tx: Transaction, draw: Draw) -> None:
        """Let a draw that failed be made anew."""
        row = QualityRow(PK=f"DRAW#{draw.id}", SK="DRAW", kind="draw")
        stored(row, draw)
        tx.delete(row)

    def draws_of_goal(
        self, goal_id: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[Draw], dict[str, Any] | None]:
        """A page of the draws of a goal, newest first."""
        page = query(QualityRow, f"DRAWS#{goal_id}", index="GSI1", newest_first=True, limit=limit, start=start)
        return [loaded(row, Draw) for row in page.rows], page.last_key

    def agent_draw(self, draw_id: str, agent_id: str) -> AgentDraw | None:
        """The draw as it is about an agent, or None."""
        row = find(QualityRow, f"DRAW#{draw_id}", f"{_AGENT}{agent_id}")
        return loaded(row, AgentDraw) if row else None

    def put_agent_draw(self, tx: Transaction, row: AgentDraw) -> None:
        """Write a draw as it is about an agent; found by the agent once something of theirs was drawn."""
        kept = QualityRow(PK=f"DRAW#{row.draw_id}", SK=f"{_AGENT}{row.agent_id}", kind="agent draw")
        if row.picked:
            kept.GSI2PK, kept.GSI2SK = f"DRAWN#{row.agent_id}", f"{iso(row.at)}#{row.draw_id}"
        tx.put(stored(kept, row))

    def drop_agent_draws(self, tx: Transaction, rows: Iterable[AgentDraw]) -> None:
        """Let go what was kept of agents; not of one of whom something was drawn."""
        for each in rows:
            tx.discard(QualityRow(PK=f"DRAW#{each.draw_id}", SK=f"{_AGENT}{each.agent_id}", kind="agent draw"))

    def agents_of(self, draw_id: str) -> list[AgentDraw]:
        """The draw as it is about each of its agents: a query a megabyte."""
        rows = query_all(QualityRow, f"DRAW#{draw_id}", sort=QualityRow.SK.startswith(_AGENT), consistent=True)
        return [loaded(row, AgentDraw) for row in rows]

    def agents_page(
        self, draw_id: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[AgentDraw], dict[str, Any] | None]:
        """A page of the same."""
        page = query(QualityRow, f"DRAW#{draw_id}", sort=QualityRow.SK.startswith(_AGENT), limit=limit, start=start)
        return [loaded(row, AgentDraw) for row in page.rows], page.last_key

    def agents_from(self, draw_id: str, agent_id: str | None, *, chunk: int) -> Iterator[AgentDraw]:
        """The same in the order of the agents' ids, from one on, as far as they are asked for."""
        sort = QualityRow.SK.between(f"{_AGENT}{agent_id or ''}", f"{_AGENT}~")
        rows = walk(QualityRow, f"DRAW#{draw_id}", chunk=chunk, sort=sort)
        return (loaded(row, AgentDraw) for row in rows)

    def draws_about(
        self, agent_id: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[AgentDraw], dict[str, Any] | None]:
        """A page of the draws that drew an agent, newest first."""
        page = query(QualityRow, f"DRAWN#{agent_id}", index="GSI2", newest_first=True, limit=limit, start=start)
        return [loaded(row, AgentDraw) for row in page.rows], page.last_key


def _goal_row(goal: Goal) -> QualityRow:
    row = QualityRow(PK=_GOALS, SK=f"GOAL#{goal.id}", kind="goal")
    stored(row, goal)
    return row
