"""Puts together what the clock does with pairings; imported when one is due."""

from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.pairing.lapsing_service import Lapses
from debrief.coaching.pairing.store import PairingStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds


def pairing_lapses() -> Lapses:
    """Lets pairings go that come to nothing."""
    clock = SystemClock()
    return Lapses(PairingStore(), MeetingStore(), clock, UlidIds(clock))
