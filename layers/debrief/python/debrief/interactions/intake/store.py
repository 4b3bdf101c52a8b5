"""Where intake items and bulk imports lie (the interactions table).

| question | key or index | reads |
|---|---|---|
| this intake item | `INTAKE#<id>` / `ITEM` | one item |
| what is held, failed, dismissed or in the pipeline | GSI1 `INTAKE#<status>` / `<updated_at>#<id>` | the page |
| what of a status begins with … (see `sought`) | GSI1 `SOUGHT#<status>` / `<text>#<id>` | a page, then its items |
| how much is held, and for which reasons | `HELD` / `COUNT#<shard>` | 16 small items |
| the lines of an import with a status | GSI2 `IMPORT#<id>#<status>` / `<line>` | the page |
| the items that came to an interaction | GSI3 `TAKEN#<interaction>` / `<id>`, sparse | those few |
| this import | `IMPORT#<id>` / `IMPORT` | one item |
| how far it is | `IMPORT#<id>` / `COUNT#<shard>` | 16 small items |
| imports, newest first | GSI1 `IMPORTS` / `<received_at>#<id>` | the page |
| whose run is to be looked after by now | GSI1 `DUE#<shard>` (see `kernel.schedules.store`) | those |

Loaded items are in no status index: there will be millions, and their interactions are what people look for.
Counts are kept in 16 shards and change in the same transaction as the item's status, so they are exact.
"""

import zlib
from collections import Counter
from datetime import datetime
from typing import Any, Final

from pynamodb.attributes import NumberAttribute
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.model import BulkImport, HeldCounts, HeldFor, ImportCounts, IntakeItem, IntakeStatus
from debrief.interactions.intake.sought import first_of, sought
from debrief.kernel.clock import iso
from debrief.kernel.errors import DebriefError
from debrief.kernel.storage.tables import RowPage, find, find_many, loaded, query, query_all, stored
from debrief.kernel.storage.transactions import Transaction

SHARDS = 16
_LISTED = (IntakeStatus.HELD, IntakeStatus.PROCESSING, IntakeStatus.FAILED, IntakeStatus.DISMISSED)
_HELD: Final = "HELD"
_PAGE = 100
_MOST_PAGES = 10  # of items that are read over, looking for those with a reason


class ImportCountRow(InteractionRow):
    """One shard of an import's counts."""

    loaded = NumberAttribute(default=0)
    held = NumberAttribute(default=0)
    failed = NumberAttribute(default=0)
    dismissed = NumberAttribute(default=0)
    processing = NumberAttribute(default=0)


