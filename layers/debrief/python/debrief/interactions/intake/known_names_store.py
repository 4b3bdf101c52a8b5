"""The queues that the account knows, and what other words for queues and channels were said to mean.

A queue becomes known with its first conversation. An answer is kept where whoever gave it asked for that.

| question | key or index | reads |
|---|---|---|
| what this queue or channel means | `NAME#<id>` / `NAME`, the id made of field and name | one item |
| all of a field, by name | GSI1 `NAMES#<field>` / `<name>#<id>` | the page; 1,000 to compare one with |

They lie in the interactions table.
"""

from collections.abc import Iterable
from typing import Any, Final

from debrief.interactions.conversations.store import InteractionRow
from debrief.interactions.intake.model import KnownName, NamedField
from debrief.kernel.ids import derived_id
from debrief.kernel.storage.tables import find, loaded, query, query_all, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.text import sought_key

MOST_COMPARED: Final = 1_000
"""Names that one which isn't known is compared with."""


class KnownNameStore:
    """Reads and writes known names."""

    def find(self, field: NamedField, written: str) -> KnownName | None:
        """What is known of a queue or channel under this name, whatever its case and punctuation."""
        return self.by_id(name_id(field, written))

    def by_id(self, known_id: str) -> KnownName | None:
        """The known name with this id."""
        row = find(InteractionRow, f"NAME#{known_id}", "NAME")
        return loaded(row, KnownName) if row else None

    def means(self, field: NamedField) -> tuple[str, ...]:
        """What the known names of a field mean, each once: the first thousand by name."""
        rows = query_all(InteractionRow, f"NAMES#{field}", index="GSI1", most=MOST_COMPARED)
        return tuple(dict.fromkeys(loaded(row, KnownName).means for row in rows))

    def page(
        self, field: NamedField, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[KnownName], dict[str, Any] | None]:
        """A page of the known names of a field, by name."""
        page = query(InteractionRow, f"NAMES#{field}", index="GSI1", limit=limit, start=start)
        return [loaded(row, KnownName) for row in page.rows], page.last_key

    def put(self, transaction: Transaction, known: KnownName) -> None:
        """Keep a name, or what was read of it with another meaning."""
        transaction.put(_row(known))

    def remove(self, transaction: Transaction, known: KnownName) -> None:
        """Know the name no more."""
        transaction.delete(_row(known))


def name_id(field: NamedField, written: str) -> str:
    """The id of a known name; the same whatever the name's case and punctuation."""
    return derived_id("kn", field, sought_key(written) or written)


def is_among(queue: str, known: Iterable[str]) -> bool:
    """Whether a queue is one of those, whatever its case and punctuation."""
    own = name_id("queue", queue)
    return any(name_id("queue", each) == own for each in known)


def _row(known: KnownName) -> InteractionRow:
    row = InteractionRow(PK=f"NAME#{known.id}", SK="NAME", kind="known_name")
    row.GSI1PK, row.GSI1SK = f"NAMES#{known.field}", f"{sought_key(known.written)}#{known.id}"
    stored(row, known)
    return row
