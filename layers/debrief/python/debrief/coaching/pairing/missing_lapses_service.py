"""An end for pairings that were open before pairings could lapse (N16, decision 0121).

Begun by hand once, it goes through everybody by name, a piece at a time. Whoever learns in an open pairing that nothing
is due of is given what they lack; of a pairing that was changed at that moment whoever changed it has seen to that.
Repeating it writes nothing.
"""

from datetime import timedelta
from itertools import islice
from typing import Final

from debrief.coaching.pairing.deadlines import LAPSES, lapses, missing_due
from debrief.coaching.pairing.model import OPEN, Pairing
from debrief.coaching.pairing.store import PairingStore
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Stale
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.store import is_scheduled, schedule
from debrief.kernel.storage.transactions import Transaction
from debrief.people.organisation.everybody_reader import everybody, place_of
from debrief.people.store import PeopleStore

LONGEST: Final = timedelta(seconds=10)
"""In one go: a runner of due work gives each piece twenty seconds."""

_TOGETHER: Final = 25
_CHUNK: Final = 25


class MissingLapses:
    """Writes the due rows that are missing."""

    def __init__(self, store: PairingStore, people: PeopleStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._people = people
        self._clock = clock
        self._ids = ids

    def begin(self) -> None:
        """Let it be done from the beginning, whatever was done of it before."""
        with Transaction(self._clock, self._ids) as tx:
            schedule(tx, CoachingRow, missing_due(self._clock.now()))

    def go_on(self, due: Due) -> None:
        """Look at the next people by name, as many as there is time for; what is left is due again at once."""
        began = self._clock.now()
        people = everybody(self._people, due.data)
        while some := list(islice(people, _TOGETHER)):
            for learner in some:
                for _, pairing in self._store.of(learner.id, "learner", after=None, chunk=_CHUNK):
                    if pairing.state in OPEN and not is_scheduled(CoachingRow, LAPSES, pairing.id):
                        self._give_end(pairing)
            now = self._clock.now()
            if len(some) == _TOGETHER and now - began > LONGEST:
                with Transaction(self._clock, self._ids) as tx:
                    schedule(tx, CoachingRow, missing_due(now, place_of(some[-1])))
                return

    def _give_end(self, pairing: Pairing) -> None:
        try:
            with Transaction(self._clock, self._ids) as tx:
                as_read = CoachingRow.revision == pairing.revision
                gone = Stale("Somebody changed it meanwhile")
                tx.check(CoachingRow, f"PAIRING#{pairing.id}", "PAIRING", as_read, gone)
                schedule(tx, CoachingRow, lapses(pairing))
        except Stale:
            # It is over, or whoever changed it has scheduled its end: an index may be behind, too.
            return
