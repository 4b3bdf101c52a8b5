"""What is announced of shifts and calendars. Data is ids and counts, never content, and never an address."""

from typing import Any, Final

SHIFTS_CHANGED: Final = "debrief.coaching.shifts.changed.v1"
"""Shifts of people were replaced. Its subject is whoever did it."""

CALENDAR_FEED_CHANGED: Final = "debrief.coaching.calendar_feed.changed.v1"
"""A person's secret address was made anew, or revoked. Its subject is the person."""


def shifts_data(source: str, weeks: int) -> dict[str, Any]:
    """In which kind of file they came, and how many weeks of people are others now."""
    return {"source": source, "weeks": weeks}


def feed_data(*, open: bool) -> dict[str, Any]:
    """Whether there is an address now."""
    return {"open": open}
