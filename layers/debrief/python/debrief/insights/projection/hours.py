"""At which hours conversations begin, counted in the CONVERSATIONS rows of each day: `h00` to `h23`, local time.

Hours of clocks that are put on are never counted, those of clocks that are put back twice in one. Rows from before
there were these have fewer in their hours than conversations.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from debrief.insights.projection.model import Counters
from debrief.kernel.calendar import zone

HOURS: Final = {f"h{hour:02d}": hour for hour in range(24)}


def hour_counter(started_at: datetime, time_zone: str) -> Counters:
    """What a conversation adds at its hour."""
    return {f"h{started_at.astimezone(zone(time_zone)).hour:02d}": 1}


def hours_in(counters: Mapping[str, int]) -> dict[int, int]:
    """How many conversations of a day began in which hour."""
    return {hour: counters[name] for name, hour in HOURS.items() if counters.get(name, 0) > 0}
