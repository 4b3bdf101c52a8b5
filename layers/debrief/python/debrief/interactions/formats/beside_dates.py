"""What stands beside a date instead of in it: its zone (`"timezone": "America/New_York"`), its time of day."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from debrief.interactions.formats.dates_in_words import with_minutes
from debrief.interactions.formats.zone_letters import Lettered, is_known

ZONE_NAMES: Final = frozenset({
    "timezone", "tz", "timezonename", "timezoneid", "tzname", "tzid", "utcoffset", "gmtoffset", "timezoneoffset",
    "tzoffset", "calltimezone", "starttimezone", "starttimetimezone", "olsontimezone", "ianatimezone",
})  # fmt: skip
"""How the names of such fields are written, as `squashed` gives them."""

_OFFSET: Final = re.compile(
    r"[(\[]?(?:UTC|GMT)? ?([+\u2212-])(\d{1,2}(?!\d)|\d{2}(?=\d{2}))(?::?(\d{2}))?[)\]]?", re.IGNORECASE
)
_PLACE: Final = re.compile(r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2}")
_MOST_HOURS: Final = 14


def zone_of(value: object, account: str | tzinfo) -> tzinfo:
    """The zone that a value names: a place, an offset with its sign, or letters, which mean one once a time is known.

    account: the account's zone, which decides between zones that have the same letters.

    Raises:
        ValueError: it can't be told, with the end of a sentence. A bare number may be hours, minutes or seconds, and
            programs don't agree on its sign.
    """
    text = str(value).strip()
    letters = text.upper()
    if letters in ("UTC", "GMT", "Z", "ETC/UTC", "UT"):
        return UTC
    if is_known(letters):
        return Lettered(letters, account)
    if (match := _OFFSET.fullmatch(text)) and int(match[2]) <= _MOST_HOURS:
        ahead = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(ahead if match[1] == "+" else -ahead)
    if _PLACE.fullmatch(text):
        try:
            return ZoneInfo(text)
        except (KeyError, ValueError, OSError):
            pass
    raise ValueError(f'is in a zone that isn\'t known: "{text[:60]}"')


def is_time_alone(value: object) -> bool:
    """Whether the text names a time of day without a day: `10:00`, `9:27:32 PM`, `9 PM`."""
    return isinstance(value, str) and _TIME_ALONE.fullmatch(with_minutes(value.strip())) is not None


_TIME_ALONE: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?: ?[AP]\.?M\.?)?", re.IGNORECASE)
