"""Where intake items and bulk imports lie (the interactions table).

| question | key or index | reads |
|---|---|---|
| this intake item | `INTAKE#<id>` / `ITEM` | one item |
| what is held, failed, dismissed or in the pipeline | GSI1 `INTAKE#<status>` / `<updated_at>#<id>` | the page |
| the lines of an import with a status | GSI2 `IMPORT#<id>#<status>` / `<line>` | the page |
| the items that came to an interaction | GSI3 `TAKEN#<interaction>` / `<id>`, sparse | those few |
| this import | `IMPORT#<id>` / `IMPORT` | one item |
| how far it is | `IMPORT#<id>` / `COUNT#<shard>` | 16 small items |
| imports, newest first | GSI1 `IMPORTS` / `<received_at>#<id>` | the page |
| whose run is to be looked after by now | GSI1 `DUE#<shard>` (see `kernel.schedules.store`) | those |

Loaded items are in no status index: there will be millions, and their interactions are what people look for.
Counts are kept in 16 shards and change in the same transaction as the item's status, so they are exact.
"""

from typing import Any

from pynamodb.attributes import NumberAttribute
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from debrief.interactions.conversations.store import InteractionRow
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.model import BulkImport, ImportCounts, IntakeItem, IntakeStatus
from debrief.kernel.clock import iso
from debrief.kernel.storage.tables import RowPage, find, loaded, query, query_all, stored
from debrief.kernel.storage.transactions import Transaction

SHARDS = 16
_LISTED = (IntakeStatus.HELD, IntakeStatus.PROCESSING, IntakeStatus.FAILED, IntakeStatus.DISMISSED)
_PAGE = 100
_MOST_PAGES = 10  # of items that are read over, looking for those with a reason


class ImportCountRow(InteractionRow):
    """One shard of an import's counts."""

    loaded = NumberAttribute(default=0)
    held = NumberAttribute(default=0)
    failed = NumberAttribute(default=0)
    dismissed = NumberAttribute(default=0)
    processing = NumberAttribute(default=0)


class IntakeStore:
    """Reads and writes intake items and imports."""

    def item(self, intake_id: str) -> IntakeItem | None:
        """The intake item, or None."""
        row = find(InteractionRow, f"INTAKE#{intake_id}", "ITEM")
        return loaded(row, IntakeItem) if row else None

    def put(self, transaction: Transaction, item: IntakeItem, before: IntakeItem | None) -> None:
        """Write the item with `transaction`, and count it in its import. before: as it was read; None if new."""
        row = InteractionRow(PK=f"INTAKE#{item.id}", SK="ITEM", kind="intake_item")
        if item.status in _LISTED:
            row.GSI1PK = f"INTAKE#{item.status}"
            row.GSI1SK = f"{iso(item.updated_at)}#{item.id}"
        if item.import_id is not None and item.line is not None:
            row.GSI2PK = f"IMPORT#{item.import_id}#{item.status}"
            row.GSI2SK = f"{item.line:09d}"
            self._count(transaction, item.import_id, item.line, item.status, before)
        if item.interaction_id is not None:
            row.GSI3PK, row.GSI3SK = f"TAKEN#{item.interaction_id}", item.id
        transaction.put(stored(row, item))

    def _count(
        self, transaction: Transaction, import_id: str, line: int, status: IntakeStatus, before: IntakeItem | None
    ) -> None:
        if before is not None and before.status == status:
            return
        actions: list[Action] = [Path("kind").set("import_count"), Path(str(status)).add(1)]
        if before is not None:
            actions.append(Path(str(before.status)).add(-1))
        shard = f"COUNT#{line % SHARDS:02d}"
        transaction.update(InteractionRow(PK=f"IMPORT#{import_id}", SK=shard, kind="import_count"), actions)

    def with_status(
        self, status: IntakeStatus, *, limit: int, start: dict[str, Any] | None = None, newest_first: bool = True
    ) -> tuple[list[IntakeItem], dict[str, Any] | None]:
        """A page of the items with a status, by their last change."""
        page = query(
            InteractionRow, f"INTAKE#{status}", index="GSI1", limit=limit, start=start, newest_first=newest_first
        )
        return _items(page)

    def held_for(
        self, code: HoldCode, *, limit: int, start: dict[str, Any] | None = None
    ) -> tuple[list[IntakeItem], dict[str, Any] | None]:
        """A page of what is held for a reason, by the last change.

        What is held is read over, a thousand items at most: a page may be short, or empty, and still have a next one.
        """
        found: list[IntakeItem] = []
        for _ in range(_MOST_PAGES):
            page = query(
                InteractionRow, f"INTAKE#{IntakeStatus.HELD}", index="GSI1", limit=_PAGE, start=start, newest_first=True
            )
            for row in page.rows:
                item = loaded(row, IntakeItem)
                if any(reason.code is code for reason in item.reasons):
                    found.append(item)
                if len(found) == limit:
                    return found, {name: {"S": getattr(row, name)} for name in ("PK", "SK", "GSI1PK", "GSI1SK")}
            start = page.last_key
            if start is None:
                break
        return found, start

    def items_of(self, interaction_id: str) -> list[IntakeItem]:
        """The items that came to an interaction: its own, those that were loaded already, those it has replaced."""
        rows = query_all(InteractionRow, f"TAKEN#{interaction_id}", index="GSI3")
        return [loaded(row, IntakeItem) for row in rows]

    def lines(
        self, import_id: str, status: IntakeStatus, *, limit: int, start: dict[str, Any] | None = None
    ) -> tuple[list[IntakeItem], dict[str, Any] | None]:
        """A page of an import's lines with a status, in the order of the object."""
        page = query(InteractionRow, f"IMPORT#{import_id}#{status}", index="GSI2", limit=limit, start=start)
        return _items(page)

    def bulk_import(self, import_id: str) -> BulkImport | None:
        """The import, or None."""
        row = find(InteractionRow, f"IMPORT#{import_id}", "IMPORT")
        return loaded(row, BulkImport) if row else None

    def put_import(self, transaction: Transaction, bulk: BulkImport) -> None:
        """Write the import with `transaction`."""
        row = InteractionRow(PK=f"IMPORT#{bulk.id}", SK="IMPORT", kind="import")
        row.GSI1PK, row.GSI1SK = "IMPORTS", f"{iso(bulk.received_at)}#{bulk.id}"
        transaction.put(stored(row, bulk))

    def imports(self, *, limit: int, start: dict[str, Any] | None) -> tuple[list[BulkImport], dict[str, Any] | None]:
        """A page of the imports, newest first."""
        page = query(InteractionRow, "IMPORTS", index="GSI1", limit=limit, start=start, newest_first=True)
        return [loaded(row, BulkImport) for row in page.rows], page.last_key

    def counts(self, import_id: str) -> ImportCounts:
        """What became of the import's lines so far."""
        sort = ImportCountRow.SK.startswith("COUNT#")
        rows = query_all(ImportCountRow, f"IMPORT#{import_id}", sort=sort, consistent=True)
        return ImportCounts.model_validate(
            {name: sum(int(getattr(row, name) or 0) for row in rows) for name in ImportCounts.model_fields}
        )


def _items(page: RowPage) -> tuple[list[IntakeItem], dict[str, Any] | None]:
    return [loaded(row, IntakeItem) for row in page.rows], page.last_key
