"""Puts together what the clock does with pairings; imported when one is due."""

from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.pairing.lapsing_service import Lapses
from debrief.coaching.pairing.missing_lapses_service import MissingLapses
from debrief.coaching.pairing.store import PairingStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.people.store import PeopleStore


def pairing_lapses() -> Lapses:
    """Lets pairings go that come to nothing."""
    clock = SystemClock()
    return Lapses(PairingStore(), MeetingStore(), clock, UlidIds(clock))


def missing_lapses() -> MissingLapses:
    """Gives those their end that were open before pairings could lapse."""
    clock = SystemClock()
    return MissingLapses(PairingStore(), PeopleStore(), clock, UlidIds(clock))
