"""Dates, with their times and zones, in the names of files."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from debrief.interactions.formats.times import GAP, in_brackets, moment_of
from debrief.interactions.formats.zone_letters import ABBREVIATED, LETTERS

_ALSO_WORDS = ("SGT", "WEST", "WET")
"""Letters of zones that are a rank, a side and no sunshine as well: a zone only where nothing comes after them."""

_IN_CAPITALS = rf"(?-i:(?:{'|'.join(_ALSO_WORDS)})(?=$)|(?!{'|'.join(_ALSO_WORDS)})(?:{LETTERS}))"


_APART_IN_NAME = in_brackets(f"(?-i:{LETTERS})")

_HALF = r"[AP]\.?M\.?(?![0-9A-Z])"
_IN_NAME = re.compile(
    r"(?<!\d)(?:(?:(?P<before>GMT|UTC|(?:GMT|UTC)[ _]?[+\u2212-](?:0?\d|1[0-4])(?::?\d{2})?"
    rf"(?={GAP})|{_APART_IN_NAME})"
    rf"{GAP}{{0,3}}))?"
    r"(?P<y>(?:19|20)\d{2})(?P<s>[-_.]?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])"
    rf"(?:(?:[T.]|{GAP}{{1,3}}|{GAP}(?:at|T){GAP}|T{GAP})?"
    r"(?:(?P<H>[01]\d|2[0-3])(?P<t>[-_.:]?)(?P<M>[0-5]\d)(?:(?P=t)(?P<S>[0-5]\d))?"
    rf"|(?P<H1>\d)(?P<t1>[-_.:])(?P<M1>[0-5]\d)(?:(?P=t1)(?P<S1>[0-5]\d))?(?=.?{_HALF})"
    rf"|(?P<H2>0?[1-9]|1[0-2])(?=.?{_HALF}))"
    r"(?:[.,](?P<f>\d{1,9})(?![0-9.,])|(?<=\d{14})(?P<millis>\d{3}))?"
    rf"(?:{GAP}?(?P<half>{_HALF}))?"
    rf"(?:{GAP}?(?P<zone>Z|(?:UTC|GMT)?(?:[+\u2212-](?:0\d|1[0-4])[-:.]?(?:00|15|30|45)|\+(?:0\d|1[0-4])(?![ _.-]?\d)"
    r"|\+(?:0\d|1[0-4])_(?:00|15|30|45)|(?<=_\d\d)[\u2212-](?:0\d|1[0-2])_(?:00|15|30|45)"
    rf"|(?<=:\d\d)[\u2212-](?:0\d|1[0-2])|(?<=[ _])-(?:0[03-9]|1[0-2])|\u2212(?:0\d|1[0-2]))"
    rf"|(?:UTC|GMT)[ _]?[+\u2212-](?:\d{{1,2}}:?\d{{2}}|\d{{1,2}})|UTC|GMT|{_IN_CAPITALS})(?![0-9A-Z])"
    rf"|{GAP}{{0,3}}(?P<apart>{_APART_IN_NAME}))?)?(?!\d)",
    re.IGNORECASE,
)


class InName(NamedTuple):
    """A date that stands in a file name. start, end: where. value: what `read_instant` takes, or a day alone.

    remark: what stands behind it and may be its time or its zone, and can't be believed; as a sentence.
    """

    start: int
    end: int
    value: datetime | str
    remark: str | None = None


_ODD_TIME = re.compile(
    r"(?:[ _.-]{0,2}T|[ _.,-]{1,3}|[ _.-]{0,2}[(\[])"
    r"(?:(?P<H>[01]?\d|2[0-3])(?:h(?P<M>[0-5]\d)(?:m(?:in)?)?(?:(?P<S>[0-5]\d)s?)?"
    r"|(?P<t>[-_.: ])(?P<M1>[0-5]\d)(?P=t)(?P<S1>[0-5]\d)))[)\]]?(?!\d)",
    re.IGNORECASE,
)
"""Times that are nothing else, of a form of their own: ` (10-00-00)`, `_9-27-32`, `_10h00m00`, `,10-00-00`."""

_LIKE_A_TIME = re.compile(
    r"[ _.,(\[-]{0,3}T?[ _]?\d{1,2}[-_.:h ]\d{1,2}(?![A-Za-z0-9])|[ _.,(\[-]{0,3}\d{1,2}h", re.IGNORECASE
)
_REGIONS = "Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific"
_REGION = re.compile(
    rf"[ _.(\[-]{{1,3}}(?P<region>{_REGIONS})[-_~ .](?P<place>[A-Z][A-Za-z]+(?:[-_][A-Z][A-Za-z]+)?)", re.IGNORECASE
)
_UNCERTAIN = frozenset({
    *ABBREVIATED, "BST", "IST", "AST", "ADT", "NST", "NDT", "GST", "ICT", "MYT", "CAT", "EAT", "WAT", "HST", "ART",
    "CLT", "COT", "WIB", "PHT", "NPT", "UTC", "GMT", "MEZ", "MESZ", "IDT", "TRT", "MSD",
})  # fmt: skip
"""Letters that are zones, or may be: of several lands, of a zone that isn't known here, or not in capitals."""

