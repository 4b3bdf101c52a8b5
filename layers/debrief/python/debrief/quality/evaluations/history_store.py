"""Where the history of evaluations lies (the quality table).

| question | key or index | reads |
|---|---|---|
| what happened to this evaluation | `EV#<id>` / `STEP#<revision>` | one query; the newest 200 |
| what is left of it once it is deleted | the same | 100 at a time, until nothing is |

A step is written in the transaction that makes it true, and guarded by the evaluation's own revision.
"""

from datetime import datetime
from typing import Final

from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.tables import find, query, query_all
from debrief.kernel.storage.transactions import MOST_ITEMS, Transaction
from debrief.quality.evaluations.deadlines import history_removed
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

    def remove(self, tx: Transaction, evaluation_id: str, now: datetime) -> None:
        """Let an evaluation's history go with the transaction that deletes it.

        Of a long one the newest steps go with it and the others by due work that is written with it: nobody finds them
        without their evaluation, and where that isn't deleted after all, nothing of its history is gone.
        """
        rows = self._rows(evaluation_id, newest_first=True, most=MOST_WITH + 1)
        for row in rows[:MOST_WITH]:
            tx.delete(row)
        if len(rows) > MOST_WITH:
            schedule(tx, QualityRow, history_removed(evaluation_id, now))

    def sweep(self, evaluation_id: str, clock: Clock, ids: Ids) -> datetime | None:
        """Remove steps of an evaluation that is deleted; when to come again, None where none is left.

        One query and one transaction, of as many as it takes. Of an evaluation that is there nothing is removed.
        """
        pk = f"EV#{evaluation_id}"
        if find(QualityRow, pk, "EVALUATION") is not None:
            return None
        sort = QualityRow.SK.startswith("STEP#")
        page = query(QualityRow, pk, sort=sort, consistent=True, limit=MOST_ITEMS)
        with Transaction(clock, ids) as tx:
            for row in page.rows:
                tx.discard(row)
        return clock.now() if page.last_key is not None else None

    @staticmethod
    def _rows(evaluation_id: str, *, newest_first: bool, most: int | None) -> list[QualityRow]:
        sort = QualityRow.SK.startswith("STEP#")
        pk = f"EV#{evaluation_id}"
        return query_all(QualityRow, pk, sort=sort, consistent=True, newest_first=newest_first, most=most)
