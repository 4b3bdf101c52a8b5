"""Reading instants and durations in the many forms in which telephony systems write them."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from debrief.kernel.clock import to_utc

_EARLIEST, _LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_COMPACT = re.compile(
    r"(?P<y>\d{4})[-_.]?(?P<m>\d{2})[-_.]?(?P<d>\d{2})"
    r"(?:[T _.-]?(?P<H>\d{2})[-_.:]?(?P<M>\d{2})(?:[-_.:]?(?P<S>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
IN_NAME = re.compile(
    r"(?<!\d)(?P<when>(?:19|20)\d{2}([-_.]?)(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])"
    r"(?:[T _.-]?(?:[01]\d|2[0-3])([-_.:]?)[0-5]\d(?:\3[0-5]\d)?Z?)?)(?!\d)",
    re.IGNORECASE,
)
"""A date, with or without a time, in a file name: `2025-02-21T17-51-51`, `20250221_175151`, `2025.02.21` …"""

_CLOCK_FORM = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{2}(?:\.\d+)?)")
_ISO_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def read_instant(value: object, time_zone: str) -> datetime:
    """The instant that `value` names, in UTC to the millisecond.

    Read are ISO 8601, the same with other separators (`2025-02-21T17-51-51`, `20250221_175151`), a date alone
    (its midnight), and Unix time in seconds or milliseconds. What has no zone is in `time_zone`; a time that
    occurs twice when the clocks go back is its first occurrence. `01/02/2025` isn't read: it means two days.

    Raises:
        ValueError: with a sentence's end that says what is wrong with the value.
    """
    if isinstance(value, datetime):
        found = value
    elif isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{value!r} is no date")
    else:
        text = str(value).strip()
        found = _from_unix_time(text) or _from_text(text)
    if found.tzinfo is None:
        found = found.replace(tzinfo=ZoneInfo(time_zone))
    try:
        instant = to_utc(found)
    except ValueError as error:
        raise ValueError(f'"{value}" lies outside the years 1990 to 2099') from error
    if not _EARLIEST <= instant < _LATEST:
        raise ValueError(f'"{value}" lies outside the years 1990 to 2099')
    return instant


def _from_unix_time(text: str) -> datetime | None:
    # 10 digits are seconds and 13 milliseconds from 2001 to 2286; 8 or 14 digits are a written date.
    if not re.fullmatch(r"\d{10}(\.\d+)?|\d{13}", text):
        return None
    seconds = float(text) / 1000 if len(text) == 13 and "." not in text else float(text)
    return datetime.fromtimestamp(seconds, UTC)


def _from_text(text: str) -> datetime:
    match = _COMPACT.fullmatch(text)
    if match is None:
        if re.match(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", text):
            raise ValueError(f'"{text}" can be read as two dates; write year-month-day')
        try:
            return datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f'"{text}" is no date') from error
    part = match.groupdict()
    try:
        year, month, day, hour, minute, second = (int(part[name] or 0) for name in "ymdHMS")
        micro = int((part["f"] or "").ljust(6, "0")[:6])
        moment = datetime(year, month, day, hour, minute, second, micro)
    except ValueError as error:
        raise ValueError(f'"{text}" is no date') from error
    zone = part["zone"]
    if zone is None:
        return moment
    if zone.upper() == "Z":
        return moment.replace(tzinfo=UTC)
    return datetime.fromisoformat(moment.isoformat() + zone)


def read_time_of_day(value: object) -> time:
    """A time of day such as `17:51`, `17:51:51` or `17-51-51`, to be put to a date that came without one.

    Raises:
        ValueError: it is none.
    """
    text = str(value).strip().replace("-", ":")
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f'"{value}" is no time of day') from error


def is_date_alone(value: object) -> bool:
    """Whether the text names a day without a time."""
    match = _COMPACT.fullmatch(str(value).strip())
    return match is not None and match["H"] is None


def on_day(day: object, at: time, time_zone: str) -> datetime:
    """The instant of a time of day on a day, both as a telephony system wrote them."""
    moment = _from_text(str(day).strip())
    zone = at.tzinfo or ZoneInfo(time_zone)
    return to_utc(datetime.combine(date(moment.year, moment.month, moment.day), at, tzinfo=zone))


LONGEST_MS = 366 * 24 * 3_600_000
"""A year; what is said to last longer is a mistake in the unit or the field."""


def read_duration_ms(value: object, unit_ms: int = 1000) -> int:
    """A duration in milliseconds.

    A bare number counts `unit_ms` (1000: seconds, 60000: minutes, 1: milliseconds). Read are also `mm:ss`,
    `h:mm:ss` and ISO 8601 (`PT4M5S`).

    Raises:
        ValueError: with a sentence's end that says what is wrong with the value.
    """
    found = _duration_ms(value, unit_ms)
    if not 0 <= found <= LONGEST_MS:
        raise ValueError(f'"{value}" is no duration of a conversation')
    return found


def _duration_ms(value: object, unit_ms: int) -> int:
    if isinstance(value, timedelta):
        return round(value / timedelta(milliseconds=1))
    text = str(value).strip()
    if isinstance(value, bool) or len(text) > 20:
        raise ValueError(f'"{text[:20]}" is no duration')
    if _NUMBER.fullmatch(text):
        return round(float(text) * unit_ms)
    if match := _CLOCK_FORM.fullmatch(text):
        hours, minutes, seconds = match.groups()
        return round((int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)
    if (match := _ISO_DURATION.fullmatch(text)) and any(match.groups()):
        hours, minutes, seconds = match.groups()
        return round((int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds or 0)) * 1000)
    raise ValueError(f'"{text}" is no duration')
