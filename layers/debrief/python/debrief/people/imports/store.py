"""Where imports of people lie, and what they are going to write.

| question | key | reads |
|---|---|---|
| one import: how far it is, how it ended | PK PEOPLE_IMPORT#id, SK IMPORT | 1 item |
| a part of what it writes | object people-imports/<id>/<number>.json in the content bucket | 1 object |

The objects go by the bucket's lifecycle, the rows by their time to live.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.tables import find, loaded, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.people.imports.model import PeopleImport, PlanPart
from debrief.people.rows_store import PeopleRow

KEPT = timedelta(days=90)
"""An import can be looked at for so long."""


class ImportStore:
    """Reads and writes imports. content: the bucket of the parts, asked for at first use."""

    def __init__(self, content: Callable[[], ObjectStore]) -> None:
        self._content = content

    def find(self, import_id: str) -> PeopleImport | None:
        """The import with this id."""
        row = find(PeopleRow, f"PEOPLE_IMPORT#{import_id}", "IMPORT")
        return loaded(row, PeopleImport) if row else None

    def put(self, transaction: Transaction, found: PeopleImport) -> None:
        """Create the import, or replace it as it was read."""
        row = PeopleRow(
            PK=f"PEOPLE_IMPORT#{found.id}", SK="IMPORT", kind="people_import", expires_at=found.created_at + KEPT
        )
        stored(row, found)
        transaction.put(row)

    def put_parts(self, import_id: str, parts: Sequence[PlanPart]) -> None:
        """Keep what an import is going to write."""
        for number, part in enumerate(parts):
            self._content().put_entity(_key(import_id, number), part)

    def part(self, import_id: str, number: int) -> PlanPart:
        """One part of what an import writes. Raises NotFound."""
        return self._content().get_entity(_key(import_id, number), PlanPart)


def _key(import_id: str, number: int) -> str:
    return f"people-imports/{import_id}/{number}.json"
