"""What proposals hold of a person, and of a customer's conversations (N8).

| question | key or index | reads |
|---|---|---|
| what a person has proposed | GSI1 `PROPOSALS#<user>` | the page |
| whether a customer's conversation is proposed | `PROPOSAL#<its id>` / `PROPOSAL` | 1 item |
"""

from typing import Final

from debrief.coaching.proposals.events import PROPOSAL_DELETED, proposal_data
from debrief.coaching.proposals.model import Proposal
from debrief.coaching.proposals.store import ProposalStore, proposal_id
from debrief.coaching.table_store import CoachingRow, page_of
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.privacy import Record, Start, plain
from debrief.kernel.storage.tables import loaded
from debrief.kernel.storage.transactions import Transaction

_PAGE = 25
_OF_OTHERS: Final = frozenset({"agent_id", "decided_by"})


class ProposalPersonalData:
    """Hands out what is kept in this room, and lets it go, page by page."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._store = ProposalStore()
        self._clock = clock
        self._ids = ids

    def proposals(self, user_id: str, start: Start) -> tuple[list[Record], Start]:
        """A page of what a person has proposed, with what was answered to them."""
        page = page_of(f"PROPOSALS#{user_id}", "GSI1", limit=2 * _PAGE, start=start)
        found = [loaded(row, Proposal) for row in page.rows]
        return [
            Record(kind="proposal", id=each.id, data=plain(each, without=_OF_OTHERS)) for each in found
        ], page.position

    def erase(self, user_id: str, start: Start) -> tuple[list[bool], Start]:
        """Remove a page of what a person has proposed."""
        page = page_of(f"PROPOSALS#{user_id}", "GSI1", limit=_PAGE, start=start)
        return [self._remove(loaded(row, Proposal).id) for row in page.rows], page.position

    def erase_conversation(self, interaction_id: str) -> list[bool]:
        """Remove the proposal of a customer's conversation: what is good about it may speak of them."""
        return [True] if self._remove(proposal_id(interaction_id)) else []

    def _remove(self, id: str) -> bool:
        proposal = self._store.proposal(id)
        if proposal is None:
            return False
        with Transaction(self._clock, self._ids) as tx:
            self._store.remove(tx, proposal)
            tx.announce(CoachingRow, PROPOSAL_DELETED, proposal.id, proposal_data(proposal))
        return True
