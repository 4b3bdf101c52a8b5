"""When a goal is drawn: once in each of its periods, in the account's time zone (S4.10)."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zlib import crc32

from debrief.kernel.calendar import instant_on, month_of, week_of
from debrief.kernel.ids import derived_id
from debrief.quality.goals.model import GoalContent

_FROM: Final = time(1, 0)
_SPREAD_MINUTES: Final = 120
"""From one to three o'clock, so that not all goals of an account are drawn in the same minute."""


def period_at(goal: GoalContent, day: date) -> tuple[date, date] | None:
    """First and last day of the goal's period that `day` lies in; None where the goal hasn't begun, or is over."""
    if day < goal.first_on or (goal.last_on is not None and day > goal.last_on):
        return None
    if goal.recurrence == "once":
        return goal.first_on, goal.last_on or day
    if goal.recurrence == "daily":
        return day, day
    first, last = week_of(day) if goal.recurrence == "weekly" else month_of(day)
    return max(first, goal.first_on), last if goal.last_on is None else min(last, goal.last_on)


def draw_id_of(goal_id: str, goal: GoalContent, day: date) -> str:
    """The id that the draw of the period always has that `day` lies in, whatever else of the goal changes within it."""
    begins = {"daily": day, "weekly": week_of(day)[0], "monthly": month_of(day)[0]}
    period = "" if goal.recurrence == "once" else begins[goal.recurrence].isoformat()
    return derived_id("dw", goal_id, goal.recurrence, period)


def begin_of(goal_id: str, day: date, time_zone: str) -> datetime:
    """The instant at which the draw of a period is made that begins on `day`."""
    return instant_on(day, _FROM, time_zone) + timedelta(minutes=crc32(goal_id.encode()) % _SPREAD_MINUTES)


def next_period(goal: GoalContent, day: date) -> date | None:
    """The first day of the first period that begins after `day`; None where none does."""
    if day < goal.first_on:
        return goal.first_on
    now = period_at(goal, day)
    if now is None or goal.recurrence == "once":
        return None
    following = now[1] + timedelta(days=1)
    return following if period_at(goal, following) else None
