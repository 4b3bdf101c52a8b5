"""Publishing what the streams left behind in the outboxes, table by table, as far as time allows.

Sweeps may overlap: what both of them find is published twice, and removing it twice is harmless.
"""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from typing import NamedTuple
from zlib import crc32

from debrief.kernel.clock import Clock
from debrief.kernel.events.publishing import LeftOver, Published, Waiting, forget, left_over
from debrief.kernel.faults import log_fault

GoOn = Callable[[], bool]
"""Whether there is time for more."""

Publish = Callable[[str, list[Waiting], GoOn], Published]
"""Puts events of a table on the bus."""


class Swept(NamedTuple):
    """What came of a sweep.

    published: events that left. unfinished: tables that have, or may have, more. troubles: how many of what, in words;
    all of it stays where it is for the next sweep.
    """

    published: int
    unfinished: int
    troubles: tuple[str, ...]


class Sweeper:
    """Sweeps the outboxes of some tables. tables: their names."""

    def __init__(self, tables: Sequence[str], publish: Publish, clock: Clock) -> None:
        self._tables = tables
        self._publish = publish
        self._clock = clock

    def sweep(self, go_on: GoOn) -> Swept:
        """Publish what is left over in every table, whatever is wrong with the others.

        The tables take turns, a page each, so that a long list holds up no other. A bus that takes nothing ends the
        sweep. go_on: asked before each page, and before each call of the bus.
        """
        troubles: Counter[str] = Counter()
        published, closed = 0, False
        lists = deque((table, left_over(table, self._clock)) for table in self.turns())
        while lists and not closed and go_on():
            table, pages = lists.popleft()
            try:
                page = next(pages, None)
                if page is None:
                    continue
                told = self._one(table, page, go_on, troubles)
                published += len(told.done)
                closed = told.closed
                # Where what is on the bus can't be removed, publishing more of this table would only add to it.
                forget(table, told.done)
            except Exception as error:
                log_fault("an outbox can't be swept", error, table=table)
                troubles["outboxes couldn't be swept"] += 1
                continue
            lists.append((table, pages))
        return Swept(published, len(lists), tuple(f"{count} {what}" for what, count in troubles.items() if count))

    def turns(self) -> list[str]:
        """The tables, beginning with any of them: sweeps that overlap, or end early, begin elsewhere."""
        # Of the minute itself the rest would stay the same where sweeps come at a multiple of the number of tables.
        minute = int(self._clock.now().timestamp() // 60)
        first = crc32(str(minute).encode()) % len(self._tables) if self._tables else 0
        return [*self._tables[first:], *self._tables[:first]]

    def _one(self, table: str, page: LeftOver, go_on: GoOn, troubles: Counter[str]) -> Published:
        for key, error in page.unreadable.items():
            log_fault("an outbox row can't be read", error, table=table, row=key)
        troubles["left-over events can't be read"] += len(page.unreadable)
        told = self._publish(table, page.events, go_on) if page.events else Published([], {}, [], closed=False)
        troubles["left-over events were refused"] += len(told.refused)
        return told
