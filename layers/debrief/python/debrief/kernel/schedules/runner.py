"""Does what is due: finds it, claims it, lets its handler work, and sees to it that nothing is lost.

Runners may overlap, and one may be killed at any moment. Each piece of work is claimed before it is begun, for as
long as the runner can live and not longer; a killed runner's piece is found again when its claim ends, all others at
once. What fails by itself is tried again, after a longer wait each time, and in the end given up. What something else
keeps from being done (`NOT_THE_WORK`) is put off for as long as that lasts, and counts as late.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from debrief.kernel.clock import Clock
from debrief.kernel.errors import DebriefError, Misconfigured, Throttled, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.delays import MOST_TRIES, delay_after, delay_until_it_passes
from debrief.kernel.schedules.model import Handler
from debrief.kernel.schedules.places import SHARDS
from debrief.kernel.schedules.store import Claimed, DueStore, Found

LAST: Final = timedelta(seconds=30)
"""A runner begins nothing when it has less time left; what is being worked on then has this long: enough for one call
that gets no answer, or for several that get theirs."""

SLACK: Final = timedelta(seconds=10)
"""So much later than the runner's own end does its claim end."""

NOT_THE_WORK: Final[tuple[type[DebriefError], ...]] = (Throttled, Unavailable, Misconfigured)
"""Says nothing against the work: any other of its kind would have met it. It passes, or somebody mends it."""

MOST_PUT_OFF: Final = 5
"""After so many of a kind in a row that were put off, a run leaves the others of this kind to the next run."""

Outcome = Literal["done", "again", "put_off", "failed", "given_up", "taken"]


class UnknownKind(DebriefError):
    """No handler knows work of this kind; after a deployment one may."""


class WasKilled(DebriefError):
    """Each try of this work took its runner down."""


class Trouble(NamedTuple):
    """Work that wasn't done. key: its kind and subject. tries: how many have failed.

    became: `put_off` by something else, `failed` and tried again, or `given_up`.
    """

    key: str
    tries: int
    error: Exception
    became: Literal["put_off", "failed", "given_up"]


class Report(NamedTuple):
    """What a run did. late: how long the longest waiting had waited. unfinished: it left something to the next run.

    unanswered: what tables answered instead of what they were asked, by table; the rest of their work is left.
    """

    done: int
    again: int
    put_off: int
    failed: int
    given_up: int
    late: timedelta
    unfinished: bool
    unanswered: Mapping[str, DebriefError] = MappingProxyType({})


@dataclass
class _SoFar:
    """What a run has done until now. in_a_row: of each kind, how much was put off since something of it wasn't."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    in_a_row: Counter[str] = field(default_factory=Counter)
    unanswered: dict[str, DebriefError] = field(default_factory=dict)
    late: timedelta = timedelta(0)
    left: bool = False

    def leave(self, store: DueStore, error: DebriefError) -> None:
        """The table doesn't answer, and what is left of its work is the next run's."""
        self.unanswered[store.table] = error
        self.left = True

    def report(self) -> Report:
        return Report(
            done=self.outcomes["done"],
            again=self.outcomes["again"],
            put_off=self.outcomes["put_off"],
            failed=self.outcomes["failed"],
            given_up=self.outcomes["given_up"],
            late=self.late,
            unfinished=self.left,
            unanswered=self.unanswered,
        )


class Runner:
    """Works on the due work of some tables.

    handlers: by kind. tell: hears of every failure at once, so that it is written down also when the run dies.
    chance: a number from 0 to 1.
    """

    def __init__(
        self,
        stores: Sequence[DueStore],
        handlers: Mapping[str, Handler],
        clock: Clock,
        ids: Ids,
        tell: Callable[[Trouble], None],
        *,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._stores = stores
        self._handlers = handlers
        self._clock = clock
        self._ids = ids
        self._tell = tell
        self._chance = chance

    def run(self, time_left: Callable[[], timedelta]) -> Report:
        """Do what is due by now, as far as time allows; the next run does the rest.

        A table that doesn't answer keeps nothing of the others from being done. What was claimed last of it comes again
        when its claim ends.

        time_left: for how long this process may still work.
        """
        now = self._clock.now()
        so_far = _SoFar()
        waiting = self._turns(now)
        while waiting:
            store, shard = waiting[0]
            try:
                if not self._shard(store, shard, now, time_left, so_far):
                    self._measure(waiting, now, so_far)
                    break
                waiting = waiting[1:]
            except NOT_THE_WORK as error:
                so_far.leave(store, error)
                waiting = [each for each in waiting if each[0] is not store]
        return so_far.report()

    def _shard(
        self, store: DueStore, shard: int, now: datetime, time_left: Callable[[], timedelta], so_far: _SoFar
    ) -> bool:
        """Do what is due in a shard; False where too little time was left for it.

        Raises:
            Throttled, Unavailable, Misconfigured: the table doesn't answer.
        """
        for found in store.due(shard, now):
            so_far.late = max(so_far.late, now - found.since)
            if time_left() < LAST:
                so_far.left = True
                return False
            if so_far.in_a_row[found.kind] >= MOST_PUT_OFF:
                # It would meet the same, and add to it.
                so_far.left = True
                continue
            outcome = self._work(store, found, time_left())
            so_far.outcomes[outcome] += 1
            so_far.in_a_row[found.kind] = so_far.in_a_row[found.kind] + 1 if outcome == "put_off" else 0
        return True

    def _turns(self, now: datetime) -> list[tuple[DueStore, int]]:
        """Every shard of every table, each minute beginning with another one.

        So two runs that overlap work at different places, and with too little time all have their turn.
        """
        all_of_them = [(store, shard) for store in self._stores for shard in range(SHARDS)]
        first = int(now.timestamp() // 60) % len(all_of_them)
        return all_of_them[first:] + all_of_them[:first]

    @staticmethod
    def _measure(waiting: Sequence[tuple[DueStore, int]], now: datetime, so_far: _SoFar) -> None:
        """How late the shards are that no time was left for."""
        for store, shard in waiting:
            if store.table in so_far.unanswered:
                continue
            try:
                oldest = store.oldest(shard, now)
            except NOT_THE_WORK as error:
                so_far.leave(store, error)
            else:
                so_far.late = max(so_far.late, now - oldest.since if oldest else so_far.late)

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
        except NOT_THE_WORK as error:
            return self._put_off(store, claimed, error)
        except Exception as error:
            return self._failed(store, claimed, error)
        if again is None:
            store.done(claimed)
            return "done"
        return "again" if store.again(claimed, again) else "done"

    def _put_off(self, store: DueStore, claimed: Claimed, error: DebriefError) -> Outcome:
        self._tell(Trouble(claimed.key, claimed.tries - 1, error, "put_off"))
        wait = delay_until_it_passes(claimed.put_off + 1, self._chance())
        store.put_off(claimed, self._clock.now() + wait, type(error).__name__)
        return "put_off"

    def _failed(self, store: DueStore, claimed: Claimed, error: Exception) -> Outcome:
        became: Literal["failed", "given_up"] = "given_up" if claimed.tries >= MOST_TRIES else "failed"
        self._tell(Trouble(claimed.key, claimed.tries, error, became))
        now = self._clock.now()
        if became == "given_up":
            store.give_up(claimed, now, type(error).__name__)
        else:
            store.try_again(claimed, now + delay_after(claimed.tries), type(error).__name__)
        return became
