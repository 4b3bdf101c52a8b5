"""Events as a calendar file (RFC 5545), also as an invitation or its cancellation (RFC 5546).

An event keeps its `uid` for good, and its `sequence` rises with each change that concerns who takes part: so a calendar
program knows the newer of two files, and shows one event whatever it was sent. Times stand in the account's zone, which
goes along; without it Outlook moves them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from debrief.kernel.calendar import zone as zone_named
from debrief.kernel.icalendar.zones import zone_lines

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
"""What the receiver is to do: enter or update it, take it out, or only look."""

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
PRODUCT: Final = "-//Debrief//Debrief//EN"

_LINE_BYTES: Final = 75
"""Of a line of the file, without its end (RFC 5545, 3.1)."""


class Attendee(NamedTuple):
    """Somebody who takes part. address: their e-mail address."""

    name: str
    address: str


class CalendarEvent(NamedTuple):
    """An event.

    stamp: when this version of it was made. cancelled: it stays in the file as one that won't take place.
    busy: whether the time is taken; a calendar doesn't warn of what isn't. url: where it is to be opened.
    """

    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    end: datetime
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    organizer: Attendee | None = None
    attendees: tuple[Attendee, ...] = ()
    cancelled: bool = False
    busy: bool = True


def calendar_text(
    events: Sequence[CalendarEvent], *, time_zone: str, method: Method | None = None, name: str = ""
) -> str:
    """The file. time_zone: an IANA name. name: what a calendar program calls it that subscribes to it."""
    zone = zone_named(time_zone)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    if method:
        lines.append(f"METHOD:{method}")
    if name:
        lines += [f"NAME:{_escaped(name)}", f"X-WR-CALNAME:{_escaped(name)}"]
    if events and _is_told(zone):
        first, last = min(each.start for each in events), max(each.end for each in events)
        lines += zone_lines(zone, first, last)
    for event in events:
        lines += _event_lines(event, zone)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event_lines(event: CalendarEvent, zone: ZoneInfo) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(event.uid)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_utc(event.stamp)}"
    yield _time("DTSTART", event.start, zone)
    yield _time("DTEND", event.end, zone)
    yield f"SUMMARY:{_escaped(event.summary)}"
    for name, value in (("DESCRIPTION", event.description), ("LOCATION", event.location)):
        if value:
            yield f"{name}:{_escaped(value)}"
    if event.url:
        yield f"URL:{_plain(event.url)}"
    if event.organizer:
        yield f"ORGANIZER{_who(event.organizer)}"
    for attendee in event.attendees:
        yield f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE{_who(attendee)}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield f"TRANSP:{'OPAQUE' if event.busy and not event.cancelled else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _is_told(zone: ZoneInfo) -> bool:
    """Whether times stand in the zone, and it goes along; UTC needs no telling."""
    return zone.key not in {"UTC", "Etc/UTC"}


def _time(name: str, at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    # A time that comes twice, because the clocks are put back, means the first of the two in a file.
    if not _is_told(zone) or local.fold:
        return f"{name}:{_utc(at)}"
    return f"{name};TZID={zone.key}:{local:%Y%m%dT%H%M%S}"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _who(person: Attendee) -> str:
    return f";CN={_parameter(person.name)}:mailto:{_plain(person.address)}"


def _plain(text: str) -> str:
    """Without breaks and control characters, which would begin a line of their own."""
    return "".join(each for each in text if each.isprintable())


def _parameter(text: str) -> str:
    """The value of a parameter, in quotes; what can't stand there is written as RFC 6868 does."""
    coded = _plain(text).replace("^", "^^").replace('"', "^'")
    return f'"{coded}"'


def _escaped(text: str) -> str:
    kept = "".join(
        each for each in text.replace("\r\n", "\n").replace("\r", "\n") if each == "\n" or each.isprintable()
    )
    for sign in ("\\", ";", ","):
        kept = kept.replace(sign, f"\\{sign}")
    return kept.replace("\n", "\\n")


def _folded(line: str) -> Iterable[str]:
    """The line in pieces of 75 bytes at most, cut between characters; each but the first begins with a blank."""
    pieces, piece, left = [], "", _LINE_BYTES
    for character in line:
        size = len(character.encode("utf-8", "replace"))
        if size > left:
            pieces.append(piece)
            piece, left = " ", _LINE_BYTES - 1
        piece += character
        left -= size
    return [*pieces, piece]
