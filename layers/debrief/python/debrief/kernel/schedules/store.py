"""Where due work lies: in the table of the context that it belongs to.

| question | key or index | reads |
|---|---|---|
| this piece of due work | `DUE#<kind>#<subject>` / `DUE` | one small item |
| what may be worked on by now, the oldest first | GSI1 `DUE#<shard>` / `<instant>#<kind>#<subject>` | those, in pages |
| what was given up, the oldest first | GSI1 `DUE#GIVEN_UP` / `<instant>#<kind>#<subject>` | those, in pages |

A row is written and removed in the transactions of the thing that it is about. Only the runner touches it beside
them, and only while the row carries the runner's claim: a row that was moved or removed meanwhile is left alone.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Final, NamedTuple

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DeleteError, PynamoDBException, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from debrief.kernel.clock import iso, parse_instant
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.places import GIVEN_UP, due_key, end_of, instant_of, partition, place, shard_of
from debrief.kernel.storage.tables import Row, find, query, query_all, storage_error, walk
from debrief.kernel.storage.transactions import Transaction

KIND: Final = "due"
_PAGE = 100
_REFUSED = {"ConditionalCheckFailedException", "TransactionConflictException"}
"""Somebody else has changed the row, or is about to."""


class DueRow(Row):
    """A row of due work, in whichever table.

    tries: how often it was begun since it was scheduled, without the times that it was put off. claim: of the runner
    that works on it. failure: the name of the error that its last try ended with. put_off: how often in a row
    something kept it waiting that would have met any other; waits_since: from when it was due then.
    """

    class Meta:
        table_name = "due work lies in a context's table"

    tries = NumberAttribute(default=0)
    claim = UnicodeAttribute(null=True)
    failure = UnicodeAttribute(null=True)
    put_off = NumberAttribute(default=0)
    waits_since = UnicodeAttribute(null=True)


@cache
def due_rows(table: str) -> type[DueRow]:
    """The row class of the due work in a table, whichever context the table belongs to."""

    class TableDueRow(DueRow):
        class Meta:
            table_name = table

    return TableDueRow


def schedule(transaction: Transaction, row_class: type[Row], due: Due) -> None:
    """Let `due` be done, if the transaction happens; what was scheduled for its kind and subject before is moved.

    row_class: of the table of the thing that the work is about.
    """
    key = due_key(due.kind, due.subject)
    rows = due_rows(row_class.Meta.table_name)
    transaction.update(
        rows(PK=f"DUE#{key}", SK="DUE", kind=KIND),
        [
            rows.kind.set(KIND),
            rows.body.set(due.model_dump_json()),
            rows.claim.remove(),
            *_all_tries(rows),
            rows.GSI1PK.set(partition(shard_of(key))),
            rows.GSI1SK.set(place(due.at, key)),
        ],
    )


def _all_tries(rows: type[DueRow]) -> list[Action]:
    """Nothing has gone wrong yet."""
    return [rows.tries.set(0), rows.failure.remove(), rows.put_off.set(0), rows.waits_since.remove()]


def unschedule(transaction: Transaction, row_class: type[Row], kind: str, subject: str) -> None:
    """Let nothing of this kind be done for the subject any more, if the transaction happens."""
    rows = due_rows(row_class.Meta.table_name)
    transaction.discard(rows(PK=f"DUE#{due_key(kind, subject)}", SK="DUE", kind=KIND))


def is_scheduled(row_class: type[Row], kind: str, subject: str) -> bool:
    """Whether something of this kind is going to be done for the subject; what was given up isn't."""
    row = find(due_rows(row_class.Meta.table_name), f"DUE#{due_key(kind, subject)}", "DUE")
    return row is not None and row.GSI1PK != GIVEN_UP


class Found(NamedTuple):
    """Due work as the index tells it, which may have been done or moved meanwhile. since: from when it has waited."""

    key: str
    place: str
    since: datetime

    @property
    def kind(self) -> str:
        """The kind of work; no kind has a `#` in it."""
        return self.key.partition("#")[0]


class Claimed(NamedTuple):
    """Due work that belongs to one runner until its lease ends.

    body: JSON of the `Due`; tries: this one included; put_off: how often in a row it was put off before; since: from
    when it has waited.
    """

    key: str
    token: str
    body: str
    tries: int
    put_off: int
    since: datetime

    @property
    def due(self) -> Due:
        """What is to be done. Raises ValidationError where the row can't be read."""
        return Due.from_kept(self.body)


class GivenUp(NamedTuple):
    """Due work that failed too often. key: its kind and subject; failure: the name of the last error."""

    key: str
    since: datetime
    failure: str


