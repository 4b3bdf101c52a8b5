"""Whom a plan concerns: the agent, and who leads them, whose help they ask for."""

from typing import TYPE_CHECKING

from debrief.coaching.plans.model import Plan
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell

if TYPE_CHECKING:
    from debrief.kernel.storage.tables import Row
    from debrief.kernel.storage.transactions import Transaction


def tell_of_started(transaction: "Transaction", outbox: type["Row"], plan: Plan, manager_id: str | None) -> None:
    """An agent committed to a plan, and would like help with it. One of the transaction's writes at most."""
    tell(
        transaction,
        outbox,
        NoticeKind.PLAN_STARTED,
        about=plan.id,
        to=[manager_id],
        by=plan.agent_id,
        ends_on=plan.ends_on,
    )


def tell_of_ended(transaction: "Transaction", outbox: type["Row"], plan: Plan, manager_id: str | None) -> None:
    """A plan's last day is over. Two of the transaction's writes at most."""
    for told, whose in ((plan.agent_id, "own"), (manager_id, "led")):
        tell(
            transaction,
            outbox,
            NoticeKind.PLAN_ENDED,
            about=plan.id,
            to=[told],
            by=None,
            agent_id=plan.agent_id,
            status=plan.status,
            whose=whose,
        )
