"""Read capacity by size, as DynamoDB bills it.

The engine reports half a unit for every Get, Query and Scan, however much was read, and nothing for BatchGetItem,
which would make every measurement of a read's cost meaningless. Writes it counts by size itself.
"""

from __future__ import annotations

import json
import math
from contextvars import ContextVar
from typing import Any

from local.engine.patches import engine, required

_UNIT_BYTES = 4096


def read_units(size: int, *, consistent: bool) -> float:
    """Read capacity units for `size` bytes: one for each started 4 KB, half when eventually consistent.

    Reading nothing costs as much as reading one item.
    """
    units = max(1, math.ceil(size / _UNIT_BYTES))
    return float(units) if consistent else units / 2


def correct(capacity: dict[str, Any], units: float) -> None:
    """Put `units` in the place of the engine's flat number: the total and its one part that is not zero."""
    flat = capacity["CapacityUnits"]
    capacity["CapacityUnits"] = units
    parts = [capacity["Table"]] if "Table" in capacity else []
    for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
        parts.extend((capacity.get(kind) or {}).values())
    for part in parts:
        if part["CapacityUnits"] == flat:
            part["CapacityUnits"] = units


def apply() -> None:
    dynamodb = engine("services.dynamodb")
    paginate = required(dynamodb, "_paginate_evaluated_items")
    add = required(dynamodb, "_add_consumed_capacity")
    size_of = required(dynamodb, "_item_size_bytes")
    project = required(dynamodb, "_apply_index_projection")
    item_by_key = required(dynamodb, "_get_item_by_key")
    tables = required(dynamodb, "_tables")
    evaluated: ContextVar[int] = ContextVar("evaluated", default=0)

    def paginating(items: Any, limit: Any, table: Any, index_name: Any = None) -> Any:
        page, more = paginate(items, limit, table, index_name)
        evaluated.set(sum(size_of(project(i, table, index_name) if index_name else i) for i in page))
        return page, more

    def adding(result: Any, data: Any, table_name: str, write: bool = False, **named: Any) -> None:
        add(result, data, table_name, write=write, **named)
        if write or "ConsumedCapacity" not in result:
            return
        if "Key" in data:
            item = item_by_key(tables.get(table_name), data["Key"])
            size = size_of(item) if item else 0
        else:
            size = evaluated.get()
        correct(result["ConsumedCapacity"], read_units(size, consistent=bool(data.get("ConsistentRead"))))

    batch_get = required(dynamodb, "_batch_get_item")
    table_name_of = required(dynamodb, "_normalize_table_name")

    def batch_getting(data: Any) -> Any:
        status, headers, body = batch_get(data)
        if status != 200 or data.get("ReturnConsumedCapacity", "NONE") == "NONE":
            return status, headers, body
        consumed = []
        for name, request in data["RequestItems"].items():
            table, strong = tables.get(table_name_of(name)), bool(request.get("ConsistentRead"))
            found = [item_by_key(table, key) for key in request.get("Keys", [])]
            units = sum(read_units(size_of(item) if item else 0, consistent=strong) for item in found)
            consumed.append({"TableName": name, "CapacityUnits": units})
        return status, headers, json.dumps({**json.loads(body), "ConsumedCapacity": consumed}).encode()

    dynamodb._batch_get_item = batch_getting
    dynamodb._paginate_evaluated_items = paginating
    dynamodb._add_consumed_capacity = adding
