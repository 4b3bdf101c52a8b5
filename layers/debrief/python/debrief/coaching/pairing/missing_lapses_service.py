"""An end for pairings that were open before pairings could lapse (N16, decision 0121).

Begun by hand once, it goes through everybody by name, a piece at a time. Whoever learns in an open pairing that nothing
is due of is given what they lack; a pairing that was changed at that moment is read again. Repeating it writes nothing.
"""

from datetime import timedelta
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
from debrief.people.model import User
from debrief.people.organisation.everybody_reader import each_in_turn
from debrief.people.store import PeopleStore

LONGEST: Final = timedelta(seconds=10)
"""In one go: a runner of due work gives each piece twenty seconds."""

_TRIES: Final = 5
"""Of one pairing that somebody changes meanwhile; with all in vain the piece comes again."""

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
        place = each_in_turn(self._people, due.data, self._see_to, self._clock, LONGEST)
        if place is not None:
            with Transaction(self._clock, self._ids) as tx:
                schedule(tx, CoachingRow, missing_due(self._clock.now(), place))

    def _see_to(self, learner: User) -> None:
        for _, pairing in self._store.of(learner.id, "learner", after=None, chunk=_CHUNK):
            self._give_end(pairing)

    def _give_end(self, pairing: Pairing) -> None:
        """Schedule its end. An index may be behind, and not every change schedules one: it is read again.

        Raises:
            Stale: it was changed each time.
        """
        now: Pairing | None = pairing
        for left in reversed(range(_TRIES)):
            if now is None or now.state not in OPEN or is_scheduled(CoachingRow, LAPSES, now.id):
                return
            try:
                with Transaction(self._clock, self._ids) as tx:
                    as_read = CoachingRow.revision == now.revision
                    gone = Stale("Somebody changed it meanwhile")
                    tx.check(CoachingRow, f"PAIRING#{now.id}", "PAIRING", as_read, gone)
                    schedule(tx, CoachingRow, lapses(now))
            except Stale:
                if not left:
                    raise
                now = self._store.pairing(pairing.id)
            else:
                return
