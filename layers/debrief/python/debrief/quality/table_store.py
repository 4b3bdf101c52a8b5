"""The quality table's row, and what its stores have in common."""

from collections.abc import Iterator
from typing import Any

from pynamodb.expressions.condition import Condition

from debrief.kernel.errors import RuleBroken
from debrief.kernel.model import Entity
from debrief.kernel.storage.tables import Index, Row, find, table_meta, walk
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.spans import Span

MOST_BYTES = 380_000
"""Of a stored text; DynamoDB refuses an item of 400 KB."""


class QualityRow(Row):
    """An item of the quality table."""

    Meta = table_meta("QUALITY_TABLE")


def dispute_key(dispute_id: str) -> tuple[str, str]:
    """Where a dispute lies; it goes with its evaluation."""
    return f"DP#{dispute_id}", "DISPUTE"


def delete(tx: Transaction, pk: str, sk: str) -> None:
    """Let the row with this key go with the transaction, if there is one."""
    row = find(QualityRow, pk, sk)
    if row is not None:
        tx.delete(row)


def fitting(value: Entity, what: str) -> str:
    """The text that is stored of `value`. Raises RuleBroken when it is too large; `what` names it."""
    body = value.model_dump_json()
    if len(body.encode()) > MOST_BYTES:
        raise RuleBroken(f"The {what} is too large: {len(body.encode()):,} bytes, {MOST_BYTES:,} at most")
    return body


def rows_within(
    pk: str, index: Index | None, span: Span, *, chunk: int, newest_first: bool, where: Condition | None = None
) -> Iterator[QualityRow]:
    """The rows of a collection within `span`, read in chunks as they are asked for. where: a filter in DynamoDB."""
    sort = _between(getattr(QualityRow, f"{index}SK") if index else QualityRow.SK, span)
    return walk(QualityRow, pk, index=index, sort=sort, where=where, newest_first=newest_first, chunk=chunk)


def _between(key: Any, span: Span) -> Condition | None:
    low, high = span
    if low is not None and high is not None:
        # An inverted period is empty; DynamoDB refuses it.
        condition: Condition = key.between(min(low, high), high)
    elif low is not None:
        condition = key >= low
    elif high is not None:
        condition = key <= high
    else:
        return None
    return condition
