"""Dates in the names of files of other forms than year-month-day: read where they mean one day, else named."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from debrief.interactions.formats.dates_in_names import InName, date_in_name

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH: Final = rf"(?P<month>sept|{'|'.join(f'{each}|{each[:3]}' for each in _MONTHS)})\.?"
_YEAR: Final = r"(?P<y>(?:19|20)\d{2})"
_TIME: Final = r"(?:[ _T.,-]{1,3}\d{1,2}(?:[-_.:h]?\d{2}){1,2})"
_YEAR_LAST: Final = re.compile(
    rf"(?<!\d)(?P<date>(?P<one>\d{{1,2}})(?P<s>[-._ ])(?P<two>\d{{1,2}})(?P=s){_YEAR}){_TIME}?(?!\d)"
)
_IN_WORDS: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?P<date>(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-_. ]{{0,2}}{_MONTH}[-_., ]{{0,2}}{_YEAR})"
    rf"{_TIME}?(?!\d)",
    re.IGNORECASE,
)
_WORD_BEFORE_DAY: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?P<date>{_YEAR}[-_. ]{{1,2}}{_MONTH}[-_. ]{{1,2}}(?P<d>\d{{1,2}}))(?!\d)", re.IGNORECASE
)
_WORD_FIRST: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?P<date>{_MONTH}[-_. ]{{0,2}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-_., ]{{1,3}}{_YEAR})(?!\d)",
    re.IGNORECASE,
)
_NAMED: Final = (
    (
        re.compile(
            rf"(?<![A-Za-z0-9+])(?<!\d[-.])(?P<one>\d{{2}})(?P<two>\d{{2}}){_YEAR}(?:\d{{4}}(?:\d{{2}})?|{_TIME})?(?!\d)"
        ),
        "has its year last; write year-month-day",
    ),
    (
        re.compile(
            r"(?<![A-Za-z0-9+])(?<!\d[-.])\d{2}(?P<one>0[1-9]|1[0-2])(?P<two>0[1-9]|[12]\d|3[01])"
            r"[ _T-]?(?:[01]\d|2[0-3])[-_.:]?[0-5]\d(?:[-_.:]?[0-5]\d)?(?!\d)"
        ),
        "has a year of two digits; write year-month-day",
    ),
    (
        re.compile(rf"(?<!\d)(?P<one>\d{{1,2}})([-._])(?P<two>\d{{1,2}})\2\d{{2}}{_TIME}(?!\d)"),
        "has a year of two digits; write year-month-day",
    ),
    (
        re.compile(rf"(?<![A-Za-z0-9])\d{{1,2}}[-_. ]?{_MONTH}[-_. ]?\d{{2}}{_TIME}?(?![A-Za-z0-9])", re.IGNORECASE),
        "has a year of two digits; write year-month-day",
    ),
    (re.compile(r"(?<![A-Za-z0-9+])(?:19|20)\d{12}(?:\d{3})?(?![A-Za-z0-9])"), "is no date; write year-month-day"),
)
"""What looks like a date and isn't taken for one, and why."""

_LONG_NUMBER: Final = re.compile(r"(?<![A-Za-z0-9+])\d{9,}(?![A-Za-z0-9])")
_EARLIEST_S, _LATEST_S = 1_104_537_600, 2_000_000_000
"""Unix time from 2005 to 2033: ten digits of which the first is a 1, as no number of a telephone in North America."""


class Unread(NamedTuple):
    """What stands in a name and looks like a date. why: the end of a sentence about it."""

    start: int
    end: int
    text: str
    why: str


def odd_date_in_name(name: str, plain: str) -> InName | Unread | None:
    """A date whose year stands last or whose month is a word, or a time in seconds or milliseconds since 1970.

    plain: the name with blanks for what is told to be something else; numbers count there only. Of two days that can be
    meant none is taken, and of several long numbers none is a time.
    """
    return _year_last(name) or _month_in_words(name) or _since_1970(plain) or _named(plain)


def before_iso(name: str, found: InName) -> InName | Unread | None:
    """What is meant where the year of a date that was found is the end of another one: `25-11-2026-09-15`."""
    if isinstance(found.value, datetime):
        return None
    other = _year_last(name)
    return other if other and other.start < found.start < other.end else None


def _days(one: int, two: int, year: int) -> set[date]:
    days = set()
    for day, month in ((one, two), (two, one)):
        with suppress(ValueError):
            days.add(date(year, month, day))
    return days


def _year_last(name: str) -> InName | Unread | None:
    for match in _YEAR_LAST.finditer(name):
        days = _days(int(match["one"]), int(match["two"]), int(match["y"]))
        if len(days) == 1:
            return _as_iso(name, match, days.pop())
        if days:
            why = "can be read as two dates; write year-month-day"
            return Unread(match.start(), match.end(), match[0], why)
    return None


def _month_in_words(name: str) -> InName | None:
    forms = (_IN_WORDS, _WORD_BEFORE_DAY, _WORD_FIRST)
    for match in (match for form in forms for match in form.finditer(name)):
        with suppress(ValueError):
            short = match["month"].lower()[:3]
            month = next(place for place, each in enumerate(_MONTHS, 1) if each.startswith(short))
            return _as_iso(name, match, date(int(match["y"]), month, int(match["d"])))
    return None


def _as_iso(name: str, match: re.Match[str], day: date) -> InName | None:
    """The date as it is read with the year first, whatever stands behind it."""
    plain = f"{name[: match.start()]}{day.isoformat()}{name[match.end('date') :]}"
    found = date_in_name(plain, match.start())
    if found is None:
        return None
    remark = found.remark or f'"{match["date"]}" in its name was read as the only day that it can mean.'
    return found._replace(end=found.end + len(name) - len(plain), remark=remark)


def _since_1970(plain: str) -> InName | Unread | None:
    numbers = list(_LONG_NUMBER.finditer(plain))
    likely = [match for match in numbers if _seconds(match[0]) is not None]
    if not likely:
        return None
    match = likely[0]
    unit = "seconds" if len(match[0]) == 10 else "milliseconds"
    if len(numbers) > 1:
        why = f"may be a time in {unit} since 1970, but other numbers are as long; give the date"
        return Unread(match.start(), match.end(), match[0], why)
    moment = datetime.fromtimestamp(_seconds(match[0]) or 0, UTC)
    return InName(match.start(), match.end(), moment, f'"{match[0]}" in its name was read as {unit} since 1970.')


def _seconds(digits: str) -> float | None:
    seconds = int(digits) if len(digits) == 10 else int(digits) / 1000 if len(digits) == 13 else 0
    return seconds if _EARLIEST_S <= seconds < _LATEST_S else None


def _named(plain: str) -> Unread | None:
    found: Sequence[tuple[re.Match[str], str]] = [
        (match, why) for form, why in _NAMED for match in form.finditer(plain) if _is_day(match)
    ]
    if not found:
        return None
    match, why = min(found, key=lambda each: each[0].start())
    return Unread(match.start(), match.end(), match[0], why)


def _is_day(match: re.Match[str]) -> bool:
    # In a leap year, as the year isn't known of every form.
    return "one" not in match.re.groupindex or bool(_days(int(match["one"]), int(match["two"]), 2024))
