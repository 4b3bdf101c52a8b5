"""What of practice waits for somebody: to be practised by them, or settled for those whom they lead (S2.4, S2.6)."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.practice.failures import scenario_as_seen
from debrief.coaching.practice.model import Scenario
from debrief.coaching.practice.sight import tells_what_is_hidden
from debrief.coaching.practice.store import PracticeStore
from debrief.kernel.auth import Caller, Reach
from debrief.kernel.clock import Clock
from debrief.kernel.web.merging import Placed, chunk_of, looked_at_together, page_of
from debrief.quality.evaluations.blind_store import BlindStore

_MERGED: Final = 12
"""Agents whose own lists are merged into one; of a longer line everybody's that wait are looked through."""

_LOOKED_AT: Final = 100
_WAITING: Final = ("waiting", "failed")


class Waits(NamedTuple):
    """Scenarios, the newest first, and whether there may be more."""

    items: list[Scenario]
    more: bool


class PracticeWaiting:
    """Reads what waits, within bounds that don't grow with how much there is."""

    def __init__(self, store: PracticeStore, reach: CoachingAccess, clock: Clock) -> None:
        self._store = store
        self._reach = reach
        self._clock = clock
        self._blinds = BlindStore()

    def to_practise(self, caller: Caller, most: int) -> Waits:
        """What the caller was given and hasn't passed, of the newest `most` of theirs."""
        found = list(islice(self._store.of_agent(caller.user_id, after=None, chunk=most + 1), most + 1))
        newest = [each for _, each in found[:most]]
        waits = [each for each in newest if each.state == "approved" and each.passed_at is None]
        return Waits(waits, len(found) > most)

    def to_settle(self, caller: Caller, most: int) -> Waits:
        """What waits for approval, or for words where the model had none, of those whom the caller coaches."""
        seen: set[str] = set()
        sees, now = self._reach.seen(caller), self._clock.now()
        # Nobody's blind spots are read where nothing waits.
        blind = cache(lambda: self._blinds.spots(caller.user_id))

        def look(some: list[Scenario]) -> None:
            seen.update(sees({each.agent_id for each in some}))

        def waits(scenario: Scenario) -> bool:
            return (
                scenario_as_seen(scenario, now).state in _WAITING
                and scenario.agent_id in seen
                and scenario.agent_id != caller.user_id
                and not tells_what_is_hidden(scenario, blind())
            )

        sources = [looked_at_together(each, most, look) for each in self._sources(caller, most)]
        found = page_of(sources, waits, limit=most, newest_first=True, examined=_LOOKED_AT)
        return Waits(found.items, found.last is not None)

    def _sources(self, caller: Caller, most: int) -> list[Iterator[Placed[Scenario]]]:
        line = None if caller.reach is Reach.EVERYONE else self._reach.line(caller, _MERGED)
        if line is None:
            return [self._store.of_everybody(each, after=None, chunk=most) for each in _WAITING]
        chunk = chunk_of(most, len(line))
        return [self._store.of_agent(each, after=None, chunk=chunk) for each in sorted(line - {caller.user_id})]
