"""Which days a summary is about (S0.5).

A day is a day in the account's time zone, from midnight to midnight there, whatever the clocks do in between. "Last
week" is today and the six days before it, and so on: today counts as far as it has gone, so that yesterday evening's
conversation and this morning's are both in. A quarter is the calendar quarter that was completed most recently.
"""

from datetime import date, datetime, timedelta

from debrief.kernel.calendar import FIRST_DAY, LAST_DAY, bounds, day_of, is_reckoned, last_quarter
from debrief.kernel.clock import Day
from debrief.kernel.errors import FieldError, RuleBroken
from debrief.kernel.model import Entity
from debrief.summaries.model import Period, PeriodKind

_LENGTH_DAYS = {PeriodKind.LAST_WEEK: 7, PeriodKind.LAST_2_WEEKS: 14, PeriodKind.LAST_4_WEEKS: 28}
_LABELS = {
    PeriodKind.SINCE_LAST_MEETING: "Since last 1-to-1 meeting",
    PeriodKind.LAST_WEEK: "Last week",
    PeriodKind.LAST_2_WEEKS: "Last 2 weeks",
    PeriodKind.LAST_4_WEEKS: "Last 4 weeks",
    PeriodKind.LAST_QUARTER: "Last quarter",
    PeriodKind.CUSTOM: "Custom range",
}
MOST_DAYS = 366
"""Of a custom range: a year, and what a report can still tell week by week."""

NO_PREVIOUS = "There is no previous completed 1-to-1"
NOT_ON_PROFILES = "Only in a 1-to-1 meeting"


class PeriodRequest(Entity):
    """A period as it is asked for; the days only with a custom range, where both are needed."""

    kind: PeriodKind
    first_day: Day | None = None
    last_day: Day | None = None


class PeriodChoice(Entity):
    """A period that can be chosen, or why it can't.

    reason: said where it isn't available. first_day, last_day: what it would cover; none for a custom range.
    """

    kind: PeriodKind
    label: str
    available: bool
    reason: str = ""
    first_day: date | None = None
    last_day: date | None = None


def resolve(
    request: PeriodRequest,
    *,
    now: datetime,
    time_zone: str,
    previous_meeting_at: datetime | None = None,
    detached: bool = False,
    pointer: str = "/period/",
) -> Period:
    """The days that `request` means at `now`.

    pointer: what stands before a field's name in the errors.

    Raises:
        RuleBroken: a custom range is incomplete or ends before it begins, days come with another kind, or there is no
            previous 1-to-1 to begin with. The errors name the fields.
    """
    errors = _mistakes(request, pointer)
    if request.kind is PeriodKind.SINCE_LAST_MEETING:
        reason = _unavailable(previous_meeting_at, detached)
        if reason:
            # In a query the kind is called `period` itself.
            errors.append(FieldError(pointer="?period" if pointer == "?" else f"{pointer}kind", message=reason))
    if errors:
        raise RuleBroken("The period can't be used", errors=errors)
    first, last = _days(request, day_of(now, time_zone), time_zone, previous_meeting_at)
    start, end = bounds(first, last, time_zone)
    return Period(kind=request.kind, first_day=first, last_day=last, time_zone=time_zone, start=start, end=end)


def before(period: Period) -> Period:
    """The period of the same number of days that ends the day before `period` begins, to compare with."""
    first = period.first_day - timedelta(days=period.days)
    last = period.first_day - timedelta(days=1)
    start, end = bounds(first, last, period.time_zone)
    return Period(
        kind=PeriodKind.CUSTOM, first_day=first, last_day=last, time_zone=period.time_zone, start=start, end=end
    )


def choices(
    *, now: datetime, time_zone: str, previous_meeting_at: datetime | None, detached: bool
) -> tuple[PeriodChoice, ...]:
    """All periods in the order of the dialog, each with whether it can be chosen just now."""
    found = []
    for kind, label in _LABELS.items():
        if kind is PeriodKind.CUSTOM:
            found.append(PeriodChoice(kind=kind, label=label, available=True))
            continue
        reason = _unavailable(previous_meeting_at, detached) if kind is PeriodKind.SINCE_LAST_MEETING else ""
        if reason:
            found.append(PeriodChoice(kind=kind, label=label, available=False, reason=reason))
            continue
        first, last = _days(PeriodRequest(kind=kind), day_of(now, time_zone), time_zone, previous_meeting_at)
        found.append(PeriodChoice(kind=kind, label=label, available=True, first_day=first, last_day=last))
    return tuple(found)


def period_label(period: Period) -> str:
    """The period as people say it, such as `Last 4 weeks, 25 Oct – 21 Nov 2026`."""
    first, last = period.first_day, period.last_day
    begin = f"{first.day} {first:%b}" + ("" if first.year == last.year else f" {first.year}")
    return f"{_LABELS[period.kind]}, {begin} – {last.day} {last:%b} {last.year}"


def _unavailable(previous_meeting_at: datetime | None, detached: bool) -> str:
    if detached:
        return NOT_ON_PROFILES
    return "" if previous_meeting_at else NO_PREVIOUS


def _days(
    request: PeriodRequest, today: date, time_zone: str, previous_meeting_at: datetime | None
) -> tuple[date, date]:
    if request.kind is PeriodKind.CUSTOM and request.first_day and request.last_day:
        return request.first_day, request.last_day
    if request.kind is PeriodKind.LAST_QUARTER:
        return last_quarter(today)
    if request.kind is PeriodKind.SINCE_LAST_MEETING and previous_meeting_at:
        # A session marked completed ahead of time can't make the period end before it begins.
        return min(day_of(previous_meeting_at, time_zone), today), today
    return today - timedelta(days=_LENGTH_DAYS[request.kind] - 1), today


def _mistakes(request: PeriodRequest, pointer: str) -> list[FieldError]:
    days = {"first_day": request.first_day, "last_day": request.last_day}
    if request.kind is not PeriodKind.CUSTOM:
        return [
            FieldError(pointer=f"{pointer}{name}", message="belongs to a custom range only")
            for name, day in days.items()
            if day is not None
        ]
    if request.first_day is None or request.last_day is None:
        return [
            FieldError(pointer=f"{pointer}{name}", message="is needed for a custom range")
            for name, day in days.items()
            if day is None
        ]
    if request.last_day < request.first_day:
        return [FieldError(pointer=f"{pointer}last_day", message="lies before the first day")]
    errors = [
        FieldError(pointer=f"{pointer}{name}", message=f"must lie from {FIRST_DAY} to {LAST_DAY}")
        for name, day in days.items()
        if day is not None and not is_reckoned(day)
    ]
    if not errors and (request.last_day - request.first_day).days >= MOST_DAYS:
        errors.append(FieldError(pointer=f"{pointer}last_day", message=f"makes the range longer than {MOST_DAYS} days"))
    return errors
