"""When somebody is taken by a calendar's events (VEVENT with RRULE, RDATE, EXDATE), as instants in a period.

The format itself is read by the package icalendar (0098); what an event means is decided here, so that what isn't
understood is told with the number of its event and never guessed at, and no file takes longer than its size allows.
Titles, texts and whatever else a calendar holds are passed over.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from debrief.kernel.calendar import zone as zone_named
from debrief.kernel.icalendar.repeating import Left, NotRead, Rule, days_of, rule_of

if TYPE_CHECKING:
    from icalendar import Calendar, Component

MOST_EVENTS: Final = 2_000
"""Events of one file."""
MOST_TIMES: Final = 5_000
"""Times of one file's events in a period; with more it is no person's calendar."""
MOST_TRIED: Final = 400_000
"""Days that are tried for the rules of one file: a thousand events that repeat for a year, or a hundred for ten."""
MOST_LISTED: Final = 1_000
"""Days that one event names for itself, or leaves out."""
LONGEST: Final = timedelta(days=7)

_OF_TIME: Final = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})
_QUOTED = re.compile(r"'\s*([A-Za-z-]+)")
_FOLD = re.compile(r"\r?\n[ \t]|\r[ \t]")
_QUICK_RULE = re.compile(r"RRULE\b(?!.*FREQ=YEARLY)", re.IGNORECASE)


class NotACalendar(ValueError):
    """The file can't be read as a calendar. Its text is the end of a sentence that begins with "The file"."""


class Occurrence(NamedTuple):
    """A time that an event takes. event: its number in the file, from 1 on."""

    start: datetime
    end: datetime
    event: int


class Fault(NamedTuple):
    """What is wrong with an event. message: the end of a sentence that begins with "It"."""

    event: int
    message: str


class CalendarRead(NamedTuple):
    """What a calendar says. left_out: events of whole days, cancelled ones, and those that leave the time free."""

    times: list[Occurrence]
    faults: list[Fault]
    events: int
    left_out: int


class _Changes:
    """What other events of the same name change of one that repeats.

    at: its times that another takes the place of. since: the time from which on another changes all that follow.
    """

    def __init__(self) -> None:
        self.at: set[datetime] = set()
        self.since: datetime | None = None

    def take(self, start: datetime) -> bool:
        """Whether a time of it is theirs, and not its own any more."""
        return start in self.at or (self.since is not None and start >= self.since)


def read_calendar(content: str | bytes, first: datetime, until: datetime, time_zone: str) -> CalendarRead:
    """The times of a calendar that begin from `first` on and before `until`, in order.

    time_zone: where times that name no zone are meant. Events that can't be understood are among the faults, all
    others are read.

    Raises:
        NotACalendar: the file as a whole can't be read.
    """
    events = [event for calendar in _calendars(_text(content)) for event in calendar.walk("VEVENT")]
    if len(events) > MOST_EVENTS:
        raise NotACalendar(f"holds {len(events)} events, {MOST_EVENTS} at most are read")
    zone = zone_named(time_zone)
    period = (first, until)
    changes = _changes(events, zone)
    left = Left(MOST_TRIED)
    found: set[Occurrence] = set()
    faults: list[Fault] = []
    left_out = 0
    for number, event in enumerate(events, start=1):
        try:
            if not _takes_time(event):
                left_out += 1
                continue
            for start, end in _times(event, zone, period, changes, left):
                found.add(Occurrence(start, end, number))
        except NotRead as error:
            faults.append(Fault(number, str(error)))
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
            # What the library makes of a broken property is whatever it happens to be.
            faults.append(Fault(number, "can't be read: one of its times or rules isn't as iCalendar has it"))
        if len(found) > MOST_TIMES:
            raise NotACalendar(f"takes more than {MOST_TIMES} times in the period")
    return CalendarRead(sorted(found), faults, len(events), left_out)


