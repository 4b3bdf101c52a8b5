"""Does what is due: finds it, claims it, lets its handler work, and sees to it that nothing is lost.

Runners may overlap, and one may be killed at any moment. Each piece of work is claimed before it is begun, for as
long as the runner can live and not longer; a killed runner's piece is found again when its claim ends, all others at
once. What fails is put off, longer each time, and in the end given up.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from debrief.kernel.clock import Clock
from debrief.kernel.errors import DebriefError
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.delays import MOST_TRIES, delay_after
from debrief.kernel.schedules.model import Handler
from debrief.kernel.schedules.places import SHARDS
from debrief.kernel.schedules.store import Claimed, DueStore, Found

LAST: Final = timedelta(seconds=20)
"""A runner begins nothing when it has less time left; what is being worked on then has this long."""

SLACK: Final = timedelta(seconds=10)
"""So much later than the runner's own end does its claim end."""

Outcome = Literal["done", "again", "failed", "given_up", "taken"]


class UnknownKind(DebriefError):
    """No handler knows work of this kind; after a deployment one may."""


class WasKilled(DebriefError):
    """Each try of this work took its runner down."""


class Trouble(NamedTuple):
    """Work that failed. key: its kind and subject. final: it was given up."""

    key: str
    tries: int
    error: Exception
    final: bool


class Report(NamedTuple):
    """What a run did. late: how long the longest waiting had waited. unfinished: there was more than time."""

    done: int
    again: int
    failed: int
    given_up: int
    late: timedelta
    unfinished: bool


class Runner:
    """Works on the due work of some tables.

    handlers: by kind. tell: hears of every failure at once, so that it is written down also when the run dies.
    """

    def __init__(
        self,
        stores: Sequence[DueStore],
        handlers: Mapping[str, Handler],
        clock: Clock,
        ids: Ids,
        tell: Callable[[Trouble], None],
    ) -> None:
        self._stores = stores
        self._handlers = handlers
        self._clock = clock
        self._ids = ids
        self._tell = tell

    def run(self, time_left: Callable[[], timedelta]) -> Report:
        """Do what is due by now, as far as time allows; the next run does the rest.

        time_left: for how long this process may still work.

        Raises:
            Throttled, Unavailable: a table doesn't answer; what was claimed last comes again when its claim ends.
        """
        now = self._clock.now()
        outcomes: Counter[Outcome] = Counter()
        late = timedelta(0)
        waiting = self._turns(now)
        while waiting:
            store, shard = waiting[0]
            for found in store.due(shard, now):
                late = max(late, now - found.since)
                if time_left() < LAST:
                    late = max([late, *(self._late(*each, now) for each in waiting)])
                    return _report(outcomes, late, unfinished=True)
                outcomes[self._work(store, found, time_left())] += 1
            waiting = waiting[1:]
        return _report(outcomes, late, unfinished=False)

    def _turns(self, now: datetime) -> list[tuple[DueStore, int]]:
        """Every shard of every table, each minute beginning with another one.

        So two runs that overlap work at different places, and with too little time all have their turn.
        """
        all_of_them = [(store, shard) for store in self._stores for shard in range(SHARDS)]
        first = int(now.timestamp() // 60) % len(all_of_them)
        return all_of_them[first:] + all_of_them[:first]

    @staticmethod
    def _late(store: DueStore, shard: int, now: datetime) -> timedelta:
        oldest = store.oldest(shard, now)
        return now - oldest.since if oldest else timedelta(0)

    def _work(self, store: DueStore, found: Found, time_left: timedelta) -> Outcome:
        until = self._clock.now() + time_left + SLACK
        claimed = store.claim(found, self._ids.new("run"), until)
        if claimed is None:
            return "taken"
        if claimed.tries > MOST_TRIES:
            return self._failed(store, claimed, WasKilled("No try came to an end"))
        try:
            due = claimed.due
            handler = self._handlers.get(due.kind)
            if handler is None:
                raise UnknownKind(f"Nobody knows what {due.kind} is")
            again = handler(due)
        except Exception as error:
            return self._failed(store, claimed, error)
        if again is None:
            store.done(claimed)
            return "done"
        return "again" if store.again(claimed, again) else "done"

    def _failed(self, store: DueStore, claimed: Claimed, error: Exception) -> Outcome:
        final = claimed.tries >= MOST_TRIES
        self._tell(Trouble(claimed.key, claimed.tries, error, final))
        now = self._clock.now()
        if final:
            store.give_up(claimed, now, type(error).__name__)
            return "given_up"
        store.put_off(claimed, now + delay_after(claimed.tries), type(error).__name__)
        return "failed"


def _report(outcomes: Counter[Outcome], late: timedelta, *, unfinished: bool) -> Report:
    return Report(outcomes["done"], outcomes["again"], outcomes["failed"], outcomes["given_up"], late, unfinished)
