"""What the name of an object says of its conversation: agent, reference, customer, queue, language and date."""

import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from debrief.interactions.formats.dates_in_names import InName, date_in_name
from debrief.interactions.formats.dates_in_words import with_plain_dates
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.odd_dates_in_names import Unread, before_iso, odd_date_in_name
from debrief.interactions.formats.zone_letters import settled
from debrief.interactions.intake.file_names import NO_CONVERSATION, unit_of

_MARKER = re.compile(r"(?:^|[_\-.])(?P<name>AGENT|GUID|CUST|QUEUE|LANG|DT)_(?P<value>[^_]+?)(?=_|$)", re.IGNORECASE)

_BLANK: Final = "\0"
_GAPS: Final = " .,-([)]"
_APART: Final = " (["

_OF_CONNECT = re.compile(
    r"(?P<contact>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_\d{8}T\d{2}[:_-]\d{2}_UTC", re.IGNORECASE
)
"""How Amazon Connect names what it records: contact, date and time."""


def metadata_from_name(key: str, time_zone: str) -> Metadata:
    """What an object's name says: `…_AGENT_x_…`, `_GUID_x_`, `_CUST_x_`, `_QUEUE_x_`, `_LANG_x_`, `_DT_…`.

    Of a recording that Amazon Connect has named, also the contact and the agent's channel. A value ends at the next
    `_`. Without `_DT_`, a date in a common form anywhere in the name is taken. Times are in
    the account's time zone unless a zone stands with them (see `date_in_name`). What only looks like a date is unread.
    """
    unit_key, part = unit_of(key)
    if part in NO_CONVERSATION:
        return Metadata()
    stem = _stem_of(unit_key)
    raw: dict[str, object] = {}
    plain = stem
    date = _settled(_date_in(stem), stem, time_zone)
    if date:
        if isinstance(date, InName):
            raw["dt"] = date.value
        # The date is blanked out first: it may contain the very `_` that ends a value.
        stem = stem[: date.start] + _BLANK * (date.end - date.start) + stem[date.end :]
    if contact := _OF_CONNECT.match(PurePosixPath(unit_key).name):
        # Amazon Connect puts the customer on the first channel and the agent on the second.
        raw |= {"contact_id": contact["contact"], "agent_channel": 1}
    for match in _MARKER.finditer(stem):
        if match["name"].upper() != "DT":
            raw.setdefault(match["name"].lower(), _without_blanks(match, plain))
        elif not date:
            raw["dt"] = match["value"]
    found = metadata_from(raw, FoundIn.FILE_NAME, time_zone)
    if not isinstance(date, Unread):
        return found
    unread = {**found.unread, "started_at": f'"{date.text}" in its name {date.why}'}
    return found.model_copy(update={"unread": unread, "written": {**found.written, "started_at": date.text}})


_ENCODED: Final = {"%3A": ":", "%2B": "+", "%20": " ", "%2D": "-", "%5B": "[", "%5D": "]", "%28": "(", "%29": ")"}


_LOOK_ALIKE: Final = str.maketrans({
    **dict.fromkeys("\ua789\u2236\uff1a\u02d0", ":"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\uff0d", "-"),
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
})  # fmt: skip
"""What stands in names for a colon, which file systems refuse, for a hyphen, and for digits."""


def as_written(key: str) -> str:
    """A key with what was encoded in it for an address as it was, as far as it stands in dates and around numbers.

    Signs that only look like a colon or a hyphen, and wide digits, are those that they look like.
    """
    key = key.translate(_LOOK_ALIKE)
    for encoded, character in _ENCODED.items() if "%" in key else ():
        key = key.replace(encoded, character).replace(encoded.lower(), character)
    return key


def _stem_of(unit_key: str) -> str:
    """An object's name without folders, with its dates as they are usually written."""
    return with_plain_dates(as_written(PurePosixPath(unit_key).name))


def _date_in(stem: str) -> InName | Unread | None:
    """The date in a name, or what stands there and can't be read as one."""
    if date := date_in_name(stem, _after_marker(stem)) or date_in_name(stem):
        return before_iso(stem, date) or date
    plain = _MARKER.sub(lambda match: match[0] if match["name"].upper() == "DT" else _BLANK * len(match[0]), stem)
    return None if re.search(r"(?:^|[_\-.])DT_\d+(?:_|$)", stem, re.IGNORECASE) else odd_date_in_name(stem, plain)


def _settled(date: InName | Unread | None, stem: str, time_zone: str) -> InName | Unread | None:
    """A date whose zone is told by its letters, with what they mean; it is unread, as it stands in the name, where they
    mean two."""
    if not isinstance(date, InName) or not isinstance(date.value, datetime):
        return date
    text = stem[date.start : date.end]
    try:
        return date._replace(value=settled(date.value, time_zone, text))
    except ValueError as error:
        return Unread(date.start, date.end, text, str(error).removeprefix(f'"{text}" '))


def _without_blanks(match: re.Match[str], plain: str) -> str:
    """A marker's value where the date was blanked out of it: without a date that only follows it after a gap.

    plain: the name with its date. Many systems make their references of times, so that two of these are two
    conversations: of a reference a date is a part unless a blank or a bracket stands before it.
    """
    before, blank, after = match["value"].partition(_BLANK)
    if not blank:
        return match["value"]
    gaps = _APART if match["name"].upper() == "GUID" else _GAPS
    if before and before[-1] in gaps and before.strip(_GAPS) and not after.strip(_BLANK + _GAPS):
        return before.rstrip(_GAPS)
    return plain[match.start("value") : match.end("value")]


def remarks_on_name(key: str) -> tuple[str, ...]:
    """Sentences about what an object's name may tell of its date, and that wasn't believed."""
    stem = _stem_of(unit_of(key).unit_key)
    date = _date_in(stem)
    return (date.remark,) if isinstance(date, InName) and date.remark else ()


def _after_marker(stem: str) -> int:
    marker = re.search(r"(?:^|[_\-.])DT_", stem, re.IGNORECASE)
    return marker.end() if marker else 0