def _text(content: str | bytes) -> str:
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise NotACalendar("isn't text in UTF-8") from None
    text = _FOLD.sub("", content.removeprefix("\ufeff"))
    if "BEGIN:VCALENDAR" not in text.upper():
        raise NotACalendar("holds no calendar (BEGIN:VCALENDAR)")
    return "\n".join(_without_quick_zones(text.split("\n")))


def _without_quick_zones(lines: Iterable[str]) -> Iterator[str]:
    """The lines without rules of time zones that go by smaller steps than years: clocks change by the year, and those
    would be reckoned for each time anew. One line after the other, so that it takes no longer than they are many.
    """
    within = False
    for line in lines:
        named = line.strip().upper()
        if named in {"BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:VEVENT"}:
            within = named == "BEGIN:VTIMEZONE"
        if not (within and _QUICK_RULE.match(line)):
            yield line


def _calendars(text: str) -> list["Calendar"]:
    import warnings

    from icalendar import Calendar

    with warnings.catch_warnings():
        # It warns of zones whose names it guesses.
        warnings.simplefilter("ignore")
        try:
            found: list[Calendar] = Calendar.from_ical(text, multiple=True)
        except Exception as error:
            # The library says what it found with errors of many kinds, of its own and Python's.
            raise NotACalendar("is broken: one of its lines isn't as iCalendar has it") from error
    calendars = [each for each in found if each.name == "VCALENDAR"]
    if not calendars:
        raise NotACalendar("holds no calendar that ends")
    return calendars


def _takes_time(event: "Component") -> bool:
    status, free = str(event.get("STATUS", "")).upper(), str(event.get("TRANSP", "")).upper()
    if status == "CANCELLED" or free == "TRANSPARENT":
        return False
    start = getattr(event.get("DTSTART"), "dt", None)
    return not isinstance(start, date) or isinstance(start, datetime)


def _times(
    event: "Component",
    zone: ZoneInfo,
    period: tuple[datetime, datetime],
    changes: Mapping[str, _Changes],
    left: Left,
) -> Iterator[tuple[datetime, datetime]]:
    for name in _broken_lines(event):
        if name in _OF_TIME:
            raise NotRead(f"can't be read: {name} isn't as iCalendar has it")
    if _changes_all_that_follow(event):
        raise NotRead("changes all times that follow (THISANDFUTURE), which isn't read; none of them is taken")
    written = _one(event, "DTSTART")
    if written is None:
        raise NotRead("has no beginning (DTSTART)")
    begins = _instant(written, zone)
    lasts = _length(event, begins, zone)
    changed = changes.get(_uid(event)) if event.get("RECURRENCE-ID") is None else None
    for start in _starts(event, begins, zone, period, left):
        moved = changed is not None and changed.take(start)
        if not moved and period[0] <= start < period[1]:
            yield start, start + lasts


def _broken_lines(event: "Component") -> Iterator[str]:
    """The names of its properties that the library couldn't read; what has nothing to do with times is no matter."""
    for name, message in event.errors:
        quoted = _QUOTED.search(str(message))
        yield str(name or (quoted[1] if quoted else "")).upper()


def _starts(
    event: "Component", begins: datetime, zone: ZoneInfo, period: tuple[datetime, datetime], left: Left
) -> Iterable[datetime]:
    rules = event.get("RRULE")
    if isinstance(rules, list):
        raise NotRead("repeats by several rules")
    if event.get("EXRULE") is not None:
        raise NotRead("leaves out days by a rule (EXRULE), which isn't read")
    found = {begins} if not rules or event.get("RECURRENCE-ID") is not None else set()
    if rules and not found:
        found |= set(_repeated(rules, event, begins, zone, period, left))
    found |= set(_listed(event, "RDATE", begins, zone))
    return found - set(_listed(event, "EXDATE", begins, zone))


