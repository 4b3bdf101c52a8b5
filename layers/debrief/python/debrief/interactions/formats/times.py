"""Reading instants and durations in the many forms in which telephony systems write them."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from debrief.interactions.formats.dates_in_words import parts_in_words, weekday_before, with_minutes, with_plain_dates
from debrief.interactions.formats.zone_letters import LETTERS, SHARED_LETTERS, Lettered, is_known, settled
from debrief.kernel.clock import to_utc

_MAIL = re.compile(
    r"(?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})?"
    r"(?: (?:[+-]\d{4}|(?P<letters>[A-Z]{1,4})))?(?:\s*\([^)]*\))?"
)
_OF_MAIL = frozenset({"UT", "UTC", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"})
"""Zones by letters of RFC 2822, 4.3."""

_EARLIEST, _LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
GAP = "[ _.\u202f\u00a0-]"  # a Mac puts a narrow blank before PM
_ZONES = f"{LETTERS}|{SHARED_LETTERS}"


def in_brackets(letters: str) -> str:
    """A zone that stands in brackets: `(UTC-3)`, `[GMT+05:30]`, `(-3)`, `(CET)`."""
    return (
        rf"[(\[]{GAP}?(?:Z|(?:UTC|GMT)?{GAP}?[+\u2212-](?:0?\d|1[0-4])(?:[:.]?\d{{2}})?|UTC|GMT|{letters})"
        rf"{GAP}?[)\]]"
    )


_APART = in_brackets(_ZONES)
_COMPACT = re.compile(
    r"(?P<y>\d{4})[-_.]?(?P<m>\d{2})[-_.]?(?P<d>\d{2})"
    r"(?:[T _.-]?(?P<H>\d{2}|(?<=[T ])\d(?=:))[-_.:]?(?P<M>\d{2})(?:[-_.:]?(?P<S>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    rf"(?:{GAP}?(?P<half>[AP]\.?M\.?))?"
    rf"(?:{GAP}?(?P<zone>Z|(?:UTC|GMT)?{GAP}?[+\u2212-]\d{{2}}(?::?\d{{2}})?|(?:UTC|GMT){GAP}?[+\u2212-]\d"
    rf"|UTC|GMT|{_ZONES}|{_APART}))?)?",
    re.IGNORECASE,
)


def moment_of(part: Mapping[str, str | None]) -> datetime:
    """A date out of its parts, without a zone where none is told. Raises ValueError where there is no such day."""
    year, month, day, hour, minute, second = (int(part[name] or 0) for name in "ymdHMS")
    micro = int((part["f"] or "").ljust(6, "0")[:6])
    half = (part["half"] or "").upper().replace(".", "")
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "PM" else 0)
    moment = datetime(year, month, day, hour, minute, second, micro)
    zone = re.sub(r"[ _()\[\]\u202f\u00a0]", "", (part["zone"] or "").upper()).replace("\u2212", "-")
    if not zone:
        return moment
    offset = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2})[-:.]?(\d{2})?", zone)
    if offset is None:
        return moment.replace(tzinfo=Lettered(zone) if is_known(zone) else UTC)
    ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    return moment.replace(tzinfo=timezone(-ahead if offset[1] == "-" else ahead))


_CLOCK_FORM = re.compile(
    r"(?:(\d+):)?(\d{1,3}):(\d{2}(?:[.,]\d+)?)(?: ?(?:h|hrs?|min|hours?|minutes?))?", re.IGNORECASE
)
_ISO_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\d+,\d{1,2}|\d+,\d{4,}")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_MS_OF_UNIT = {
    **dict.fromkeys(("d", "day", "days"), 86_400_000),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures"), 3_600_000),
    **dict.fromkeys(("hora", "horas", "ora", "ore", "uur", "uren"), 3_600_000),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "minuti"), 60_000),
    **dict.fromkeys(
        ("s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden", "seconde", "secondes"), 1000
    ),
    **dict.fromkeys(("seg", "segundo", "segundos", "secondo", "secondi", "seconden"), 1000),
    **dict.fromkeys(("ms", "msec", "millis", "millisecond", "milliseconds"), 1),
}
_OTHER_NAMES_OF_UNITS = {
    "inms": 1, "inmillis": 1, "inmilliseconds": 1, "insec": 1000, "inseconds": 1000, "total_seconds": 1000,
    "totalseconds": 1000, "total_milliseconds": 1, "totalmilliseconds": 1, "inminutes": 60_000,
    "ns": 1e-6, "nanos": 1e-6, "nanoseconds": 1e-6, "us": 1e-3, "micros": 1e-3, "microseconds": 1e-3,
}  # fmt: skip
_WORDED_PART = r"(\d+(?:[.,]\d+)?)\s*([a-z]+)\.?"
_WORDED = re.compile(rf"(?:{_WORDED_PART}[\s,]*(?:and\s+)?)+", re.IGNORECASE)
_LAST_UNIT_UNSAID = re.compile(r"(\d{1,3})\s*(?:m|min|'|′)\s*([0-5]\d)(?:\"|″|'')?", re.IGNORECASE)
_VALUE_AND_UNIT = ({"value", "unit"}, {"value", "units"}, {"amount", "unit"})


def read_instant(value: object, time_zone: str | tzinfo) -> datetime:
    """The instant that `value` names, in UTC to the millisecond.

    Read are ISO 8601, the same with other separators (`2025-02-21T17-51-51`, `20250221_175151`), a date alone
    (its midnight), with the place whose zone it is (`[Europe/Berlin]`), dates as in e-mails
    (`Fri, 20 Nov 2026 10:00:00 +0000`), and Unix time in seconds or
    milliseconds. What has no zone is in `time_zone`; a time that occurs twice when the clocks go back is its first
    occurrence. `25/11/2025` and `11/25/2025` mean one day; `01/02/2025` isn't read: it means two.

    Raises:
        ValueError: with a sentence's end that says what is wrong with the value.
    """
    value = _from_object(value)
    if isinstance(value, datetime):
        found = value
    elif isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{value!r} is no date")
    else:
        text = str(value).strip()
        if len(text) > _LONGEST:
            raise ValueError(f'"{text[:_LONGEST]}…" is no date')
        found = _from_unix_time(text) or _in_place(text) or _from_text(text)
    if found.tzinfo is None:
        found = found.replace(tzinfo=ZoneInfo(time_zone) if isinstance(time_zone, str) else time_zone)
    found = settled(found, time_zone, value)
    try:
        instant = to_utc(found)
    except ValueError as error:
        raise ValueError(f'"{value}" lies outside the years 1990 to 2099') from error
    if not _EARLIEST <= instant < _LATEST:
        raise ValueError(f'"{value}" lies outside the years 1990 to 2099')
    return instant


_LONGEST = 100
"""Characters that a date has at most, in words and with its place; patterns need not look at a text of pages."""

_OF_DOT_NET = re.compile(r"\\?/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\\?/")


def _from_object(value: object) -> object:
    """What databases write in the place of an instant: `{"$date": …}`, `{"seconds": …}`, `/Date(1795168800000)/`."""
    if isinstance(value, Mapping):
        given = {str(name).lstrip("_$").lower(): part for name, part in value.items()}
        if set(given) == {"date"}:
            return _from_object(given["date"])
        if set(given) == {"numberlong"}:
            return _from_object(given["numberlong"])
        seconds = given.get("seconds")
        if set(given) <= {"seconds", "nanos", "nanoseconds"} and isinstance(seconds, str | int | float):
            return seconds
    if isinstance(value, str) and (match := _OF_DOT_NET.fullmatch(value.strip())):
        with suppress(ValueError, OverflowError, OSError):
            return datetime.fromtimestamp(int(match[1]) / 1000, UTC)
    return value


def _from_unix_time(text: str) -> datetime | None:
    # 10 digits are seconds from 2001 to 2286, 13, 16 and 19 thousandths and so on; 8 or 14 digits are a written date.
    if not re.fullmatch(r"\d{10}(\.\d+)?|\d{13}(\d{3}){0,2}", text):
        return None
    seconds = float(text) if "." in text else int(text) / 10 ** (len(text) - 10)
    return datetime.fromtimestamp(seconds, UTC)


_PLACE = re.compile(r"(?P<at>.*\d.*?) ?\[?(?P<place>(?:[A-Z][A-Za-z]+/[A-Z][A-Za-z_/+-]+|UTC))\]?")


def _in_place(text: str) -> datetime | None:
    """A time with the place whose zone it is in, as in RFC 9557: `2026-11-20T10:00:00+01:00[Europe/Berlin]`.

    The place may stand alone. Where an offset stands beside it that isn't the one of the place, it is no date.
    """
    match = _PLACE.fullmatch(text)
    if match is None:
        return None
    try:
        zone = ZoneInfo(match["place"])
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f'"{text}" names a zone that isn\'t known: {match["place"]}') from error
    found = _from_text(match["at"])
    if found.tzinfo is None:
        return found.replace(tzinfo=zone)
    # RFC 9557, 3.4: `Z` says nothing about the offset of the place.
    if not match["at"].endswith(("Z", "z")) and found.utcoffset() != found.astimezone(zone).utcoffset():
        raise ValueError(f'"{text}" has an offset that isn\'t the one of {match["place"]}')
    return found


def _from_text(text: str) -> datetime:
    text = with_minutes(with_plain_dates(text))
    match = _COMPACT.fullmatch(_year_first(_UNPADDED.sub(_padded, text, count=1)))
    if match is None:
        try:
            found = _as_in_mail(text) or _in_words(text) or datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f'"{text}" is no date') from error
        _check_weekday(text, found)
        return found
    try:
        return moment_of(match.groupdict())
    except ValueError as error:
        raise ValueError(f'"{text}" is no date') from error


_UNPADDED = re.compile(r"^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?!\d)")


def _padded(match: re.Match[str]) -> str:
    return f"{match[1]}-{match[3]:0>2}-{match[4]:0>2}"


_YEAR_LAST = re.compile(
    r"(?P<one>\d{1,2})(?P<s>[/.-])(?P<two>\d{1,2})(?P=s)(?P<y>\d{4})(?:(?:,? |T|,? at )(?P<hour>\d{1,2})(?P<rest>:.*))?"
)
_SHORT_YEAR = re.compile(r"(?P<one>\d{1,2})([/.-])\d{1,2}\2\d{2}(?!\d)")


def _year_first(text: str) -> str:
    """A date whose year stands last with the year first: `25/11/2026 9:30` is 2026-11-25 09:30. Other text as it is.

    Raises:
        ValueError: two days can be meant, none can, or the year has two digits, which may be the day.
    """
    if _SHORT_YEAR.match(text):
        raise ValueError(f'"{text}" has a year of two digits; write year-month-day')
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        if re.match(r"\d{1,2}([/.-])\d{1,2}\1\d{4}", text):
            raise ValueError(f'"{text}" can\'t be read as a date and a time; write year-month-day')
        return text
    days = set()
    for day, month in ((match["one"], match["two"]), (match["two"], match["one"])):
        with suppress(ValueError):
            days.add(date(int(match["y"]), int(month), int(day)))
    if not days:
        raise ValueError(f'"{text}" is no date: there is no such day')
    if len(days) > 1:
        raise ValueError(f'"{text}" can be read as two dates; write year-month-day')
    hour = f" {match['hour'].zfill(2)}{match['rest']}" if match["hour"] else ""
    return f"{days.pop().isoformat()}{hour}"


def _check_weekday(text: str, found: datetime) -> None:
    """Raise ValueError where a weekday stands before a date that isn't on it: one of them is a slip."""
    if weekday_before(text) not in (None, found.weekday()):
        raise ValueError(f'"{text}" has a weekday that isn\'t the one of its day')


