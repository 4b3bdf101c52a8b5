"""Where plans lie (the coaching table).

| question | key or index | reads |
|---|---|---|
| this plan | `PLAN#<id>` / `PLAN` | one item of 2 KB |
| these plans | `PLAN#<id>` / `PLAN` | those, a round trip per 100 |
| the same with its way | `PLAN#<id>` / `PLAN`, `SERIES` | two items, one query, 20 KB at most |
| an agent's plans, newest first | GSI1 `PLANS#<agent>` / `<created_at>#<id>` | the page |
| everybody's of a status, newest first | GSI2 `PLANS#<status>` / `<created_at>#<id>` | the page |
| an agent's plans in progress, and for what | `PLANNED#<agent>` / `<channel>#<metric>#<inquiry>` | 20 small items |
| whose next look is due by now | GSI1 `DUE#<shard>` (see `kernel.schedules.store`) | those |
"""

from collections.abc import Iterator, Sequence
from typing import Final

from debrief.coaching.plans.deadlines import REFRESH
from debrief.coaching.plans.metrics import Metric
from debrief.coaching.plans.model import Plan, PlanStatus, Series
from debrief.coaching.table_store import CoachingRow, sort_key
from debrief.insights.projection.inquiry_sums import inquiry_key
from debrief.interactions.conversations.words import Channel
from debrief.kernel.errors import Conflict
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.tables import Index, find, find_many, loaded, query, query_all, stored, walk
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed

MOST_IN_PROGRESS: Final = 20
"""Of one agent: more is no plan any more."""

_TAKEN = "A plan for this inquiry and metric is in progress already; reach its date or cancel it first"


def plan_row(plan: Plan) -> CoachingRow:
    """The item of a plan."""
    when = place_of(plan)
    row = CoachingRow(
        PK=f"PLAN#{plan.id}",
        SK="PLAN",
        kind="plan",
        status=plan.status,
        GSI1PK=f"PLANS#{plan.agent_id}",
        GSI1SK=when,
        GSI2PK=f"PLANS#{plan.status}",
        GSI2SK=when,
    )
    stored(row, plan)
    return row


def series_row(series: Series) -> CoachingRow:
    """The item of a plan's way."""
    row = CoachingRow(PK=f"PLAN#{series.plan_id}", SK="SERIES", kind="plan_series")
    stored(row, series)
    return row


def place_of(plan: Plan) -> str:
    """Its place in lists: later ones sort after earlier ones."""
    return sort_key(plan.created_at, plan.id)


class PlanStore:
    """Reads plans, and writes what belongs into a transaction about one."""

    def plan(self, plan_id: str) -> Plan | None:
        """The plan, or None."""
        row = find(CoachingRow, f"PLAN#{plan_id}", "PLAN")
        return loaded(row, Plan) if row else None

    def plans(self, plan_ids: Sequence[str]) -> list[Plan]:
        """Those of the plans that exist, in the order of the ids (a round trip per 100)."""
        rows = find_many(CoachingRow, [(f"PLAN#{each}", "PLAN") for each in plan_ids])
        known = {plan.id: plan for plan in (loaded(row, Plan) for row in rows)}
        return [known[each] for each in plan_ids if each in known]

    def with_series(self, plan_id: str) -> tuple[Plan, Series] | None:
        """The plan and its way (one query), or None."""
        rows = {row.SK: row for row in query(CoachingRow, f"PLAN#{plan_id}", consistent=True).rows}
        if "PLAN" not in rows:
            return None
        series = loaded(rows["SERIES"], Series) if "SERIES" in rows else Series(plan_id=plan_id)
        return loaded(rows["PLAN"], Plan), series

    def of_agent(self, agent_id: str, *, chunk: int, before: str | None = None) -> Iterator[Placed[Plan]]:
        """An agent's plans with their places, newest first, read in chunks as far as they are asked for."""
        return _placed(f"PLANS#{agent_id}", "GSI1", chunk, before)

    def of_status(self, status: PlanStatus, *, chunk: int, before: str | None = None) -> Iterator[Placed[Plan]]:
        """Everybody's plans of a status, in the same way."""
        return _placed(f"PLANS#{status}", "GSI2", chunk, before)

    def in_progress(self, agent_id: str) -> dict[str, str]:
        """The ids of an agent's plans in progress, by what they are for (`aim_of`; one query)."""
        rows = query_all(CoachingRow, f"PLANNED#{agent_id}", most=2 * MOST_IN_PROGRESS, consistent=True)
        return {row.SK: row.body or "" for row in rows}

    def add(self, transaction: Transaction, plan: Plan, series: Series, due: Due) -> None:
        """Write a new plan with its way, and let it be looked at when that is due: four of the transaction's writes.

        Raises (from the transaction):
            Conflict: one is in progress for the same already.
        """
        transaction.create(plan_row(plan))
        transaction.create(series_row(series))
        taken = _taken_row(plan)
        taken.body = plan.id
        transaction.create(taken, otherwise=Conflict(_TAKEN))
        schedule(transaction, CoachingRow, due)

    def put(self, transaction: Transaction, plan: Plan, series: Series | None = None) -> None:
        """Write a changed plan; where it is over now, another may be begun, and it isn't looked at any more.

        series: its way, where that is another now.
        """
        transaction.put(plan_row(plan))
        if series is not None:
            transaction.put(series_row(series))
        if plan.status != "in_progress":
            self._let_go(transaction, plan)

    def remove(self, transaction: Transaction, plan: Plan) -> None:
        """Delete a plan as it was read, with all that leads to it."""
        transaction.delete(plan_row(plan))
        transaction.discard(series_row(Series(plan_id=plan.id)))
        if plan.status == "in_progress":
            self._let_go(transaction, plan)

    @staticmethod
    def _let_go(transaction: Transaction, plan: Plan) -> None:
        transaction.discard(_taken_row(plan))
        unschedule(transaction, CoachingRow, REFRESH, plan.id)


def _taken_row(plan: Plan) -> CoachingRow:
    return CoachingRow(
        PK=f"PLANNED#{plan.agent_id}", SK=aim_of(plan.channel, plan.inquiry, plan.metric), kind="planned"
    )


def aim_of(channel: Channel, inquiry: str, metric: Metric) -> str:
    """What a plan is for, as a key: names of inquiries out of vendors' files may be longer than one."""
    return f"{channel.value}#{metric.value}#{inquiry_key(inquiry)}"


def _placed(pk: str, index: Index, chunk: int, before: str | None) -> Iterator[Placed[Plan]]:
    key = getattr(CoachingRow, f"{index}SK")
    rows = walk(CoachingRow, pk, chunk=chunk, index=index, sort=key < before if before else None, newest_first=True)
    return ((getattr(row, f"{index}SK"), loaded(row, Plan)) for row in rows)