def _repeated(
    parts: Mapping[str, Any],
    event: "Component",
    begins: datetime,
    zone: ZoneInfo,
    period: tuple[datetime, datetime],
    left: Left,
) -> Iterator[datetime]:
    upto = parts.get("UNTIL")
    rule: Rule = rule_of({name: _values(value) for name, value in parts.items() if name.upper() != "UNTIL"})
    own = begins.astimezone(_zone_of(_one(event, "DTSTART"), zone))
    ends = _end(upto[0] if isinstance(upto, list) else upto, own)
    first, last = (at.astimezone(own.tzinfo).date() for at in period)
    for day in days_of(rule, own.date(), first, last, left):
        at = datetime.combine(day, own.time(), tzinfo=own.tzinfo).astimezone(UTC)
        if ends is not None and at > ends:
            return
        yield at


def _end(upto: object, own: datetime) -> datetime | None:
    """The last instant at which a rule may begin a time; a day alone takes in all of it."""
    if upto is None:
        return None
    if isinstance(upto, datetime):
        return (upto if upto.tzinfo else upto.replace(tzinfo=own.tzinfo)).astimezone(UTC)
    if isinstance(upto, date):
        return datetime.combine(upto, time.max, tzinfo=own.tzinfo).astimezone(UTC)
    raise NotRead("repeats until no time")


def _length(event: "Component", begins: datetime, zone: ZoneInfo) -> timedelta:
    end, lasts = _one(event, "DTEND"), _one(event, "DURATION")
    if end is not None:
        length = _instant(end, zone) - begins
    elif lasts is not None and isinstance(lasts.dt, timedelta):
        length = lasts.dt
    else:
        raise NotRead("has no end (DTEND or DURATION)")
    if not timedelta(0) < length <= LONGEST:
        raise NotRead("must end after it begins, within seven days")
    return length


def _listed(event: "Component", name: str, begins: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    given = event.get(name)
    lists = given if isinstance(given, list) else [] if given is None else [given]
    values = [each for one in lists for each in one.dts]
    if len(values) > MOST_LISTED:
        raise NotRead(f"lists more than {MOST_LISTED} days in {name}")
    for value in values:
        if isinstance(value.dt, tuple):
            raise NotRead(f"lists periods in {name}, which aren't read")
        if isinstance(value.dt, datetime):
            yield _instant(value, zone)
        else:
            own = begins.astimezone(_zone_of(_one(event, "DTSTART"), zone))
            yield datetime.combine(value.dt, own.time(), tzinfo=own.tzinfo).astimezone(UTC)


def _changes(events: Iterable["Component"], zone: ZoneInfo) -> dict[str, _Changes]:
    """What is changed of repeating events, by their name."""
    found: dict[str, _Changes] = {}
    for event in events:
        given = event.get("RECURRENCE-ID")
        if given is not None and isinstance(getattr(given, "dt", None), datetime):
            try:
                at = _instant(given, zone)
            except NotRead:
                continue  # It is told as a fault of the event itself, whose beginning is in the same zone.
            own = found.setdefault(_uid(event), _Changes())
            own.at.add(at)
            if _changes_all_that_follow(event):
                own.since = at if own.since is None else min(own.since, at)
    return found


def _changes_all_that_follow(event: "Component") -> bool:
    params = getattr(event.get("RECURRENCE-ID"), "params", {})
    return str(params.get("RANGE", "")).upper() == "THISANDFUTURE"


def _uid(event: "Component") -> str:
    return str(event.get("UID", ""))


def _one(event: "Component", name: str) -> Any:
    value = event.get(name)
    if isinstance(value, list):
        raise NotRead(f"has several {name}")
    return value


def _instant(value: Any, zone: ZoneInfo) -> datetime:
    at = value.dt
    if not isinstance(at, datetime):
        raise NotRead("has a beginning or an end that is a day, and one that is a time")
    return at.replace(tzinfo=at.tzinfo or _zone_of(value, zone)).astimezone(UTC)


def _zone_of(value: Any, zone: ZoneInfo) -> Any:
    """The zone that a time is in; the account's where it names none."""
    if value.dt.tzinfo is not None:
        return value.dt.tzinfo
    name = value.params.get("TZID")
    if name is not None:
        raise NotRead("names a time zone that isn't known")
    return zone


def _values(value: Any) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value])]