def _in_words(text: str) -> datetime | None:
    """A date with the month in words: `Nov 20, 2026 10:00 AM`, `20. November 2026`, `Fri Nov 20 10:00:00 2026`.

    Without its year it is none: no weekday tells for certain which year is meant. Raises ValueError where there is no
    such day, or its zone isn't known.
    """
    part = parts_in_words(text)
    if part is None:
        return None
    if not _is_zone(part["zone"]):
        raise ValueError("its zone isn't known")
    return moment_of(part)


def _is_zone(zone: str | None) -> bool:
    letters = (zone or "").upper()
    return not letters.isalpha() or is_known(letters) or letters in {"Z", "UTC", "GMT"}


def _as_in_mail(text: str) -> datetime | None:
    """A date as e-mails and Twilio write it, `Fri, 20 Nov 2026 10:00:00 +0000`; None for text of another form.

    `-0000` says that the time is in UTC and the zone unknown. Raises ValueError where there is no such day.
    """
    match = _MAIL.fullmatch(text)
    if match is None or (match["letters"] and match["letters"] not in _OF_MAIL):
        # Other letters mail's own reader takes for no zone at all.
        return None
    found = parsedate_to_datetime(text)
    if match["letters"] and is_known(match["letters"]):
        return found.replace(tzinfo=Lettered(match["letters"]))
    return found.replace(tzinfo=UTC) if found.tzinfo is None and text.endswith("-0000") else found


