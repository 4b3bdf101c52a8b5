"""Whom a proposal concerns: who leads the agent, and the agent themselves."""

from typing import TYPE_CHECKING

from debrief.coaching.proposals.model import Proposal
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell, withdraw

if TYPE_CHECKING:
    from debrief.kernel.storage.tables import Row
    from debrief.kernel.storage.transactions import Transaction


def tell_of_made(tx: "Transaction", outbox: type["Row"], proposal: Proposal, manager_id: str | None) -> None:
    """An agent proposes a conversation of theirs: one write at most."""
    to, by = [manager_id], proposal.agent_id
    tell(tx, outbox, NoticeKind.PROPOSAL_MADE, about=proposal.id, to=to, by=by, started_at=proposal.started_at)


def tell_of_decided(tx: "Transaction", outbox: type["Row"], proposal: Proposal) -> None:
    """The agent reads what became of it: one write."""
    to, by = [proposal.agent_id], proposal.decided_by
    started_at, state = proposal.started_at, proposal.state
    kind = NoticeKind.PROPOSAL_DECIDED
    tell(tx, outbox, kind, about=proposal.id, to=to, by=by, started_at=started_at, state=state)


def take_back(tx: "Transaction", outbox: type["Row"], proposal: Proposal, manager_id: str | None) -> None:
    """There is nothing to decide any more: one write at most."""
    withdraw(tx, outbox, NoticeKind.PROPOSAL_MADE, about=proposal.id, to=[manager_id])
