"""Where disputes lie, and how they are found (the quality table).

| question | key or index | reads |
|---|---|---|
| this dispute | `DP#<id>` / `DISPUTE` | 1 item |
| those of an evaluation | the same, by the ids that the evaluation has (10 at most) | those |
| the open ones that somebody is to decide, or anybody | GSI1 `DISPUTES#TO#<id or none>` / `<raised_at>#<id>` | a page |
| an agent's | GSI2 `DISPUTES#AGENT#<agent>` / `<raised_at>#<id>` | a page |
| everybody's that are open, or decided | GSI3 `DISPUTES#<state>` / `<raised_at>#<id>` | a page |

A dispute goes with its evaluation (`EvaluationStore.delete_evaluation`).
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from debrief.kernel.clock import iso
from debrief.kernel.errors import Stale
from debrief.kernel.storage.tables import Index, find, find_many, loaded, query, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed
from debrief.quality.disputes.model import Dispute, DisputeState
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.spans import Span
from debrief.quality.table_store import QualityRow, dispute_key, fitting, rows_within

_NOBODY: Final = "none"


class DisputeStore:
    """Reads and writes disputes."""

    def dispute(self, dispute_id: str) -> Dispute | None:
        """The dispute, or None."""
        row = find(QualityRow, *dispute_key(dispute_id))
        return loaded(row, Dispute) if row else None

    def disputes(self, dispute_ids: Sequence[str]) -> list[Dispute]:
        """Those of the disputes that exist, in the order of the ids (a round trip per 100)."""
        rows = find_many(QualityRow, [dispute_key(each) for each in dispute_ids])
        known = {value.id: value for value in (loaded(row, Dispute) for row in rows)}
        return [known[each] for each in dispute_ids if each in known]

    def put(self, tx: Transaction, dispute: Dispute) -> None:
        """Create the dispute, or replace it as it was read. Raises (at the end of the transaction): Conflict, Stale."""
        fitting(dispute, "dispute")
        tx.put(stored(_row(dispute), dispute))

    def expect(self, tx: Transaction, dispute: Dispute) -> None:
        """Let the transaction happen only while the dispute is as it was read.

        Raises (when the transaction commits):
            Stale: it was changed meanwhile.
        """
        changed = Stale("The dispute was changed meanwhile")
        tx.check(QualityRow, *dispute_key(dispute.id), QualityRow.revision == dispute.revision, changed)

    def to_decide(self, decider_id: str | None, *, before: str | None, chunk: int) -> Iterator[Placed[Dispute]]:
        """The open disputes that somebody is to decide, newest first; None: that any of those who may can."""
        return _placed(f"DISPUTES#TO#{decider_id or _NOBODY}", "GSI1", before, chunk)

    def oldest_to_decide(self, decider_id: str | None, *, chunk: int) -> Iterator[Placed[Dispute]]:
        """The same, the longest waiting first."""
        return _placed(f"DISPUTES#TO#{decider_id or _NOBODY}", "GSI1", None, chunk, newest_first=False)

    def of_agent(self, agent_id: str, *, before: str | None, chunk: int) -> Iterator[Placed[Dispute]]:
        """An agent's disputes, newest first."""
        return _placed(f"DISPUTES#AGENT#{agent_id}", "GSI2", before, chunk)

    def of_everybody(self, state: DisputeState, *, before: str | None, chunk: int) -> Iterator[Placed[Dispute]]:
        """Everybody's disputes in that state, newest first."""
        return _placed(f"DISPUTES#{state}", "GSI3", before, chunk)

    def page_of_agent(
        self, agent_id: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[Dispute], dict[str, Any] | None]:
        """A page of an agent's disputes, oldest first."""
        page = query(QualityRow, f"DISPUTES#AGENT#{agent_id}", index="GSI2", limit=limit, start=start)
        return [loaded(row, Dispute) for row in page.rows], page.last_key

    def set_aside(self, tx: Transaction, evaluation: Evaluation) -> None:
        """Take the open dispute of an evaluation out of the lists, since the evaluation counts no more."""
        self._move(tx, evaluation, "set_aside")

    def take_up(self, tx: Transaction, evaluation: Evaluation) -> Dispute | None:
        """Let the dispute of an evaluation be decided after all; the dispute, where there is one to decide."""
        return self._move(tx, evaluation, "open")

    def _move(self, tx: Transaction, evaluation: Evaluation, state: DisputeState) -> Dispute | None:
        ids = evaluation.review.dispute_ids if evaluation.review else ()
        dispute = self.dispute(ids[-1]) if ids else None
        if dispute is None or dispute.state == "decided":
            return None
        moved = dispute.model_copy(update={"state": state})
        self.put(tx, moved)
        return moved


def place_of(dispute: Dispute) -> str:
    """Where a dispute stands in lists."""
    return f"{iso(dispute.raised_at)}#{dispute.id}"


def _row(dispute: Dispute) -> QualityRow:
    pk, sk = dispute_key(dispute.id)
    row = QualityRow(PK=pk, SK=sk, kind="dispute")
    place = place_of(dispute)
    if dispute.state == "open":
        row.GSI1PK, row.GSI1SK = f"DISPUTES#TO#{dispute.decider_id or _NOBODY}", place
    row.GSI2PK, row.GSI2SK = f"DISPUTES#AGENT#{dispute.agent_id}", place
    row.GSI3PK, row.GSI3SK = f"DISPUTES#{dispute.state}", place
    return row


def _placed(
    pk: str, index: Index, before: str | None, chunk: int, *, newest_first: bool = True
) -> Iterator[Placed[Dispute]]:
    rows = rows_within(pk, index, Span(high=before), chunk=chunk, newest_first=newest_first)
    return ((place_of(each), each) for each in (loaded(row, Dispute) for row in rows))