def read_time_of_day(value: object) -> time:
    """A time of day such as `17:51`, `17:51:51` or `17-51-51`, to be put to a date that came without one.

    Raises:
        ValueError: it is none.
    """
    text = with_minutes(str(value).strip())
    try:
        return time.fromisoformat(text.replace("-", ":"))
    except ValueError as error:
        match = _COMPACT.fullmatch(f"{_ANY_DAY} {text.upper()}")
        if match is not None and match["H"] is not None:
            return moment_of(match.groupdict()).timetz()
        raise ValueError(f'"{value}" is no time of day') from error


_ANY_DAY = "2000-01-01"


def is_year_last(value: object) -> bool:
    """Whether a date is written with the year last, so that its day and month are told by which order makes a day."""
    return isinstance(value, str) and _YEAR_LAST.fullmatch(value.strip()) is not None


def is_date_alone(value: object) -> bool:
    """Whether the text names a day without a time."""
    text = str(value).strip()
    try:
        match = _COMPACT.fullmatch(_year_first(with_plain_dates(text)))
        if match is None:
            # The month in words: what names no hour holds no colon, and is a day.
            return ":" not in text and _in_words(text) is not None and not _HOUR.search(text)
    except ValueError:
        return False
    return match["H"] is None


_HOUR = re.compile(r"\b\d{1,2} ?(?:[AP]\.?M\b|h\b|Uhr\b)", re.IGNORECASE)


