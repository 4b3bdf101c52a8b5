"""How names of files are read: one item of the interactions table, `NAME-PATTERNS` / `NAME-PATTERNS`."""

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.intake.name_patterns import NamePatterns
from debrief.kernel.storage.tables import find, loaded, stored
from debrief.kernel.storage.transactions import Transaction

_KEY = "NAME-PATTERNS"


class NamePatternStore:
    """Reads and writes the patterns."""

    def all(self) -> NamePatterns:
        """All of them, as they are."""
        row = find(InteractionRow, _KEY, _KEY)
        return loaded(row, NamePatterns) if row else NamePatterns()

    def put(self, transaction: Transaction, patterns: NamePatterns) -> None:
        """Write them with `transaction`."""
        transaction.put(stored(InteractionRow(PK=_KEY, SK=_KEY, kind="name_patterns"), patterns))
