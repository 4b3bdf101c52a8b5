"""Where the history of evaluations lies (the quality table).

| question | key or index | reads |
|---|---|---|
| what happened to this evaluation | `EV#<id>` / `STEP#<revision>` | one query; the newest 200 |

A step is written in the transaction that makes it true, and guarded by the evaluation's own revision.
"""

from typing import Final

from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import MOST_ITEMS, Transaction
from debrief.quality.evaluations.history import HistoryStep
from debrief.quality.table_store import QualityRow

MOST_STEPS: Final = 200
"""Of an evaluation's history that are shown: the newest."""

MOST_WITH: Final = 40
"""Steps that go in the transaction that deletes their evaluation."""


class HistoryStore:
    """Reads and writes steps of evaluations' histories."""

    def add(self, tx: Transaction, evaluation_id: str, step: HistoryStep) -> None:
        """Write a step: one of the transaction's writes."""
        tx.create(
            QualityRow(
                PK=f"EV#{evaluation_id}",
                SK=f"STEP#{step.revision:09d}",
                kind="evaluation step",
                body=step.model_dump_json(),
            )
        )

    def steps(self, evaluation_id: str) -> list[HistoryStep]:
        """What happened to the evaluation, oldest first; of very many the newest."""
        rows = self._rows(evaluation_id, newest_first=True, most=MOST_STEPS)
        return [HistoryStep.from_kept(row.body or "{}") for row in reversed(rows)]

    def remove(self, tx: Transaction, evaluation_id: str, clock: Clock, ids: Ids) -> None:
        """Let an evaluation's history go with the transaction that deletes it.

        Of a very long one the older steps go before, in transactions of their own.
        """
        rows = self._rows(evaluation_id, newest_first=False, most=None)
        while len(rows) > MOST_WITH:
            some, rows = rows[:MOST_ITEMS], rows[MOST_ITEMS:]
            with Transaction(clock, ids) as older:
                for row in some:
                    older.discard(row)
        for row in rows:
            tx.delete(row)

    @staticmethod
    def _rows(evaluation_id: str, *, newest_first: bool, most: int | None) -> list[QualityRow]:
        sort = QualityRow.SK.startswith("STEP#")
        pk = f"EV#{evaluation_id}"
        return query_all(QualityRow, pk, sort=sort, consistent=True, newest_first=newest_first, most=most)