_MAYBE_ZONE = re.compile(
    r"[ _.-](?P<zone>[A-Za-z]{3,4})(?![A-Za-z0-9])"
    r"|(?:[ _]|(?<=T\d{4})|(?<=T\d{6}))(?P<offset>[+\u2212-]\d{1,2})(?![0-9A-Za-z])"
)


def date_in_name(name: str, begin: int = 0) -> InName | None:
    """The first date in a file name from the place `begin` on, with or without a time.

    `2025-02-21T17-51-51`, `20250221_175151`, `2025.02.21` … After the time may stand a fraction, AM or PM, and a zone:
    `.123Z`, ` PM`, `_UTC`, `-+0700`, `-0500`, `GMT+2`, `EST`, `Europe-Berlin`; `GMT` or `UTC` may also stand before the
    date. An offset of four digits is one where its minutes are those of a zone: `-0500` is, `-0417` is a number of
    something else. So is `-03` that stands apart (` -03`), where `22-15-00-03` may be the third of something, and `-01`
    mostly is the first part; in brackets every zone is one, also before the date: `(UTC-3)`, `(-3)`, `(CET)`. Letters
    are zones in capitals alone, and where they are no word as well. What may be a zone or a time and isn't taken for
    one is told.
    """
    match = _IN_NAME.search(name, begin)
    if match is None:
        return None
    part = match.groupdict()
    if _hour_of(part) is None:
        odd = _ODD_TIME.match(name, match.end())
        if odd is None:
            day = f"{part['y']}-{part['m']}-{part['d']}"
            told = _LIKE_A_TIME.match(name, match.end())
            remark = (
                f'What stands behind "{day}" in its name can\'t be read as a time; the beginning of that day was taken.'
                if told
                else None
            )
            return InName(match.start(), match.end(), day, remark)
        at = f"_{odd['H']:0>2}-{odd['M'] or odd['M1']}-{odd['S'] or odd['S1'] or '00'}"
        plain = f"{name[: match.end()]}{at}{name[odd.end() :]}"
        found = date_in_name(plain, match.start())
        return found and found._replace(end=found.end + len(name) - len(plain))
    part |= {
        "f": part["f"] or part["millis"],
        "H": _hour_of(part),
        "M": part["M"] or part["M1"],
        "S": part["S"] or part["S1"],
    }
    part["zone"] = part["zone"] or part["apart"] or part["before"]
    try:
        moment = moment_of(part)
    except ValueError:
        # A 31st of June is said to be no date where it is read.
        return InName(match.start(), match.end(), match[0])
    if moment.tzinfo is not None:
        return InName(match.start(), match.end(), moment)
    return _with_zone_behind(name, InName(match.start(), match.end(), moment), moment)


def _hour_of(part: Mapping[str, str | None]) -> str | None:
    return part["H"] or part["H1"] or part["H2"]


def _with_zone_behind(name: str, found: InName, moment: datetime) -> InName:
    """A date without a zone, with the one of a place that is named behind it, or with what may be one and is told."""
    if (place := _REGION.match(name, found.end)) and (zone := _zone_of(place["region"], place["place"])):
        key, length = zone
        return found._replace(end=place.start("place") + length, value=moment.replace(tzinfo=key))
    maybe = _MAYBE_ZONE.match(name, found.end)
    if maybe is None or (maybe["zone"] and maybe["zone"].upper() not in _UNCERTAIN):
        return found
    told = maybe["zone"] or maybe["offset"]
    return found._replace(
        remark=f'"{told}" behind the date in its name may be a zone, and was not taken for one; give the date with its '
        "zone if it is."
    )


def _zone_of(region: str, place: str) -> tuple[ZoneInfo, int] | None:
    """The zone of a place of which a name's words are the beginning, and how many letters of them name it."""
    first = re.split(r"[-_]", place)[0]
    for called in dict.fromkeys((place, first)):
        key = f"{region.title()}/{called.replace('-', '_').title()}"
        with suppress(KeyError, ValueError, OSError):
            return ZoneInfo(key), len(called)
    return None
