"""Dates whose month is a word, and those of East Asia, as programs and people write them.

`Fri Nov 20 2026 10:00:00 GMT+0100 (Central European Standard Time)`, `20-Nov-2026 10:00`, `20. November 2026`,
`Nov 20 2026  9:00AM`, `2026年11月20日 10時05分`.
"""

import re
from collections.abc import Mapping
from typing import Final

_BY_MONTH: Final = (
    "jan january januar janvier janv enero ene gennaio gen janeiro januari",
    "feb february februar février fevrier févr fevr febrero febbraio fevereiro fev februari",
    "mar march märz maerz mrz mars marzo março marco maart mrt",
    "apr april avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "jun june juni juin junio giugno giu junho",
    "jul july juli juillet juil julio luglio lug julho",
    "aug august août aout agosto ago augustus",
    "sep sept september septembre septiembre setiembre settembre set setembro",
    "oct october oktober okt octobre octubre ottobre ott outubro out",
    "nov november novembre noviembre novembro",
    "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro",
)
_MONTHS: Final[Mapping[str, int]] = {name: at for at, names in enumerate(_BY_MONTH, 1) for name in names.split()}
_BY_DAY: Final = (
    "mon monday montag lundi lunes",
    "tue tues tuesday dienstag mardi martes",
    "wed wednesday mittwoch mercredi miércoles",
    "thu thur thurs thursday donnerstag jeudi jueves",
    "fri friday freitag vendredi viernes",
    "sat saturday samstag sonnabend samedi sábado",
    "sun sunday sonntag dimanche domingo",
)
_WEEKDAYS: Final[Mapping[str, int]] = {name: at for at, names in enumerate(_BY_DAY) for name in names.split()}
_DAYS: Final = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_DAY_BEFORE: Final = re.compile(rf"\s*(?P<day>{_DAYS})\.?,?\s", re.IGNORECASE)
_WORD: Final = r"[^\W\d_]{3,10}"
_DATE: Final = re.compile(
    rf"(?:(?:{_DAYS})\.?,?\s+)?"
    rf"(?:(?P<first>{_WORD})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<d2>\d{{1,2}})(?:\.|st|nd|rd|th)?[\s-]\s*(?:de\s+)?(?P<second>{_WORD})\.?)"
    r"(?:(?:,\s*|\s+|-)(?:de\s+)?(?P<y1>\d{4}))?"
    r"(?:(?:,\s*|\s+)(?:(?:at|um|à|a las)\s+)?(?P<H>\d{1,2})[:.h](?P<M>[0-5]\d)"
    r"(?:[:.](?P<S>[0-5]\d)(?:[.,](?P<f>\d{1,9}))?)?"
    r"(?:\s?(?P<half>[ap]\.?m\.?)|\s(?:Uhr|h))?"
    r"(?:\s?(?P<zone>Z|(?:UTC|GMT)?[+-]\d{2}:?\d{2}|(?-i:[A-Z]{2,5})))?)?"
    r"(?:\s+(?P<y2>\d{4}))?(?:\s*\([^)]{1,60}\))?",
    re.IGNORECASE,
)
_LONGEST: Final = 100


def weekday_before(text: str) -> int | None:
    """The weekday that stands before a date, Monday being 0; None where none does."""
    match = _DAY_BEFORE.match(text)
    return _WEEKDAYS[match["day"].casefold()] if match else None


def parts_in_words(text: str) -> dict[str, str | None] | None:
    """The parts of a date whose month is a word, as `times.moment_of` takes them; None for text of another form."""
    match = _DATE.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    month = _MONTHS.get((match["first"] or match["second"]).casefold())
    if month is None or (match["y1"] is None) == (match["y2"] is None):
        return None
    return {
        "y": match["y1"] or match["y2"],
        "m": str(month),
        "d": match["d1"] or match["d2"],
        **{name: match[name] for name in ("H", "M", "S", "f", "half", "zone")},
    }


_EAST_ASIAN: Final = re.compile(
    r"(?P<y>(?:19|20)\d{2})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日号號일]"
    r"(?:[\s_-]{0,3}(?P<half>午前|午後|上午|下午|오전|오후)?\s?(?P<H>\d{1,2})\s?[時时点點시]\s?(?:(?P<M>\d{1,2})\s?[分분]\s?)?(?:(?P<S>\d{1,2})\s?[秒초])?)?"
)
_HALVES: Final = {"午前": " AM", "上午": " AM", "오전": " AM", "午後": " PM", "下午": " PM", "오후": " PM"}


def with_plain_dates(text: str) -> str:
    """The text with its East Asian dates as `2026-11-20 10:05:00`."""
    return _EAST_ASIAN.sub(_plain, text) if not text.isascii() else text


def _plain(match: re.Match[str]) -> str:
    day = f"{match['y']}-{match['m']:0>2}-{match['d']:0>2}"
    if match["H"] is None:
        return day
    at = f"{match['H']:0>2}:{match['M'] or '0':0>2}:{match['S'] or '0':0>2}"
    return f"{day} {at}{_HALVES.get(match['half'] or '', '')}"


_WHOLE_HOUR: Final = re.compile(
    r"(?<![\d:.,/-])(?:(?P<h>0?[1-9]|1[0-2])(?P<gap>[ \u00a0\u202f]?)(?P<half>[AP]\.?M\b\.?)"
    r"|(?P<of24>[01]?\d|2[0-3])[ \u00a0\u202f]?(?:Uhr|h)\b(?![ \u00a0]?\d))",
    re.IGNORECASE,
)


def with_minutes(text: str) -> str:
    """The text with hours that stand without their minutes with these: `Jun 3 2026 9pm` is `Jun 3 2026 9:00pm`."""
    return _WHOLE_HOUR.sub(
        lambda match: f"{match['h'] or match['of24']}:00{match['gap'] or ''}{match['half'] or ''}", text
    )
