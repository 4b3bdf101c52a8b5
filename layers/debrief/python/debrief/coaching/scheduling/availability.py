"""When a person can meet: within their shifts, and while they have no other 1-to-1; what stands against a time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, NamedTuple

from debrief.coaching.meetings.model import Meeting
from debrief.coaching.scheduling.model import ShiftWeek, Span
from debrief.kernel.calendar import day_of, instant_on, week_of

Who = Literal["facilitator", "participant"]
ClashKind = Literal["meeting", "off_shift"]

ASSUMED: Final = (time(9, 0), time(17, 0))
"""Whoever's shifts aren't known is taken to work from nine to five, from Monday to Friday."""

_WORKDAYS: Final = 5
_OPEN: Final = frozenset({"scheduled", "in_progress"})


class Clash(NamedTuple):
    """What stands against a time. span: of the other 1-to-1, or what of the time lies outside the shifts.

    meeting_id: the other 1-to-1.
    """

    who: Who
    kind: ClashKind
    span: Span
    meeting_id: str | None = None


class Days(NamedTuple):
    """When somebody works in a period. assumed: in some week of it their shifts aren't known."""

    work: tuple[Span, ...]
    assumed: bool


def span_of(meeting: Meeting) -> Span:
    """The time that a 1-to-1 takes."""
    return Span(meeting.scheduled_at, meeting.scheduled_at + timedelta(milliseconds=meeting.duration_ms))


def takes_time(meeting: Meeting) -> bool:
    """Whether both have to be there at its time: it is still to be held, and not asynchronous."""
    return meeting.kind != "asynchronous" and meeting.status in _OPEN


def monday_of(at: datetime, time_zone: str) -> date:
    """The week that an instant is in."""
    return week_of(day_of(at, time_zone))[0]


def weeks_around(span: Span, time_zone: str) -> list[date]:
    """The weeks whose shifts can reach into a stretch of time: its own, and the one before, for its last night."""
    week = monday_of(span.start, time_zone) - timedelta(days=7)
    last = monday_of(span.end, time_zone)
    found = []
    while week <= last:
        found.append(week)
        week += timedelta(days=7)
    return found


def known_shifts(weeks: Mapping[date, ShiftWeek]) -> tuple[Span, ...]:
    """The shifts of some weeks in order, those that touch joined into one."""
    return joined(Span(shift.start, shift.end) for week in weeks.values() for shift in week.shifts)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in as few stretches as hold it, in order."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def days_of_work(span: Span, weeks: Mapping[date, ShiftWeek], time_zone: str) -> Days:
    """When somebody works in a stretch of time: by their shifts, and by `ASSUMED` in weeks in which none are known."""
    work = list(known_shifts(weeks))
    unknown = [week for week in weeks_around(span, time_zone)[1:] if week not in weeks]
    for week in unknown:
        for day in (week + timedelta(days=number) for number in range(_WORKDAYS)):
            start, end = (instant_on(day, at, time_zone) for at in ASSUMED)
            work.append(Span(start, end))
    return Days(tuple(each for each in joined(work) if each.meets(span)), bool(unknown))


def clashes(
    span: Span,
    meetings: Mapping[Who, Sequence[Meeting]],
    weeks: Mapping[Who, Mapping[date, ShiftWeek]],
    time_zone: str,
    *,
    other_than: str | None = None,
) -> list[Clash]:
    """What stands against meeting at a time, the earliest first, each other 1-to-1 once for each who takes part.

    meetings: those of each of both around the time. weeks: their shifts that are known; of a week without, nothing is
    said. other_than: the 1-to-1 itself.
    """
    found = [
        Clash(who, "meeting", span_of(each), each.id)
        for who, theirs in meetings.items()
        for each in {meeting.id: meeting for meeting in theirs}.values()
        if each.id != other_than and takes_time(each) and span_of(each).meets(span)
    ]
    for who, known in weeks.items():
        if any(each not in known for each in {monday_of(span.start, time_zone), monday_of(span.end, time_zone)}):
            continue
        shifts = known_shifts(known)
        if not any(shift.holds(span) for shift in shifts):
            found += [Clash(who, "off_shift", each) for each in _outside(span, shifts)]
    return sorted(found, key=lambda each: (each.span, each.who, each.kind, each.meeting_id or ""))


def _outside(span: Span, shifts: Sequence[Span]) -> list[Span]:
    """The parts of a time that lie in no shift."""
    at, found = span.start, []
    for shift in shifts:
        if not shift.meets(Span(at, span.end)):
            continue
        if shift.start > at:
            found.append(Span(at, shift.start))
        at = max(at, shift.end)
    if at < span.end:
        found.append(Span(at, span.end))
    return found
