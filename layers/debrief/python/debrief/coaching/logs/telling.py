"""Whom a coaching log concerns: who leads the agent, the agent once it is released, and whoever released it."""

from typing import TYPE_CHECKING

from debrief.coaching.logs.model import CoachingLog
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell, withdraw

if TYPE_CHECKING:
    from debrief.kernel.storage.tables import Row
    from debrief.kernel.storage.transactions import Transaction


def tell_of_written(tx: "Transaction", outbox: type["Row"], log: CoachingLog) -> None:
    """A log is there for whoever leads the agent: one write at most."""
    agent_id, started_at = log.agent_id, log.started_at
    recurring = "yes" if log.looked_at.recurring else "no"
    kind, to = NoticeKind.COACHING_LOG_WRITTEN, [log.told_id]
    tell(tx, outbox, kind, about=log.id, to=to, by=None, agent_id=agent_id, started_at=started_at, recurring=recurring)


def tell_of_released(tx: "Transaction", outbox: type["Row"], log: CoachingLog) -> None:
    """The agent may read it: one write at most."""
    by, started_at = log.released.by if log.released else None, log.started_at
    tell(tx, outbox, NoticeKind.COACHING_LOG_RELEASED, about=log.id, to=[log.agent_id], by=by, started_at=started_at)


def tell_of_acknowledged(tx: "Transaction", outbox: type["Row"], log: CoachingLog, to: str | None) -> None:
    """The agent has read it, which whoever released it is told: one write at most."""
    kind, started_at = NoticeKind.COACHING_LOG_ACKNOWLEDGED, log.started_at
    tell(tx, outbox, kind, about=log.id, to=[to], by=log.agent_id, started_at=started_at)


def take_back(tx: "Transaction", outbox: type["Row"], log: CoachingLog) -> None:
    """It isn't to be talked about any more: two writes at most."""
    withdraw(tx, outbox, NoticeKind.COACHING_LOG_WRITTEN, about=log.id, to=[log.told_id])
    if log.released is not None:
        withdraw(tx, outbox, NoticeKind.COACHING_LOG_RELEASED, about=log.id, to=[log.agent_id])
