"""What is announced of shifts and calendars. Data is counts and states, never content, and never an address."""

from typing import Any, Final

from debrief.coaching.scheduling.model import ShiftSource
from debrief.kernel.model import Entity

SHIFTS_CHANGED: Final = "debrief.coaching.shifts.changed.v1"
"""Shifts of people were replaced. Its subject is whoever did it."""

CALENDAR_FEED_CHANGED: Final = "debrief.coaching.calendar_feed.changed.v1"
"""A person's secret address was made anew, or revoked. Its subject is the person."""


class ShiftsData(Entity):
    """In which kind of file they came, and how many weeks of people are others now."""

    source: ShiftSource
    weeks: int


class CalendarFeedData(Entity):
    """Whether there is an address now."""

    open: bool


def shifts_data(source: ShiftSource, weeks: int) -> dict[str, Any]:
    """The data of `SHIFTS_CHANGED`."""
    return ShiftsData(source=source, weeks=weeks).model_dump(mode="json")


def feed_data(*, open: bool) -> dict[str, Any]:
    """The data of `CALENDAR_FEED_CHANGED`."""
    return CalendarFeedData(open=open).model_dump(mode="json")