class HeldCountRow(InteractionRow):
    """One shard of how much waits: in all, and by each `HoldCode`."""

    held = NumberAttribute(default=0)
    failed = NumberAttribute(default=0)
    agent_missing = NumberAttribute(default=0)
    agent_unknown = NumberAttribute(default=0)
    agent_ambiguous = NumberAttribute(default=0)
    date_missing = NumberAttribute(default=0)
    date_in_future = NumberAttribute(default=0)
    queue_missing = NumberAttribute(default=0)
    queue_unknown = NumberAttribute(default=0)
    duration_missing = NumberAttribute(default=0)
    end_before_start = NumberAttribute(default=0)
    document_unreadable = NumberAttribute(default=0)
    document_unsupported = NumberAttribute(default=0)
    document_empty = NumberAttribute(default=0)
    transcription_failed = NumberAttribute(default=0)
    recording_not_fetched = NumberAttribute(default=0)
    transcript_unread = NumberAttribute(default=0)
    channel_unknown = NumberAttribute(default=0)
    content_missing = NumberAttribute(default=0)
    duplicate = NumberAttribute(default=0)
    language_unsupported = NumberAttribute(default=0)
    too_large = NumberAttribute(default=0)
    budget_spent = NumberAttribute(default=0)


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
        self._let_be_found(transaction, item, before)
        self._count_waiting(transaction, item, before)
        transaction.put(stored(row, item))

    @staticmethod
    def _let_be_found(transaction: Transaction, item: IntakeItem, before: IntakeItem | None) -> None:
        """Write by what the item is found beside it, each a row of its own; see `sought`."""
        had = sought(before) if before is not None else {}
        has = sought(item)
        moved = before is None or before.status is not item.status
        for name in had.keys() - has.keys():
            transaction.discard(_sought_row(item, name))
        for name, text in has.items():
            if moved or had.get(name) != text:
                row = _sought_row(item, name)
                actions = [
                    InteractionRow.kind.set(row.kind),
                    InteractionRow.GSI1PK.set(f"SOUGHT#{item.status}"),
                    InteractionRow.GSI1SK.set(f"{text}#{item.id}"),
                ]
                transaction.update(row, actions)

    @staticmethod
    def _count_waiting(transaction: Transaction, item: IntakeItem, before: IntakeItem | None) -> None:
        change = _waiting(item)
        change.subtract(_waiting(before) if before is not None else Counter())
        actions: list[Action] = [Path(name).add(by) for name, by in change.items() if by]
        if actions:
            shard = zlib.crc32(item.id.encode()) % SHARDS
            row = InteractionRow(PK=_HELD, SK=f"COUNT#{shard:02d}", kind="held_count")
            transaction.update(row, [Path("kind").set("held_count"), *actions])

    def waiting(self) -> HeldCounts:
        """How much waits for somebody, and for which reasons."""
        rows = query_all(HeldCountRow, _HELD, sort=HeldCountRow.SK.startswith("COUNT#"), consistent=True)

        def total(name: str) -> int:
            # What was held before there were counts leaves without having come.
            return max(0, sum(int(getattr(row, name) or 0) for row in rows))

        reasons = {code: number for code in HoldCode if (number := total(code.value))}
        return HeldCounts(held=total("held"), failed=total("failed"), reasons=reasons)

    def search(
        self, status: IntakeStatus, wanted: str, *, limit: int, start: dict[str, Any] | None, held_for: HeldFor
    ) -> tuple[list[IntakeItem], dict[str, Any] | None]:
        """A page of the items with a status that have a text which begins with `wanted`, in the order of these texts.

        wanted: as `sought_key` has it. With a reason, what was found is read over within bounds, as `held_for` does.
        """
        found: list[IntakeItem] = []
        sort = InteractionRow.GSI1SK.startswith(wanted)
        for _ in range(_MOST_PAGES):
            page = query(InteractionRow, f"SOUGHT#{status}", index="GSI1", sort=sort, limit=_PAGE, start=start)
            ids = [row.PK.partition("#")[2] for row in page.rows]
            rows = find_many(InteractionRow, [(f"INTAKE#{each}", "ITEM") for each in ids])
            items = {item.id: item for item in (loaded(row, IntakeItem) for row in rows)}
            for row, intake_id in zip(page.rows, ids, strict=True):
                item = items.get(intake_id)
                # An item that several of its texts lead to stands where the first of them does.
                if item is None or f"{first_of(item, wanted)}#{item.id}" != row.GSI1SK:
                    continue
                if item.status is status and held_for.admits(item):
                    found.append(item)
                if len(found) == limit:
                    return found, _place(row)
            start = page.last_key
            if start is None:
                break
        return found, start

    @staticmethod
    def expect_unchanged(transaction: Transaction, item: IntakeItem, otherwise: DebriefError) -> None:
        """Let the transaction happen only while the item is as it was read."""
        unchanged = InteractionRow.revision == item.revision
        transaction.check(InteractionRow, f"INTAKE#{item.id}", "ITEM", unchanged, otherwise)

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

    def waiting_before(
        self, status: IntakeStatus, until: datetime, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[IntakeItem], dict[str, Any] | None]:
        """A page of the items with a status whose last change doesn't lie after `until`, the longest ago first."""
        sort = f"{iso(until)}#~" > InteractionRow.GSI1SK
        page = query(InteractionRow, f"INTAKE#{status}", index="GSI1", sort=sort, limit=limit, start=start)
        return _items(page)

    def held_for(
        self, code: HoldCode, *, limit: int, start: dict[str, Any] | None = None, given: str | None = None
    ) -> tuple[list[IntakeItem], dict[str, Any] | None]:
        """A page of what is held for a reason, by the last change. given: only for this value, as it was written.

        What is held is read over, a thousand items at most: a page may be short, or empty, and still have a next one.
        """
        found: list[IntakeItem] = []
        wanted = HeldFor(reason=code, given=given)
        for _ in range(_MOST_PAGES):
            page = query(
                InteractionRow, f"INTAKE#{IntakeStatus.HELD}", index="GSI1", limit=_PAGE, start=start, newest_first=True
            )
            for row in page.rows:
                item = loaded(row, IntakeItem)
                if wanted.admits(item):
                    found.append(item)
                if len(found) == limit:
                    return found, _place(row)
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


def _sought_row(item: IntakeItem, name: str) -> InteractionRow:
    return InteractionRow(PK=f"INTAKE#{item.id}", SK=f"SOUGHT#{name}", kind="sought")


def _waiting(item: IntakeItem) -> Counter[str]:
    """What an item adds to the counts of what waits. What was erased waits for nobody."""
    if item.status is IntakeStatus.HELD:
        return Counter({"held", *(reason.code.value for reason in item.reasons)})
    return Counter({"failed"} if item.status is IntakeStatus.FAILED and item.erased_at is None else ())


def _place(row: InteractionRow) -> dict[str, Any]:
    """Where a page begins that follows on this row."""
    return {name: {"S": getattr(row, name)} for name in ("PK", "SK", "GSI1PK", "GSI1SK")}


def _items(page: RowPage) -> tuple[list[IntakeItem], dict[str, Any] | None]:
    return [loaded(row, IntakeItem) for row in page.rows], page.last_key
