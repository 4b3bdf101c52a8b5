"""What is settled for sources: one item of the interactions table, `SOURCES` / `SOURCES`."""

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.intake.sources import SettledSources
from debrief.kernel.storage.tables import find, loaded, stored
from debrief.kernel.storage.transactions import Transaction


class SourceStore:
    """Reads and writes what is settled for sources."""

    def all(self) -> SettledSources:
        """All of it, as it is."""
        row = find(InteractionRow, "SOURCES", "SOURCES")
        return loaded(row, SettledSources) if row else SettledSources()

    def put(self, transaction: Transaction, sources: SettledSources) -> None:
        """Write it with `transaction`."""
        transaction.put(stored(InteractionRow(PK="SOURCES", SK="SOURCES", kind="sources"), sources))
