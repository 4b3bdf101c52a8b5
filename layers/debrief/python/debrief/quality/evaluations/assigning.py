"""An evaluation that is given to somebody to do, and when it is due (S4.7)."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from debrief.kernel.calendar import day_of, start_of_day


class Progress(NamedTuple):
    """What an evaluator was given in a draw, and how much of that is completed."""

    evaluator_id: str
    assigned: int
    completed: int


def end_of_day(day: date, time_zone: str) -> datetime:
    """The last instant of a day: what is due on it is due then."""
    return start_of_day(day + timedelta(days=1), time_zone) - timedelta(milliseconds=1)


def due_in(days: int, now: datetime, time_zone: str) -> datetime:
    """The end of the day so many days after today."""
    return end_of_day(day_of(now, time_zone) + timedelta(days=days), time_zone)
