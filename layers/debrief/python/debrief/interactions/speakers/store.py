"""Where corrections of many conversations lie (the interactions table).

| question | key or index | reads |
|---|---|---|
| the latest correction of this import or source | `CORRECTION#<import or source>` / `CORRECTION` | one small item |
"""

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.speakers.model import Correction
from debrief.kernel.storage.tables import find, loaded, stored
from debrief.kernel.storage.transactions import Transaction


class CorrectionStore:
    """Reads and writes corrections."""

    def latest(self, about: str) -> Correction | None:
        """The latest correction of an import or a source, or None."""
        row = find(InteractionRow, f"CORRECTION#{about}", "CORRECTION")
        return loaded(row, Correction) if row else None

    def put(self, transaction: Transaction, correction: Correction) -> None:
        """Write the correction with `transaction`, in the place of an earlier one of the same import or source."""
        row = InteractionRow(PK=f"CORRECTION#{correction.about}", SK="CORRECTION", kind="correction")
        transaction.put(stored(row, correction))
