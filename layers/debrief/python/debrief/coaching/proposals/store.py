"""Where proposals lie (the coaching table).

| question | key or index | reads |
|---|---|---|
| this proposal | `PROPOSAL#<id>` / `PROPOSAL` | one item |
| an agent's, newest first | GSI1 `PROPOSALS#<agent>` / `<proposed_at>#<id>` | the page |
| everybody's that stand so, newest first | GSI2 `PROPOSED#<state>` / the same | the page |

The id follows from the conversation, so that one is proposed once.
"""

from collections.abc import Iterator

from debrief.coaching.proposals.model import Proposal, ProposalState
from debrief.coaching.table_store import CoachingRow, sort_key
from debrief.kernel.errors import Conflict
from debrief.kernel.ids import derived_id
from debrief.kernel.storage.tables import Index, find, loaded, stored, walk
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed


def proposal_id(interaction_id: str) -> str:
    """The id of the proposal of a conversation."""
    return derived_id("bp", interaction_id)


def proposal_row(proposal: Proposal) -> CoachingRow:
    """The item of a proposal."""
    when = sort_key(proposal.proposed_at, proposal.id)
    row = CoachingRow(
        PK=f"PROPOSAL#{proposal.id}",
        SK="PROPOSAL",
        kind="proposal",
        status=proposal.state,
        GSI1PK=f"PROPOSALS#{proposal.agent_id}",
        GSI1SK=when,
        GSI2PK=f"PROPOSED#{proposal.state}",
        GSI2SK=when,
    )
    stored(row, proposal)
    return row


class ProposalStore:
    """Reads and writes proposals."""

    def proposal(self, id: str) -> Proposal | None:
        """The proposal, or None."""
        row = find(CoachingRow, f"PROPOSAL#{id}", "PROPOSAL")
        return loaded(row, Proposal) if row else None

    def of_agent(self, agent_id: str, *, after: str | None, chunk: int) -> Iterator[Placed[Proposal]]:
        """An agent's, newest first, from behind a place on, as far as they are asked for."""
        return self._list(f"PROPOSALS#{agent_id}", "GSI1", after, chunk)

    def of_everybody(self, state: ProposalState, *, after: str | None, chunk: int) -> Iterator[Placed[Proposal]]:
        """All that stand so, newest first, from behind a place on, as far as they are asked for."""
        return self._list(f"PROPOSED#{state}", "GSI2", after, chunk)

    def put(self, tx: Transaction, proposal: Proposal) -> None:
        """Write a proposal. Raises (from the transaction) Conflict: the conversation was proposed. Stale."""
        row = proposal_row(proposal)
        if proposal.revision:
            tx.replace(row)
        else:
            tx.create(row, otherwise=Conflict("This conversation was proposed already"))

    def remove(self, tx: Transaction, proposal: Proposal) -> None:
        """Delete a proposal as it was read."""
        tx.delete(proposal_row(proposal))

    @staticmethod
    def _list(pk: str, index: Index, after: str | None, chunk: int) -> Iterator[Placed[Proposal]]:
        key = getattr(CoachingRow, f"{index}SK")
        sort = None if after is None else key <= after
        rows = walk(CoachingRow, pk, chunk=chunk, index=index, sort=sort, newest_first=True)
        return ((str(getattr(row, f"{index}SK")), loaded(row, Proposal)) for row in rows)
