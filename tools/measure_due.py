"""What due work costs: so many due at once, through one runner, on a table of the local engine."""

from datetime import datetime, timedelta
from time import perf_counter
from typing import NamedTuple

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.runner import Runner, Trouble
from debrief.kernel.schedules.store import DueStore, schedule
from debrief.kernel.storage.transactions import MOST_ITEMS, Transaction
from tools.measure_cloud import ledger

KIND = "bench.thing.due"


class DueCost(NamedTuple):
    """Of so many due at once. scheduled: write units of writing them; units, seconds: of doing them."""

    scheduled: float
    units: float
    round_trips: int
    seconds: float


class _NextYear:
    """A clock that is a year ahead, where the cloud's own runner finds nothing yet."""

    def now(self) -> datetime:
        return SystemClock().now() + timedelta(days=365)


def cost_of_due(table: str, number: int) -> DueCost:
    """Schedule `number` of pieces of due work without any work in them, then do them in one run."""
    clock = _NextYear()
    ids = UlidIds(clock)
    names = [f"{number}-{each}" for each in range(number)]
    with ledger() as written:
        for first in range(0, number, MOST_ITEMS):
            with Transaction(clock, ids) as transaction:
                for name in names[first : first + MOST_ITEMS]:
                    schedule(transaction, InteractionRow, Due(kind=KIND, subject=name, at=clock.now()))
    done: list[str] = []
    troubles: list[Trouble] = []
    runner = Runner([DueStore(table)], {KIND: lambda due: done.append(due.subject)}, clock, ids, troubles.append)
    with ledger() as kept:
        started = perf_counter()
        runner.run(lambda: timedelta(minutes=10))
        seconds = perf_counter() - started
    if sorted(done) != sorted(names) or troubles:
        raise RuntimeError(f"{len(done)} of {number} were done, {len(troubles)} failed")
    return DueCost(written.write_units, kept.read_units + kept.write_units, kept.round_trips, seconds)
