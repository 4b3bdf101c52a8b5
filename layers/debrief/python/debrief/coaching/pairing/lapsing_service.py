"""Lets pairings go that come to nothing: nobody answers or meets, or one of both has left (N16).

While a pairing is open its colleague counts as helping, and its learner is paired with nobody else on the same: one
that nobody ends would keep both so for good.
"""

from datetime import datetime
from typing import Final

from debrief.coaching.meetings.calling_off_service import call_off
from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.pairing import course
from debrief.coaching.pairing.deadlines import lapses_at
from debrief.coaching.pairing.model import OPEN, Lapsed, Pairing
from debrief.coaching.pairing.store import PairingStore, Role
from debrief.coaching.pairing.telling import tell_of_lapsed
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction

_TRIES: Final = 5
_CHUNK: Final = 25
_PARTS: Final[tuple[Role, ...]] = ("learner", "colleague")


class Lapses:
    """What is done about open pairings that nobody goes on with."""

    def __init__(self, store: PairingStore, meetings: MeetingStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._meetings = meetings
        self._clock = clock
        self._ids = ids

    def see_to(self, pairing_id: str) -> datetime | None:
        """Let a pairing lapse if it is time; returns when to come again, None where it is over. Harmless to repeat.

        Raises:
            Unavailable: others keep changing it.
        """
        for _ in range(_TRIES):
            pairing = self._store.pairing(pairing_id)
            if pairing is None or pairing.state not in OPEN:
                return None
            at = lapses_at(pairing, self._meeting_at(pairing))
            if at > self._clock.now():
                return at
            if self._lapse(pairing, "unanswered" if pairing.state == "asked" else "not_met"):
                return None
        raise Unavailable("The pairing keeps being changed", retry_after_s=1)

    def left(self, user_id: str) -> None:
        """End what is open of somebody who has left, whichever part they have. Harmless to repeat.

        Raises:
            Unavailable: others keep changing it.
        """
        for role in _PARTS:
            for _, each in self._store.of(user_id, role, after=None, chunk=_CHUNK):
                if each.state in OPEN:
                    self._left(each.id)

    def _left(self, pairing_id: str) -> None:
        for _ in range(_TRIES):
            pairing = self._store.pairing(pairing_id)
            if pairing is None or pairing.state not in OPEN or self._lapse(pairing, "left"):
                return
        raise Unavailable("The pairing keeps being changed", retry_after_s=1)

    def _lapse(self, pairing: Pairing, because: Lapsed) -> bool:
        """False where somebody changed it, or their meeting, meanwhile."""
        now = self._clock.now()
        after = course.lapsed(pairing, because, now)
        meeting_at = self._meeting_at(pairing)
        try:
            with Transaction(self._clock, self._ids) as tx:
                self._store.put(tx, after, pairing)
                tell_of_lapsed(tx, CoachingRow, after)
                if pairing.meeting_id is not None and meeting_at is not None and meeting_at > now:
                    # Both keep no time free, and whoever is left waits for nobody.
                    call_off(tx, self._meetings, pairing.meeting_id, None, now)
        except Stale:
            return False
        return True

    def _meeting_at(self, pairing: Pairing) -> datetime | None:
        found = self._meetings.meetings([pairing.meeting_id]) if pairing.meeting_id else []
        return found[0].scheduled_at if found and found[0].status != "cancelled" else None
