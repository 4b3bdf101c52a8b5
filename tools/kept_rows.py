"""Rows as stores write them, kept instead of written, to be copied with other ids, people and days."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pynamodb.expressions.update import Action

from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.tables import Row
from debrief.kernel.storage.transactions import Transaction

clock = SystemClock()
ids = UlidIds(clock)


class Written:
    """A row that a store updates whatever there is, as it is where there was none."""

    def __init__(self, row: Row, actions: Sequence[Action]) -> None:
        self.kind = row.kind
        self._item = row.serialize()
        for each in actions:
            path: Any
            value: Any
            path, value = each.values
            # What is added to nothing is that.
            self._item[path.path[0]] = value.values[0]

    def serialize(self) -> dict[str, Any]:
        """The item."""
        return self._item


class Kept(Transaction):
    """Keeps the rows that a store writes, and writes none."""

    def __init__(self) -> None:
        super().__init__(clock, ids)
        self.kept: list[Row | Written] = []

    def update(self, row: Row, actions: Sequence[Action], **_: Any) -> None:
        self.kept.append(Written(row, actions))

    def put(self, row: Row) -> None:
        self.kept.append(row)

    def create(self, row: Row, **_: Any) -> None:
        self.kept.append(row)

    def discard(self, row: Row, **_: Any) -> None: ...


def text_of(rows: Iterable[Row | Written]) -> str:
    """Rows as a JSON text of items."""
    return json.dumps([row.serialize() | {"revision": {"N": "1"}} for row in rows])


def write(dynamodb: Any, table: str, items: Sequence[dict[str, Any]]) -> None:
    """Put items into a table."""
    for first in range(0, len(items), 25):
        puts = [{"PutRequest": {"Item": item}} for item in items[first : first + 25]]
        dynamodb.batch_write_item(RequestItems={table: puts})
