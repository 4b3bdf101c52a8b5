"""Follow-ups of before as they are found by their day now (S3.7).

Begun by hand once, it goes through everybody by name, a piece at a time, and writes where each of their assignments is
to be followed up. Repeating it changes nothing.
"""

from datetime import timedelta
from typing import Final

from debrief.coaching.assignments.deadlines import missing_due
from debrief.coaching.assignments.model import Assignment
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Stale
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import User
from debrief.people.organisation.everybody_reader import each_in_turn
from debrief.people.store import PeopleStore

LONGEST: Final = timedelta(seconds=10)
"""In one go: a runner of due work gives each piece twenty seconds."""

_TRIES: Final = 5
"""Of one assignment that somebody changes meanwhile; with all in vain the piece comes again."""


class MissingFollowUps:
    """Writes the keys that are missing."""

    def __init__(self, store: AssignmentStore, people: PeopleStore, clock: Clock, ids: Ids) -> None:
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

    def _see_to(self, agent: User) -> None:
        for each in self._store.of_agent(agent.id):
            self._found_by_day(each)

    def _found_by_day(self, assignment: Assignment) -> None:
        """Write its keys. An index may be behind, and who changes something else of it writes none: it is read again.

        Raises:
            Stale: it was changed each time.
        """
        now: Assignment | None = assignment
        for left in reversed(range(_TRIES)):
            if now is None:
                return
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.write_follow_up(tx, now)
            except Stale:
                if not left:
                    raise
                now = self._store.assignment(assignment.id)
            else:
                return
