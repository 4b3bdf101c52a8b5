"""When it is looked how far a plan has come: each night, in the account's time zone."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zlib import crc32

from debrief.kernel.calendar import day_of, next_local, start_of_day
from debrief.kernel.schedules.model import Due

if TYPE_CHECKING:
    from debrief.coaching.plans.model import Plan

REFRESH: Final = "coaching.plan.refresh"
"""The kind of due work; its subject is the plan."""

_HOUR: Final = 3
_SPREAD_MINUTES: Final = 120
"""From three to five o'clock: most of what the day before brought is analysed by then, and a large account's plans
aren't all due in the same minute."""


def next_refresh(plan_id: str, after: datetime, time_zone: str) -> datetime:
    """The first instant after `after` at which the plan is looked at: one for each day, always at the same time."""
    hours, minutes = divmod(crc32(plan_id.encode()) % _SPREAD_MINUTES, 60)
    return next_local(after, time(_HOUR + hours, minutes), time_zone)


def refresh_due(plan_id: str, after: datetime, time_zone: str) -> Due:
    """The plan's next look as due work."""
    return Due(kind=REFRESH, subject=plan_id, at=next_refresh(plan_id, after, time_zone))


def day_to_look_at(plan: "Plan", now: datetime, time_zone: str) -> date:
    """The day up to whose end it is looked now: the last one that is over, and never one after the plan's last.

    So a plan ends the same, however late it is looked at.
    """
    return min(day_of(now, time_zone) - timedelta(days=1), plan.ends_on)


def end_of(day: date, time_zone: str) -> datetime:
    """The instant at which a day is over."""
    return start_of_day(day + timedelta(days=1), time_zone)
