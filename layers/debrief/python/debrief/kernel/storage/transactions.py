"""All-or-nothing writes to one or more tables, with the events they cause."""

import random
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, DebriefError, Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.storage.outbox import Event, outbox_row
from debrief.kernel.storage.tables import Row, check_storable, connection, storage_error

MOST_ITEMS = 100
_ATTEMPTS = 8
_FIRST_WAIT_S = 0.02
_LONGEST_WAIT_S = 0.8
_PASSING = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})


class Transaction:
    """Collects writes and sends them as one DynamoDB transaction when the `with` block ends without an error.

    Creating what exists raises `Conflict`; replacing or deleting what has changed since it was read raises `Stale`.
    When other transactions touch the same rows at the same moment it is tried again, with jitter.

    Each row is touched once; a second touch is a `ValueError` where it is asked for, because DynamoDB refuses it
    without saying which row it was.
    """

    def __init__(self, clock: Clock, ids: Ids, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._clock = clock
        self._ids = ids
        self._sleep = sleep
        self._checks: list[tuple[Callable[[TransactWrite], None], DebriefError]] = []
        self._deletes: list[tuple[Callable[[TransactWrite], None], DebriefError]] = []
        self._puts: list[tuple[Callable[[TransactWrite], None], DebriefError]] = []
        self._updates: list[tuple[Callable[[TransactWrite], None], DebriefError]] = []
        self._touched: set[tuple[str, str, str]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._commit()

    def create(self, row: Row, *, otherwise: DebriefError | None = None) -> None:
        """Write a row that must not exist yet; `otherwise` is raised when it does. Raises TooLarge, Malformed."""
        self._touch(type(row), row.PK, row.SK)
        check_storable(row)
        refusal = otherwise or Conflict(f"This {row.kind} exists already")
        self._puts.append((lambda write: write.save(row), refusal))

    def replace(self, row: Row) -> None:
        """Write a row that was read before, if nobody has changed it since. Raises TooLarge, Malformed."""
        self._touch(type(row), row.PK, row.SK)
        check_storable(row)
        self._puts.append((lambda write: write.save(row), _stale(row)))

    def put(self, row: Row) -> None:
        """Create the row where it carries no revision, replace it where it does."""
        if row.revision is None:
            self.create(row)
        else:
            self.replace(row)

    def delete(self, row: Row) -> None:
        """Remove a row that was read before, if nobody has changed it since."""
        self._touch(type(row), row.PK, row.SK)
        self._deletes.append((lambda write: write.delete(row), _stale(row)))

    def discard(self, row: Row, *, condition: Condition | None = None, otherwise: DebriefError | None = None) -> None:
        """Remove the row with `row`'s key, whatever its revision; where there is none, that is as well.

        condition: what must hold of the row, or of none being there; `otherwise` is raised when it doesn't.
        """
        self._touch(type(row), row.PK, row.SK)
        refusal = otherwise or _stale(row)
        self._deletes.append((lambda write: write.delete(row, condition, add_version_condition=False), refusal))

    def update(
        self,
        row: Row,
        actions: Sequence[Action],
        *,
        condition: Condition | None = None,
        otherwise: DebriefError | None = None,
    ) -> None:
        """Change attributes of the row with `row`'s key, whatever its revision (counters, markers)."""
        self._touch(type(row), row.PK, row.SK)
        refusal = otherwise or Conflict(f"This {row.kind or 'row'} is not in the state that the change needs")
        if row.revision is None:
            # PynamoDB would set the revision of a row it doesn't know to 1; with 0 it adds 1 to whatever is stored.
            row.revision = 0
        # PynamoDB appends to the actions it is given, so every attempt gets its own list.
        self._updates.append(
            (lambda write: write.update(row, list(actions), condition, add_version_condition=False), refusal)
        )

    def check(self, row_class: type[Row], pk: str, sk: str, condition: Condition, otherwise: DebriefError) -> None:
        """Let all of it happen only while `condition` holds for another row."""
        self._touch(row_class, pk, sk)
        self._checks.append((lambda write: write.condition_check(row_class, pk, sk, condition), otherwise))

    def announce(self, row_class: type[Row], type: str, subject: str, data: dict[str, Any]) -> Event:
        """Let an event leave with this transaction, through the outbox of `row_class`'s table."""
        event = Event(id=self._ids.new("evt"), type=type, subject=subject, time=self._clock.now(), data=data)
        self.create(outbox_row(row_class, event))
        return event

    def __len__(self) -> int:
        return len(self._checks) + len(self._deletes) + len(self._puts) + len(self._updates)

    def _touch(self, row_class: type[Row], pk: str, sk: str) -> None:
        key = (row_class.Meta.table_name, pk, sk)
        if key in self._touched:
            raise ValueError(f"a transaction touches a row once: {row_class.__name__} of {sk.partition('#')[0]}")
        self._touched.add(key)

    def _commit(self) -> None:
        # PynamoDB sends checks, deletes, puts, updates in this order, and reasons come back in the same.
        steps = [*self._checks, *self._deletes, *self._puts, *self._updates]
        if not steps:
            return
        for attempt in range(_ATTEMPTS):
            write = TransactWrite(connection=connection())
            for add, _ in steps:
                add(write)
            try:
                write._commit()
            except TransactWriteError as error:
                reasons = [reason.code if reason else None for reason in error.cancellation_reasons]
                for code, (_, refusal) in zip(reasons, steps, strict=False):
                    if code == "ConditionalCheckFailed":
                        raise refusal from error
                refused = {code for code in reasons if code}
                if not refused or not refused <= _PASSING:
                    raise storage_error(error) from error
                wait = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2**attempt)
                self._sleep(random.uniform(wait / 2, wait))
            except PynamoDBException as error:
                raise storage_error(error) from error
            else:
                return
        raise Unavailable("Too many writers at once; try again shortly", retry_after_s=1)


def _stale(row: Row) -> Stale:
    return Stale(f"This {row.kind} was changed by somebody else; read it again")
