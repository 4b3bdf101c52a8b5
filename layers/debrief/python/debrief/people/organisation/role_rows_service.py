"""Rows by role for people who were written before there were any, so that lists by role have them (decision 0100).

Begun by hand once, it goes through everybody by name, a piece at a time: where it has come to is kept with its due
work. Each person's rows are written only while the person is as they were read, so that a role that is taken away at
that moment leaves none behind. Whoever has all of their rows costs a read and no write: repeating it is harmless.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.tables import find_many
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import User
from debrief.people.organisation.deadlines import role_rows_due
from debrief.people.organisation.everybody_reader import everybody, place_of
from debrief.people.organisation.store import role_membership
from debrief.people.rows_store import PeopleRow
from debrief.people.store import PeopleStore

LONGEST: Final = timedelta(seconds=10)
"""In one go: a runner of due work gives each piece twenty seconds."""

_TOGETHER: Final = 100
_TRIES: Final = 4


class RoleRows:
    """Writes the rows that are missing."""

    def __init__(self, store: PeopleStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def begin(self) -> None:
        """Let it be done from the beginning, whatever was done of it before."""
        with Transaction(self._clock, self._ids) as tx:
            schedule(tx, PeopleRow, role_rows_due(self._clock.now()))

    def go_on(self, due: Due) -> None:
        """Look at the next people by name, as many as there is time for; what is left is due again at once."""
        began = self._clock.now()
        people = everybody(self._store, due.data)
        while some := list(islice(people, _TOGETHER)):
            self._complete(some)
            now = self._clock.now()
            if len(some) == _TOGETHER and now - began > LONGEST:
                with Transaction(self._clock, self._ids) as tx:
                    schedule(tx, PeopleRow, role_rows_due(now, place_of(some[-1])))
                return

    def _complete(self, users: Sequence[User]) -> None:
        """Write what is missing of some people, one after the other (a batch of small rows for a hundred)."""
        rows = {(row.PK, row.SK): row for each in users for row in role_membership(each)}
        there = {(row.PK, row.SK) for row in find_many(PeopleRow, list(rows))}
        lacking = {pk.removeprefix("USER#") for pk, _ in rows.keys() - there}
        for user_id in sorted(lacking):
            self._write(user_id)

    def _write(self, user_id: str) -> None:
        for _ in range(_TRIES):
            user = self._store.find_user(user_id)
            if user is None:
                return
            rows = role_membership(user)
            there = {row.SK for row in find_many(PeopleRow, [(row.PK, row.SK) for row in rows])}
            try:
                with Transaction(self._clock, self._ids) as tx:
                    as_read = PeopleRow.revision == user.revision
                    tx.check(PeopleRow, f"USER#{user_id}", "USER", as_read, Stale("Somebody changed them meanwhile"))
                    for row in rows:
                        if row.SK not in there:
                            tx.create(row)
            except (Stale, Conflict):
                # As they are now, then.
                continue
            return
        raise Unavailable("Somebody keeps being changed", retry_after_s=1)