class DueStore:
    """Finds and keeps the due work of one table."""

    def __init__(self, table: str) -> None:
        self._rows = due_rows(table)

    def due(self, shard: int, now: datetime) -> Iterator[Found]:
        """What may be worked on in a shard at `now`, the longest waiting first, read on as far as it is asked for."""
        rows = self._rows
        for row in walk(rows, partition(shard), chunk=_PAGE, index="GSI1", sort=end_of(now) > rows.GSI1SK):
            yield _found(row)

    def oldest(self, shard: int, now: datetime) -> Found | None:
        """The longest waiting of a shard."""
        rows = self._rows
        page = query(rows, partition(shard), index="GSI1", sort=end_of(now) > rows.GSI1SK, limit=1)
        return _found(page.rows[0]) if page.rows else None

    def claim(self, found: Found, token: str, until: datetime) -> Claimed | None:
        """Take found work until `until`; None where another runner has it, or it is gone or moved."""
        rows = self._rows
        row, standing = self._row(found.key), rows.GSI1SK
        actions = [rows.claim.set(token), rows.tries.add(1), rows.GSI1SK.set(place(until, found.key))]
        if not self._changed(row, actions, standing == found.place):
            return None
        # What the table says, not what the index said: it may have been scheduled anew for the same instant.
        return Claimed(found.key, token, row.body or "", int(row.tries), int(row.put_off), found.since)

    def done(self, claimed: Claimed) -> None:
        """Remove the work, unless the work itself has scheduled it anew or removed it."""
        row = self._row(claimed.key)
        try:
            row.delete(self._rows.claim == claimed.token, add_version_condition=False)
        except PynamoDBException as error:
            _ignore_refusal(error)

    def again(self, claimed: Claimed, at: datetime) -> bool:
        """Let the work come again at `at` with all its tries; False where the work has scheduled or removed itself."""
        rows = self._rows
        actions = [*_all_tries(rows), rows.GSI1SK.set(place(at, claimed.key))]
        return self._let_go(claimed, actions)

    def try_again(self, claimed: Claimed, at: datetime, failure: str) -> None:
        """Let work that failed by itself be tried again at `at`."""
        rows = self._rows
        self._let_go(claimed, [rows.failure.set(failure), rows.GSI1SK.set(place(at, claimed.key))])

    def put_off(self, claimed: Claimed, at: datetime, failure: str) -> None:
        """Let work be tried again at `at` that something else kept from being done: it has lost no try, and is late."""
        rows = self._rows
        actions = [
            rows.tries.add(-1),
            rows.put_off.add(1),
            rows.waits_since.set(iso(claimed.since)),
            rows.failure.set(failure),
            rows.GSI1SK.set(place(at, claimed.key)),
        ]
        self._let_go(claimed, actions)

    def give_up(self, claimed: Claimed, now: datetime, failure: str) -> None:
        """Lay work that failed too often aside, where `given_up` finds it."""
        rows = self._rows
        actions = [
            rows.failure.set(failure),
            rows.GSI1PK.set(GIVEN_UP),
            rows.GSI1SK.set(place(now, claimed.key)),
        ]
        self._let_go(claimed, actions)

    def given_up(self, *, most: int) -> list[GivenUp]:
        """What was given up and not scheduled anew or removed since, the oldest first."""
        rows = query_all(self._rows, GIVEN_UP, index="GSI1", most=most)
        return [GivenUp(_key(row), instant_of(row.GSI1SK or ""), row.failure or "") for row in rows]

    def revive(self, key: str, now: datetime) -> bool:
        """Let work that was given up be due at once, with all its tries; False where it isn't given up any more."""
        rows = self._rows
        actions = [
            *_all_tries(rows),
            rows.GSI1PK.set(partition(shard_of(key))),
            rows.GSI1SK.set(place(now, key)),
        ]
        standing = rows.GSI1PK
        return self._changed(self._row(key), actions, standing == GIVEN_UP)

    def _let_go(self, claimed: Claimed, actions: Sequence[Action]) -> bool:
        rows = self._rows
        return self._changed(self._row(claimed.key), [rows.claim.remove(), *actions], rows.claim == claimed.token)

    def _row(self, key: str) -> DueRow:
        row = self._rows(PK=f"DUE#{key}", SK="DUE", kind=KIND)
        # So that the revision counts on from what is stored; see `Transaction.update`.
        row.revision = 0
        return row

    @staticmethod
    def _changed(row: DueRow, actions: Sequence[Action], condition: Condition) -> bool:
        try:
            row.update(list(actions), condition, add_version_condition=False)
        except PynamoDBException as error:
            _ignore_refusal(error)
            return False
        return True


def _ignore_refusal(error: PynamoDBException) -> None:
    """Pass over a refusal: whoever changed the row decides about it. Raises what else went wrong."""
    if isinstance(error, UpdateError | DeleteError) and error.cause_response_code in _REFUSED:
        return
    raise storage_error(error) from error


def _key(row: DueRow) -> str:
    return row.PK.partition("#")[2]


def _found(row: DueRow) -> Found:
    standing = row.GSI1SK or ""
    return Found(_key(row), standing, parse_instant(row.waits_since) if row.waits_since else instant_of(standing))
