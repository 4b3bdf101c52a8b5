"""When the benchmarks are made anew."""

from datetime import datetime, time, timedelta
from typing import Final

from debrief.kernel.calendar import next_local
from debrief.kernel.schedules.model import Due

REFRESH: Final = "insights.benchmarks.refresh"
SUBJECT: Final = "account"

FIRST_AFTER: Final = timedelta(minutes=5)
"""After the first conversation that was counted."""

AT_NIGHT: Final = time(2)

SMALL: Final = 100
"""People with conversations up to whom it is made anew each hour: it costs a hundred short queries."""


def refresh(at: datetime) -> Due:
    """Make the benchmarks anew at an instant."""
    return Due(kind=REFRESH, subject=SUBJECT, at=at)


def following(now: datetime, agents: int, time_zone: str) -> datetime:
    """When to make them anew after a run over so many agents: in the night, or of few in an hour."""
    return now + timedelta(hours=1) if agents <= SMALL else next_local(now, AT_NIGHT, time_zone)
