"""The coaching table's row, and how its stores read lists in order of time."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from debrief.kernel.clock import iso
from debrief.kernel.errors import Conflict
from debrief.kernel.storage.tables import Index, Row, query, table_meta, walk
from debrief.kernel.storage.transactions import Transaction

MOST_ROUND_TRIPS = 5
"""Queries for one page of a filtered list; a page that isn't full by then is short and has a cursor."""

_CHUNK = 25
"""Rows that one query looks at, at least."""

_LATEST = "~"


class CoachingRow(Row):
    """An item of the coaching table. summary_id: on `SUMMARY` items; actions: on `TALLY` items."""

    Meta = table_meta("COACHING_TABLE")

    status = UnicodeAttribute(null=True)
    origin = UnicodeAttribute(null=True)
    due_date = UnicodeAttribute(null=True)
    visibility = UnicodeAttribute(null=True)
    summary_id = UnicodeAttribute(null=True)
    actions = NumberAttribute(null=True)


class Slice(NamedTuple):
    """Part of a list: rows as read, and where the next part starts; None at the end."""

    rows: list[CoachingRow]
    position: dict[str, Any] | None


def sort_key(at: datetime, id: str) -> str:
    """A sort key in order of time, ties by id."""
    return f"{iso(at)}#{id}"


def rows_of(
    pk: str,
    index: Index,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    where: Condition | None = None,
    keep: Callable[[Sequence[CoachingRow]], Iterable[CoachingRow]] = iter,
    limit: int,
    start: dict[str, Any] | None = None,
    newest_first: bool = True,
) -> Slice:
    """Part of a list, in order of time: `limit` rows, fewer when filters leave out many, in 5 round trips at most.

    since, until: from `since` on, before `until`. where: a filter in DynamoDB; keep: one here, of what a round trip
    brought.

    Also of a short page as many rows are looked at as of a longer one: that it comes out short is not to tell of
    single rows that were left out.
    """
    sort = _range(index, since, until)
    rows: list[CoachingRow] = []
    for _ in range(MOST_ROUND_TRIPS):
        page = query(
            CoachingRow,
            pk,
            index=index,
            sort=sort,
            where=where,
            newest_first=newest_first,
            limit=max(limit, _CHUNK),
            start=start,
        )
        rows += keep(page.rows)
        start = page.last_key
        if start is None or len(rows) >= limit:
            break
    if len(rows) > limit:
        return Slice(rows[:limit], _position(rows[limit - 1], index))
    return Slice(rows, start)


def rows_between(
    pk: str, since: datetime, until: datetime, most: int, keep: Callable[[CoachingRow], bool] | None = None
) -> tuple[list[CoachingRow], bool]:
    """The newest rows of a collection of GSI1 in a period, `most` at most, and whether these are all of them.

    keep: which of them count, where not all do; the others take no place of these. Ten times `most` are looked at.
    """
    rows = walk(CoachingRow, pk, chunk=most + 1, index="GSI1", sort=_range("GSI1", since, until), newest_first=True)
    found = list(islice(filter(keep, islice(rows, 10 * most)), most + 1))
    whole = len(found) <= most and next(rows, None) is None
    return found[:most], whole


def page_of(pk: str, index: Index, *, limit: int, start: dict[str, Any] | None) -> Slice:
    """A page of a whole collection, oldest first (one round trip)."""
    page = query(CoachingRow, pk, index=index, limit=limit, start=start)
    return Slice(page.rows, page.last_key)


def page_of_own(pk: str, *, limit: int, start: dict[str, Any] | None) -> Slice:
    """A page of a whole collection of the table itself, in the order of its sort keys (one round trip)."""
    page = query(CoachingRow, pk, limit=limit, start=start)
    return Slice(page.rows, page.last_key)


def _position(row: CoachingRow, index: Index) -> dict[str, Any]:
    return {name: {"S": getattr(row, name)} for name in ("PK", "SK", f"{index}PK", f"{index}SK")}


def _range(index: Index, since: datetime | None, until: datetime | None) -> Condition | None:
    """From `since` on, before `until`. Sort keys go on after the instant, so an instant alone sorts before them."""
    if since is None and until is None:
        return None
    key = getattr(CoachingRow, f"{index}SK")
    between: Condition = key.between(iso(since) if since else "0", iso(until) if until else _LATEST)
    return between


def check_nothing_attached(transaction: Transaction, anchor_id: str) -> None:
    """Let the transaction happen only while no action hangs on the meeting or the report, and take the count along."""
    none = CoachingRow.actions.does_not_exist() | (CoachingRow.actions == 0)
    transaction.discard(tally(anchor_id), condition=none, otherwise=Conflict("Actions are attached to it"))


def tally(anchor_id: str) -> CoachingRow:
    """The key of the row that counts the actions that hang on a meeting or a report."""
    return CoachingRow(PK=f"ANCHOR#{anchor_id}", SK="TALLY", kind="tally")
