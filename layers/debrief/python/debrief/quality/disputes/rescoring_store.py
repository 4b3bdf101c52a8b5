"""Where re-scorings after a dispute, and drafts of questions, lie (the quality table).

| question | key or index | reads |
|---|---|---|
| one re-scoring: how far it is | `RS#<id>` / `RESCORING` | 1 item |
| those of a dispute, newest first | GSI1 `DISPUTE#<id>#RESCORINGS` / `<asked_at>#<id>` | the page |
| what a question of a scorecard is drafted to be | `SC#<scorecard>` / `QUESTION_DRAFT#<question>` | 1 item |
| all such drafts of a scorecard | `SC#<scorecard>` / `QUESTION_DRAFT#…` | those, one a question |

A re-scoring goes by its time to live.
"""

from datetime import timedelta
from typing import Final
from urllib.parse import quote

from debrief.kernel.clock import iso
from debrief.kernel.storage.tables import find, loaded, query, query_all, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.disputes.repairing import QuestionDraft, Rescoring
from debrief.quality.table_store import QualityRow

KEPT: Final = timedelta(days=90)
_MOST_LISTED: Final = 20


class RescoringStore:
    """Reads and writes re-scorings."""

    def rescoring(self, rescoring_id: str) -> Rescoring | None:
        """The re-scoring, or None."""
        row = find(QualityRow, f"RS#{rescoring_id}", "RESCORING")
        return loaded(row, Rescoring) if row else None

    def of_dispute(self, dispute_id: str) -> list[Rescoring]:
        """The newest re-scorings that a dispute led to."""
        page = query(
            QualityRow, f"DISPUTE#{dispute_id}#RESCORINGS", index="GSI1", newest_first=True, limit=_MOST_LISTED
        )
        return [loaded(row, Rescoring) for row in page.rows]

    def put(self, tx: Transaction, rescoring: Rescoring) -> None:
        """Create the re-scoring, or replace it as it was read."""
        row = QualityRow(PK=f"RS#{rescoring.id}", SK="RESCORING", kind="rescoring")
        row.GSI1PK = f"DISPUTE#{rescoring.dispute_id}#RESCORINGS"
        row.GSI1SK = f"{iso(rescoring.asked_at)}#{rescoring.id}"
        row.expires_at = rescoring.asked_at + KEPT
        tx.put(stored(row, rescoring))


class QuestionDraftStore:
    """Reads and writes drafts of questions."""

    def draft(self, scorecard_id: str, question_id: str) -> QuestionDraft | None:
        """The draft of a question, or None."""
        row = find(QualityRow, f"SC#{scorecard_id}", _sort_key(question_id))
        return loaded(row, QuestionDraft) if row else None

    def drafts(self, scorecard_id: str) -> list[QuestionDraft]:
        """The drafts of a scorecard's questions."""
        sort = QualityRow.SK.startswith("QUESTION_DRAFT#")
        return [loaded(row, QuestionDraft) for row in query_all(QualityRow, f"SC#{scorecard_id}", sort=sort)]

    def put(self, tx: Transaction, draft: QuestionDraft) -> None:
        """Create the draft, or replace it as it was read."""
        row = QualityRow(PK=f"SC#{draft.scorecard_id}", SK=_sort_key(draft.question_id), kind="question draft")
        tx.put(stored(row, draft))

    def remove(self, tx: Transaction, draft: QuestionDraft) -> None:
        """Let the draft go, as it was read."""
        row = QualityRow(PK=f"SC#{draft.scorecard_id}", SK=_sort_key(draft.question_id), kind="question draft")
        tx.delete(stored(row, draft))


def _sort_key(question_id: str) -> str:
    return f"QUESTION_DRAFT#{quote(question_id, safe='')}"
