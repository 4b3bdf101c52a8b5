"""The one source of "now", and the one text form of an instant."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Protocol

from pydantic import AfterValidator, BeforeValidator, PlainSerializer


class Clock(Protocol):
    """Tells the time; injected, so that tests choose it."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


_EARLIEST, _LATEST = datetime(1000, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
_DATE_AND_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(9998, 12, 31)


def to_utc(value: datetime) -> datetime:
    """The same instant in UTC, cut to milliseconds.

    Raises:
        ValueError: `value` has no time zone, so it names no instant; or it lies where the calendar ends, so that no
            other zone and no day beside it could be told.
    """
    if value.tzinfo is None:
        raise ValueError("the time needs a zone, such as a final Z")
    try:
        moved = value.astimezone(UTC)
    except OverflowError:
        moved = None
    if moved is None or not _EARLIEST <= moved < _LATEST:
        raise ValueError("must lie in the years 1000 to 9999, a day before its end")
    return moved.replace(microsecond=moved.microsecond // 1000 * 1000)


def iso(value: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and Z: always 24 characters, so that text order is time order."""
    return to_utc(value).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_instant(text: str) -> datetime:
    """Read an ISO 8601 instant with a zone.

    Raises:
        ValueError: the text is no instant, or lacks its zone.
    """
    return to_utc(datetime.fromisoformat(text))


def _is_a_time(value: object) -> object:
    """Numbers, which could be taken for seconds since 1970, name no instant that anybody means."""
    if isinstance(value, datetime) or (isinstance(value, str) and _DATE_AND_TIME.match(value)):
        return value
    raise ValueError("must be a date and a time with a zone, such as 2026-03-02T09:00:00Z")


Instant = Annotated[
    datetime,
    BeforeValidator(_is_a_time),
    AfterValidator(to_utc),
    PlainSerializer(iso, return_type=str, when_used="json"),
]
"""An instant in UTC, to the millisecond; in JSON the fixed-width text of `iso`."""


def _within_reach(value: date) -> date:
    if not _FIRST_DAY <= value <= _LAST_DAY:
        raise ValueError("must lie in the years 1900 to 9998")
    return value


def _is_a_day(value: object) -> object:
    if (isinstance(value, date) and not isinstance(value, datetime)) or (isinstance(value, str) and _DAY.match(value)):
        return value
    raise ValueError("must be a day, such as 2026-03-02")


Day = Annotated[date, BeforeValidator(_is_a_day), AfterValidator(_within_reach)]
"""A day that somebody asks for: far enough from the ends of the calendar to have days, weeks and zones around it."""
