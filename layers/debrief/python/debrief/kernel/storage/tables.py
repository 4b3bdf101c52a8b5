"""DynamoDB through PynamoDB: one row shape for all tables, one connection for all row classes.

A row carries keys, a revision and what queries filter on; everything nested is one JSON text (`body`) that pydantic
reads. Writes go through `kernel.storage.transactions`, which takes events along.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Literal, NamedTuple, TypeVar

from pynamodb.attributes import TTLAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.connection.base import MetaTable
from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from debrief.kernel.errors import DebriefError, Malformed, TooLarge
from debrief.kernel.model import Aggregate
from debrief.kernel.storage.aws_errors import aws_error, error_for
from debrief.kernel.storage.clients import PATIENCE

Index = Literal["GSI1", "GSI2", "GSI3"]
INDEXES: tuple[Index, ...] = ("GSI1", "GSI2", "GSI3")
BATCH_GET_LIMIT = 100
MOST_PK_BYTES, MOST_SK_BYTES = 2048, 1024
"""What DynamoDB takes as a partition key and as a sort key."""

MOST_ROW_BYTES = 400_000
"""Of a row, names and values; DynamoDB refuses an item of 409,600."""

_connection: Connection | None = None


def connection() -> Connection:
    """The process's one DynamoDB connection, whatever the number of tables."""
    global _connection
    if _connection is None:
        _connection = Connection(
            region=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"),
            # PynamoDB's own would wait longer for one answer than API Gateway does for the whole request.
            connect_timeout_seconds=PATIENCE.connect_s,
            read_timeout_seconds=PATIENCE.read_s,
            max_retry_attempts=PATIENCE.attempts - 1,
        )
    return _connection


def forget_connection() -> None:
    """Drop the connection, so that the next use opens a new one (tests change the engine underneath)."""
    global _connection
    _connection = None
    for row_class in _family(Row):
        row_class._connection = None


class _NamedLate(type):
    """Metaclass of a PynamoDB `Meta` whose table name is read from the environment when needed, not at import."""

    variable: str

    @property
    def table_name(cls) -> str:
        return os.environ.get(cls.variable, f"{cls.variable} is not set")


def table_meta(variable: str) -> Any:
    """The PynamoDB `Meta` of the table whose name stands in the environment variable `variable`."""
    return _NamedLate("Meta", (), {"variable": variable})


class Row(Model):
    """The shape of every item of every table.

    kind: what the item is (`user`, `evaluation`, `outbox` …).
    revision: grows by one with every write; the ETag of the API.
    expires_at: when DynamoDB may remove the item; null for what stays.
    """

    class Meta:
        table_name = "a row belongs to a context's table"

    PK = UnicodeAttribute(hash_key=True)
    SK = UnicodeAttribute(range_key=True)
    GSI1PK = UnicodeAttribute(null=True)
    GSI1SK = UnicodeAttribute(null=True)
    GSI2PK = UnicodeAttribute(null=True)
    GSI2SK = UnicodeAttribute(null=True)
    GSI3PK = UnicodeAttribute(null=True)
    GSI3SK = UnicodeAttribute(null=True)
    kind = UnicodeAttribute()
    body = UnicodeAttribute(null=True)
    expires_at = TTLAttribute(null=True)
    revision = VersionAttribute()

    @classmethod
    def _get_connection(cls) -> TableConnection:
        name = cls.Meta.table_name
        if cls._connection is None or cls._connection.table_name != name:
            shared = connection()
            if name not in shared._tables:
                shared.add_meta_table(_keys_of(name))
            table = TableConnection(name)
            table.connection = shared
            cls._connection = table
        return cls._connection


R = TypeVar("R", bound=Row)


def _family(base: type[Row]) -> Iterator[type[Row]]:
    yield base
    for child in base.__subclasses__():
        yield from _family(child)


def _keys_of(name: str) -> MetaTable:
    """What PynamoDB would ask DescribeTable for: all our tables have the same keys."""

    def schema(prefix: str) -> list[dict[str, str]]:
        return [
            {"AttributeName": f"{prefix}PK", "KeyType": "HASH"},
            {"AttributeName": f"{prefix}SK", "KeyType": "RANGE"},
        ]

    columns = [f"{prefix}{part}" for prefix in ("", *INDEXES) for part in ("PK", "SK")]
    return MetaTable(
        {
            "TableName": name,
            "KeySchema": schema(""),
            "AttributeDefinitions": [{"AttributeName": c, "AttributeType": "S"} for c in columns],
            "GlobalSecondaryIndexes": [{"IndexName": i, "KeySchema": schema(i)} for i in INDEXES],
        }
    )


def storage_error(error: PynamoDBException) -> DebriefError:
    """DynamoDB's refusal as one of ours; see `aws_errors`. Of a cancelled transaction, the reason that won't pass."""
    reasons = error.cancellation_reasons if isinstance(error, TransactWriteError) else []
    told = [error_for(reason.code, message=reason.message or "") for reason in reasons if reason]
    if told:
        return min(told, key=lambda each: each.retry_after_s is not None)
    return aws_error(error.cause or error)