def on_day(day: object, at: time, time_zone: str | tzinfo) -> datetime:
    """The instant of a time of day on a day, both as a telephony system wrote them."""
    moment = _from_text(str(day).strip())
    zone = at.tzinfo or (ZoneInfo(time_zone) if isinstance(time_zone, str) else time_zone)
    found = datetime.combine(date(moment.year, moment.month, moment.day), at, tzinfo=zone)
    return to_utc(settled(found, time_zone, f"{day} {at.replace(tzinfo=None)} {zone.tzname(found) or ''}".strip()))


LONGEST_MS = 366 * 24 * 3_600_000
"""A year; what is said to last longer is a mistake in the unit or the field."""


def read_duration_ms(value: object, unit_ms: int = 1000) -> int:
    """A duration in milliseconds.

    A bare number counts `unit_ms` (1000: seconds, 60000: minutes, 1: milliseconds). Read are also `mm:ss`,
    `h:mm:ss`, ISO 8601 (`PT4M5S`), numbers with their units (`5m 12s`, `312 s`, `1 hour, 2 minutes`), a decimal comma
    (`312,5`), and an object with its units by name (`{"minutes": 5, "seconds": 12}`) or beside (`{"value": 312, "unit":
    "s"}`). `1,234` isn't read: it means two durations.

    Raises:
        ValueError: with a sentence's end that says what is wrong with the value.
    """
    found = _duration_ms(value, unit_ms)
    if not 0 <= found <= LONGEST_MS:
        raise ValueError(f'"{_shown(value)}" is no duration of a conversation')
    return found


_LONGEST_DURATION = 40


def _shown(value: object) -> str:
    return str(value).strip()[:40]


def _duration_ms(value: object, unit_ms: int) -> int:
    if isinstance(value, timedelta):
        return round(value / timedelta(milliseconds=1))
    if isinstance(value, Mapping):
        return _duration_of_parts(value)
    text = str(value).strip()
    if isinstance(value, bool) or len(text) > _LONGEST_DURATION:
        raise ValueError(f'"{_shown(value)}" is no duration')
    if _NUMBER.fullmatch(text):
        return round(float(text.replace(",", ".")) * unit_ms)
    if _THOUSANDS.fullmatch(text):
        raise ValueError(f'"{text}" can be read as two durations; write it without a comma')
    if match := _CLOCK_FORM.fullmatch(text):
        hours, minutes, seconds = match.groups()
        return round((int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))) * 1000)
    if (match := _ISO_DURATION.fullmatch(text)) and any(match.groups()):
        days, hours, minutes, seconds = match.groups()
        whole = int(days or 0) * 86_400 + int(hours or 0) * 3600 + int(minutes or 0) * 60
        return round((whole + float((seconds or "0").replace(",", "."))) * 1000)
    if match := _LAST_UNIT_UNSAID.fullmatch(text):
        return round((int(match[1]) * 60 + int(match[2])) * 1000)
    if _WORDED.fullmatch(text):
        parts = [(number, unit.lower()) for number, unit in re.findall(_WORDED_PART, text, re.IGNORECASE)]
        units = [unit for _, unit in parts]
        if all(unit in _MS_OF_UNIT for unit in units) and len({_MS_OF_UNIT[unit] for unit in units}) == len(units):
            return round(sum(float(number.replace(",", ".")) * _MS_OF_UNIT[unit] for number, unit in parts))
    raise ValueError(f'"{text}" is no duration')


def _duration_of_parts(value: Mapping[object, object]) -> int:
    """A duration whose units stand beside its numbers in an object."""
    given = {str(name).strip().lower(): part for name, part in value.items() if part is not None}
    if set(given) in _VALUE_AND_UNIT:
        unit = str(given.get("unit", given.get("units"))).strip()
        amount = given.get("value", given.get("amount"))
        given = {unit.lower(): amount}
    factors = {**_OTHER_NAMES_OF_UNITS, **_MS_OF_UNIT}
    total = 0.0
    for name, part in given.items():
        count = str(part).strip()
        is_number = len(count) <= _LONGEST_DURATION and _NUMBER.fullmatch(count) is not None
        if name not in factors or isinstance(part, bool) or not is_number:
            raise ValueError(f'"{_shown(value)}" is no duration')
        total += float(count.replace(",", ".")) * factors[name]
    if not given:
        raise ValueError(f'"{_shown(value)}" is no duration')
    return round(total)
