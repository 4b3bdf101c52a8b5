"""Where batches of held items lie (the interactions table).

| question | key or index | reads |
|---|---|---|
| one batch: how far it is, how it ended | `BATCH#<id>` / `BATCH` | 1 item |
| a list of the items it is for | `BATCH#<id>` / `PART#<number>` | 1 item |
| batches, newest first | GSI1 `BATCHES` / `<created_at>#<id>` | the page |
| whose run is to be looked after by now | GSI1 `DUE#<shard>` (see `kernel.schedules.store`) | those |

All of it goes by its time to live.
"""

from datetime import timedelta
from typing import Any, Final

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.held.model import BatchPart, HeldBatch
from debrief.kernel.clock import iso
from debrief.kernel.errors import NotFound
from debrief.kernel.storage.tables import find, loaded, query, stored
from debrief.kernel.storage.transactions import Transaction

KEPT: Final = timedelta(days=90)
"""A batch can be looked at for so long."""


class BatchStore:
    """Reads and writes batches."""

    def find(self, batch_id: str) -> HeldBatch | None:
        """The batch with this id."""
        row = find(InteractionRow, f"BATCH#{batch_id}", "BATCH")
        return loaded(row, HeldBatch) if row else None

    def put(self, transaction: Transaction, batch: HeldBatch) -> None:
        """Create the batch, or replace it as it was read."""
        row = InteractionRow(PK=f"BATCH#{batch.id}", SK="BATCH", kind="held_batch", expires_at=batch.created_at + KEPT)
        row.GSI1PK, row.GSI1SK = "BATCHES", f"{iso(batch.created_at)}#{batch.id}"
        stored(row, batch)
        transaction.put(row)

    def put_part(self, transaction: Transaction, batch: HeldBatch, number: int, part: BatchPart) -> None:
        """Keep a list of the batch's items."""
        row = InteractionRow(
            PK=f"BATCH#{batch.id}",
            SK=f"PART#{number:06d}",
            kind="held_batch_part",
            expires_at=batch.created_at + KEPT,
            body=part.model_dump_json(),
        )
        transaction.create(row)

    def part(self, batch_id: str, number: int) -> BatchPart:
        """One list of the batch's items. Raises NotFound."""
        row = find(InteractionRow, f"BATCH#{batch_id}", f"PART#{number:06d}")
        if row is None:
            raise NotFound("The items of this batch are no longer kept")
        return BatchPart.from_kept(row.body or "{}")

    def page(self, *, limit: int, start: dict[str, Any] | None) -> tuple[list[HeldBatch], dict[str, Any] | None]:
        """A page of the batches, newest first."""
        page = query(InteractionRow, "BATCHES", index="GSI1", limit=limit, start=start, newest_first=True)
        return [loaded(row, HeldBatch) for row in page.rows], page.last_key