def can_be_key(pk: str, sk: str = "") -> bool:
    """Whether rows may have such a key. An id too long or not of Unicode names nothing that could be there."""
    try:
        return len(pk.encode()) <= MOST_PK_BYTES and len(sk.encode()) <= MOST_SK_BYTES
    except UnicodeEncodeError:
        return False


def check_storable(row: Row) -> None:
    """Refuse before it is sent what DynamoDB wouldn't take.

    Raises:
        TooLarge: the row, or one of its keys. Malformed: it holds half a character (an unpaired surrogate).
    """
    size = 0
    try:
        for name, value in row.attribute_values.items():
            values = value if isinstance(value, set | frozenset) else [value]
            bytes_ = sum(len(str(each).encode()) for each in values if each is not None)
            most = MOST_PK_BYTES if name.endswith("PK") else MOST_SK_BYTES if name.endswith("SK") else None
            if most is not None and bytes_ > most:
                raise TooLarge(f"A name or reference of this {row.kind} is too long to be found by")
            size += len(name) + bytes_
    except UnicodeEncodeError as error:
        raise Malformed(f"This {row.kind} holds half a character, which is no text") from error
    if size > MOST_ROW_BYTES:
        raise TooLarge(f"This {row.kind} is too large to be stored: {size:,} bytes, {MOST_ROW_BYTES:,} at most")


class RowPage(NamedTuple):
    """A page of rows. `last_key` is where the next one starts; None at the end."""

    rows: list[Any]
    last_key: dict[str, Any] | None


def find(row_class: type[R], pk: str, sk: str, *, consistent: bool = True) -> R | None:
    """The row with this key, or None."""
    if not can_be_key(pk, sk):
        return None
    try:
        answer = row_class._get_connection().get_item(pk, range_key=sk, consistent_read=consistent)
    except PynamoDBException as error:
        raise storage_error(error) from error
    item = answer.get("Item")
    return row_class.from_raw_data(item) if item else None


def query(
    row_class: type[R],
    pk: str,
    *,
    index: Index | None = None,
    sort: Condition | None = None,
    where: Condition | None = None,
    newest_first: bool = False,
    limit: int | None = None,
    start: dict[str, Any] | None = None,
    consistent: bool = False,
) -> RowPage:
    """One page of an item collection, or of an index of it (one round trip).

    sort: condition on the sort key (`Row.SK` or `Row.GSInSK`); where: filter on other attributes. A stretch that ends
    before it begins is empty.
    """
    if not can_be_key(pk) or not _can_be_met(sort):
        return RowPage([], None)
    try:
        answer = row_class._get_connection().query(
            pk,
            range_key_condition=sort,
            filter_condition=where,
            consistent_read=consistent,
            exclusive_start_key=start,
            index_name=index,
            limit=limit,
            scan_index_forward=not newest_first,
        )
    except PynamoDBException as error:
        raise storage_error(error) from error
    rows = [row_class.from_raw_data(item) for item in answer.get("Items", [])]
    return RowPage(rows, answer.get("LastEvaluatedKey"))


def _can_be_met(sort: Condition | None) -> bool:
    """Whether any key can meet the condition; DynamoDB refuses to be asked where none can."""
    if sort is None:
        return True
    bounds = [value.value.get("S", "") for value in sort.values[1:]]
    if not all(can_be_key("", bound) for bound in bounds):
        return False
    return sort.operator != "BETWEEN" or bounds[0] <= bounds[1]


def query_all(row_class: type[R], pk: str, *, most: int | None = None, **options: Any) -> list[R]:
    """All rows of a collection that is bounded by nature, or the first `most` of one that is not."""
    return list(islice(walk(row_class, pk, chunk=most, **options), most))


def walk(row_class: type[R], pk: str, *, chunk: int | None, **options: Any) -> Iterator[R]:
    """The rows of a collection in order, as far as they are asked for.

    chunk: how many one query reads; None for as many as fit into an answer.
    """
    start = None
    while True:
        page = query(row_class, pk, limit=chunk, start=start, **options)
        yield from page.rows
        start = page.last_key
        if start is None:
            return


def find_many(row_class: type[R], keys: Sequence[tuple[str, str]]) -> list[R]:
    """The rows with these keys that exist, in no particular order (a round trip per 100)."""
    rows: list[R] = []
    unique = [key for key in dict.fromkeys(keys) if can_be_key(*key)]
    for first in range(0, len(unique), BATCH_GET_LIMIT):
        try:
            rows += row_class.batch_get(unique[first : first + BATCH_GET_LIMIT], consistent_read=True)
        except PynamoDBException as error:
            raise storage_error(error) from error
    return rows


A = TypeVar("A", bound=Aggregate)


def stored(row: Row, value: Aggregate) -> Row:
    """Put `value` into `row`: its body, and the revision that it was read with (none: it must not exist yet)."""
    row.body = value.model_dump_json(exclude={"revision"})
    if value.revision:
        row.revision = value.revision
    return row


def loaded(row: Row, kind: type[A]) -> A:
    """The value that `stored` put into the row."""
    return kind.from_kept(row.body or "{}").model_copy(update={"revision": row.revision})
