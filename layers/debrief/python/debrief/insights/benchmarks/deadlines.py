"""When the benchmarks are made anew."""

from datetime import datetime, time, timedelta
from typing import Final

from debrief.kernel.calendar import next_local
from debrief.kernel.schedules.model import Due

REFRESH: Final = "insights.benchmarks.refresh"
SUBJECT: Final = "account"

FIRST_AFTER: Final = timedelta(minutes=5)
"""After the first conversation that was counted."""

AGAIN_AFTER: Final = timedelta(minutes=10)

AT_NIGHT: Final = time(2)

SMALL: Final = 100
"""People with conversations up to whom it is made anew each hour: that is a short query for each of them, and for each
bucket of inquiries that has something in it, 128 on a channel at most, another one, a few writes and a note of how far
it has come.
"""


def refresh(at: datetime) -> Due:
    """Make the benchmarks anew at an instant."""
    return Due(kind=REFRESH, subject=SUBJECT, at=at)


def soon(now: datetime) -> datetime:
    """When to make them anew after the very first run: much of what an account begins with has come in by then."""
    return now + AGAIN_AFTER


def following(now: datetime, agents: int, time_zone: str) -> datetime:
    """When to make them anew after a run over so many agents: in the night, or of few in an hour."""
    return now + timedelta(hours=1) if agents <= SMALL else next_local(now, AT_NIGHT, time_zone)
