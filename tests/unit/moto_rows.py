"""moto's rows are replaced instead of changed, so that what they were before is cheap to keep.

moto prepares for a transaction that is cancelled by copying the tables it names, with all their rows, once for each of
its writes: with a filled account that takes longer than everything that is tested. Where no row is ever changed in its
place, a copy of which row lies where does the same.
"""

import copy
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

Places = defaultdict[Any, Any]


def places_of(table: Table) -> Places:
    """Which row lies under which key, now."""
    found: Places = defaultdict(dict)
    for hash_key, rows in table.items.items():
        found[hash_key] = dict(rows) if table.has_range_key else rows
    return found


_twins: dict[str, Table] | None = None
"""While a transaction is worked on, its copies: all of one table are the same, made before anything is written."""


def _copied(table: Table, _: dict[int, Any]) -> Table:
    if _twins is not None and table.name in _twins:
        return _twins[table.name]
    twin = copy.copy(table)
    twin.items = places_of(table)
    if _twins is not None:
        _twins[table.name] = twin
    return twin


_transact_write_items = DynamoDBBackend.transact_write_items
_update_item = DynamoDBBackend.update_item


def _transacted(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """Let the transaction copy each of its tables once."""
    global _twins
    _twins = {}
    try:
        _transact_write_items(self, transact_items)
    finally:
        _twins = None


def _updated(self: DynamoDBBackend, table_name: str, key: dict[str, Any], *args: Any, **options: Any) -> Any:
    """Let the update change a copy of the row, in the row's place."""
    table = self.get_table(table_name)
    rows: dict[Any, Any] = table.items
    place = DynamoType(key[table.hash_key_attr])
    if table.range_key_attr is not None:
        rows, place = rows[place], DynamoType(key[table.range_key_attr])
    if place in rows:
        rows[place] = copy.deepcopy(rows[place])
    return _update_item(self, table_name, key, *args, **options)


_made: dict[str, Table] = {}
"""The tables as they were made first, without rows."""


def make_tables(region: str, make: Callable[[], None]) -> None:
    """Let `make` create the tables of an empty account; the next time they are there as it left them then."""
    tables = dynamodb_backends[DEFAULT_ACCOUNT_ID][region].tables
    if not _made:
        make()
        _made.update(tables)
    tables.update({name: copy.deepcopy(table) for name, table in _made.items()})


def replace_rows() -> None:
    """Let moto's tables work so, from now on."""
    Table.__deepcopy__ = _copied  # type: ignore[attr-defined]
    DynamoDBBackend.transact_write_items = _transacted  # type: ignore[method-assign]
    DynamoDBBackend.update_item = _updated  # type: ignore[method-assign]
