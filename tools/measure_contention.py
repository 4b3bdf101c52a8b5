"""How many events a second the rollups take when all of them end in the rows of few days, in simulated time.

Nothing is stored: what one batch changes is packed by the product's own rules, and a transaction keeps its rows for as
long as DynamoDB is taken to need. One that finds a row taken waits and tries again, as `kernel.storage.transactions`
does, and is cut in halves as the projector does. Time is counted, not spent, so no machine changes the figures.
"""

import heapq
import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from debrief.insights.projection.model import Contribution, RowKey
from debrief.insights.projection.packing import SourceChange, SourceKey, change_of, packed, summed

TRANSACTION_S, REFUSAL_S, READING_S = 0.020, 0.006, 0.030
"""A transaction of 100 items, one that is refused, and the reads before a batch: on the slow side of what is usual."""

MOST_ITEMS, TRIES, FIRST_WAIT_S, LONGEST_WAIT_S = 100, 8, 0.02, 0.8


class Load(NamedTuple):
    """What comes in. An event of three is a completed evaluation, the others are conversations."""

    events: int
    days: int
    agents: int = 5000
    teams: int = 330
    consumers: int = 10
    batch: int = 100


class Outcome(NamedTuple):
    """events_a_second: in simulated time; transactions written and refused; given_up: those refused in every try."""

    events_a_second: float
    written: int
    refused: int
    given_up: int


def measure(load: Load, seed: int = 1) -> Outcome:
    """Let the consumers work the events off."""
    return _Simulation(load, random.Random(seed)).run()


class _Simulation:
    def __init__(self, load: Load, chance: random.Random) -> None:
        self._load, self._chance = load, chance
        self._left = list(_changes(load, chance))
        self._taken: dict[RowKey, float] = {}
        self._due: list[tuple[float, int, Callable[[float], None]]] = []
        self._order = self._written = self._refused = self._given_up = 0
        self._end = 0.0

    def run(self) -> Outcome:
        for _ in range(self._load.consumers):
            self._at(self._chance.random() * READING_S, self._take_batch)
        while self._due:
            at, _, step = heapq.heappop(self._due)
            step(at)
        return Outcome(self._load.events / self._end, self._written, self._refused, self._given_up)

    def _at(self, when: float, step: Callable[[float], None]) -> None:
        self._order += 1
        heapq.heappush(self._due, (when, self._order, step))

    def _take_batch(self, now: float) -> None:
        self._end = max(self._end, now)
        if batch := self._left[-self._load.batch :]:
            del self._left[-self._load.batch :]
            groups = list(packed(batch, most_items=MOST_ITEMS))
            self._at(now + READING_S, lambda at: self._write(at, groups, 0))

    def _write(self, now: float, groups: list[list[SourceChange]], refusals: int) -> None:
        if not groups:
            self._take_batch(now)
            return
        rows = summed(groups[0]).keys()
        if all(self._taken.get(row, 0.0) <= now for row in rows):
            self._taken.update(dict.fromkeys(rows, now + TRANSACTION_S))
            self._written += 1
            self._at(now + TRANSACTION_S, lambda at: self._write(at, groups[1:], 0))
            return
        self._refused += 1
        if refusals + 1 < TRIES:
            wait = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**refusals)
            delay = REFUSAL_S + self._chance.uniform(wait / 2, wait)
            self._at(now + delay, lambda at: self._write(at, groups, refusals + 1))
            return
        first, middle = groups[0], len(groups[0]) // 2
        self._given_up += len(first) == 1
        halves = [first[:middle], first[middle:]] if len(first) > 1 else [first]
        self._at(now + REFUSAL_S, lambda at: self._write(at, [*groups[1:], *halves], 0))


def _changes(load: Load, chance: random.Random) -> Iterator[SourceChange]:
    for number in range(load.events):
        agent, day = chance.randrange(load.agents), f"2026-01-{1 + chance.randrange(load.days):03d}"
        families = ("TOTALS", "LINES", "RESPONSES") if number % 3 == 0 else ("CONVERSATIONS",)
        rows = {f"{family}/{day}#": {"count": 1} for family in families}
        share = Contribution(agent_id=f"us_{agent}", team_id=f"tm_{agent % load.teams}", rows=rows)
        yield change_of(SourceKey("INT", f"{number}"), None, 1, share)
