"""What of shifts and calendars is about their person (N8)."""

from typing import Final

from debrief.coaching.scheduling.model import Feed, ShiftWeek
from debrief.kernel.privacy import Record, plain

_OF_OTHERS: Final = frozenset({"imported_by", "user_id"})


def shifts_record(week: ShiftWeek) -> Record:
    """A week of shifts as it is about whose they are."""
    return Record(kind="shifts", id=f"{week.user_id}#{week.week}", data=plain(week, without=_OF_OTHERS))


def feed_record(feed: Feed) -> Record:
    """Whether, and since when, a person's calendar has an address; not the address, which nobody knows."""
    return Record(
        kind="calendar_feed",
        id=feed.user_id,
        data=plain(feed, without=_OF_OTHERS | {"digest"}) | {"open": feed.digest is not None},
    )
