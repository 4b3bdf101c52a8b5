"""Zones by their letters: what `CET` or `IST` beside a time says, and where it can be read as two.

Letters of winter beside a time in summer are what somebody writes who means them, and what a system writes that never
switches them: an hour lies between. Other letters are those of several lands. The account's own zone decides where the
letters are its own at that time; else what can be read as two is asked about.
"""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

ABBREVIATED: Final = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "SAST": 2, "SGT": 8, "HKT": 8, "KST": 9, "JST": 9, "AWST": 8, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "AKST": -9, "AKDT": -8, "BRT": -3, "PKT": 5,
}  # fmt: skip
"""Zones by their letters, in hours ahead of UTC: those of RFC 2822, of Europe, and others that mean one zone only."""

LETTERS: Final = "|".join(sorted(ABBREVIATED, key=len, reverse=True))

_KEPT_IN: Final = {
    **dict.fromkeys(("EST", "EDT"), "America/New_York"), **dict.fromkeys(("CST", "CDT"), "America/Chicago"),
    **dict.fromkeys(("MST", "MDT"), "America/Denver"), **dict.fromkeys(("PST", "PDT"), "America/Los_Angeles"),
    **dict.fromkeys(("AKST", "AKDT"), "America/Anchorage"), **dict.fromkeys(("WET", "WEST"), "Europe/Lisbon"),
    **dict.fromkeys(("CET", "CEST"), "Europe/Berlin"), **dict.fromkeys(("EET", "EEST"), "Europe/Helsinki"),
    **dict.fromkeys(("AEST", "AEDT"), "Australia/Sydney"), **dict.fromkeys(("NZST", "NZDT"), "Pacific/Auckland"),
}  # fmt: skip
"""Where letters are kept for a part of the year and others for the rest of it."""

_SHARED: Final = {
    "CST": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "IST": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "BST": ("Europe/London", "Asia/Dhaka"),
    "AST": ("America/Halifax", "Asia/Riyadh"),
    "GST": ("Asia/Dubai", "Atlantic/South_Georgia"),
}
"""Letters of several zones."""

SHARED_LETTERS: Final = "|".join(letters for letters in _SHARED if letters not in ABBREVIATED)


class Lettered(tzinfo):
    """A zone of which only the letters are known until `settled` finds out how far ahead of UTC it is.

    account: the account's zone, where it is known to whoever reads the letters.
    """

    def __init__(self, letters: str, account: str | tzinfo | None = None) -> None:
        self.letters, self.account = letters, account

    def utcoffset(self, moment: datetime | None) -> timedelta:  # noqa: ARG002
        """What the letters alone say."""
        return timedelta(hours=ABBREVIATED.get(self.letters, 0))

    def dst(self, moment: datetime | None) -> None:
        """It isn't told."""

    def tzname(self, moment: datetime | None) -> str:  # noqa: ARG002
        """The letters."""
        return self.letters


def is_known(letters: str) -> bool:
    """Whether letters are a zone, or several."""
    return letters in ABBREVIATED or letters in _SHARED


def settled(found: datetime, account: str | tzinfo, written: object) -> datetime:
    """A time with its zone as an offset, where only its letters were known. written: the time, for what is told.

    Raises:
        ValueError: it can be read as two times, with the end of a sentence.
    """
    zone = found.tzinfo
    if not isinstance(zone, Lettered):
        return found
    letters, moment = zone.letters, found.replace(tzinfo=None)
    beside = zone.account or account
    own = ZoneInfo(beside) if isinstance(beside, str) else beside
    for at in _occurrences(moment, own):
        if own.tzname(at) == letters and not isinstance(own, Lettered):
            return at.replace(tzinfo=own)
    if letters in _SHARED:
        fitting: dict[ZoneInfo, datetime] = {}
        for each in map(ZoneInfo, _SHARED[letters]):
            for at in _occurrences(moment, each):
                if _fits(own, each, letters, at):
                    fitting.setdefault(each, at.replace(tzinfo=each))
        if len(fitting) != 1:
            offsets = dict.fromkeys(_offset(each, moment, letters) for each in map(ZoneInfo, _SHARED[letters]))
            raise ValueError(f'"{written}" is in {letters}, which is several zones; write {_either(offsets)} for it')
        return next(iter(fitting.values()))
    literal = timezone(timedelta(hours=ABBREVIATED[letters]))
    kept = ZoneInfo(_KEPT_IN[letters]) if letters in _KEPT_IN else None
    if kept is not None and all(kept.tzname(at) != letters for at in _occurrences(moment, kept)):
        offsets = dict.fromkeys((_told(moment.replace(tzinfo=literal)), _told(moment.replace(tzinfo=kept))))
        raise ValueError(f'"{written}" is in {letters}, which isn\'t kept on that day; write {_either(offsets)} for it')
    return moment.replace(tzinfo=literal)


def _occurrences(moment: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """A time without its zone as it occurs there: twice in the hour before the clocks go back."""
    again = moment.replace(fold=1)
    goes_back = (zone.utcoffset(again) or _NOTHING) < (zone.utcoffset(moment) or _NOTHING)
    return (moment, again) if goes_back else (moment,)


_NOTHING: Final = timedelta()
_IN_GMT: Final = re.compile(r"\d(?: ?[AP]M)?[ _]?[(\[]?GMT[)\]]?$", re.IGNORECASE)
_HALF_A_YEAR: Final = timedelta(days=182)


def doubt_of_gmt(written: str, found: datetime, account: str) -> str:
    """The end of a sentence about a time in GMT, where that is what the account's own clocks show in winter alone.

    Programs mean UTC, and it is read so; people there may mean their clocks. Nothing where there is no doubt, as of
    dates of e-mails.
    """
    own = ZoneInfo(account)
    if "," in written or _IN_GMT.search(written) is None or not own.utcoffset(found.astimezone(own)):
        return ""
    if (found + _HALF_A_YEAR).astimezone(own).tzname() != "GMT":
        return ""
    return "is given in GMT and was read as UTC; where the clocks of the place were meant, it is an hour earlier"


def _fits(own: tzinfo, other: ZoneInfo, letters: str, moment: datetime) -> bool:
    """Whether the account's zone is one in which letters that are shared mean this one."""
    lies = (getattr(own, "key", None) or "").split("/")[0]
    continent = other.key.split("/")[0]
    if letters not in (other.tzname(moment) or letters) and not (other.tzname(moment) or "").startswith(("+", "-")):
        return False
    if letters == "CST" and other.key == "America/Chicago":
        # Whoever is in America and not in Cuba means the United States', Canada's or Mexico's.
        return lies in ("America", "US", "Canada")
    same = own.utcoffset(moment) == other.utcoffset(moment)
    return lies == continent and same and other.key != "America/Havana"


def _offset(zone: ZoneInfo, moment: datetime, letters: str) -> str:
    """How far ahead a zone is where it has these letters: of one that has others now, half a year away."""
    at = moment.replace(tzinfo=zone)
    other = at + _HALF_A_YEAR
    return _told(other if at.tzname() != letters and other.tzname() == letters else at)


def _told(moment: datetime) -> str:
    ahead = moment.strftime("%z")
    return f"{ahead[:3]}:{ahead[3:5]}"


def _either(offsets: dict[str, None]) -> str:
    *some, last = offsets
    return f"{', '.join(some)} or {last}" if some else last
