"""Shifts as files hand them in: a table of many people, or one person's calendar."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final, NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.scheduling import events
from debrief.coaching.scheduling.availability import monday_of
from debrief.coaching.scheduling.model import MOST_SHIFTS, Shift, ShiftSource, ShiftWeek
from debrief.coaching.scheduling.sheet import (
    MOST_ERRORS,
    ShiftRow,
    ShiftSheet,
    person_key,
    read_shifts,
    shift_of,
    wrong,
)
from debrief.coaching.scheduling.store import SchedulingStore
from debrief.coaching.scheduling.views import CalendarImport, ShiftImport, ShiftWeeks, ShiftWeekView
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.calendar import day_of, start_of_day, week_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, Malformed, RuleBroken, Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.sheets.decoding import NotATable, decode
from debrief.kernel.storage.transactions import Transaction
from debrief.people.names import email_key
from debrief.people.store import PeopleStore

STEP: Final = 1_000
"""Weeks of people that one request sees to: some 40 round trips."""

_WRITE: Final = 90
"""Weeks that one transaction writes, with an event beside them."""

_TRIES: Final = 3
_WEEKS_AHEAD: Final = 13
"""So many weeks of a calendar are read, from this one on."""
_MOST_LISTED: Final = 53
_WEEK: Final = 7


class Wanted(NamedTuple):
    """What a file says of a person's week. kept: days of it that stay as they were, since a row of them is wrong."""

    shifts: list[Shift]
    kept: frozenset[date] = frozenset()


class ShiftsService:
    """Takes shifts in, and shows them."""

    def __init__(
        self, store: SchedulingStore, reach: CoachingAccess, people: PeopleStore, clock: Clock, ids: Ids
    ) -> None:
        self._store = store
        self._reach = reach
        self._people = people
        self._clock = clock
        self._ids = ids

    def list_weeks(self, caller: Caller, user_id: str, first: date, last: date) -> ShiftWeeks:
        """The weeks of which a person's shifts are known, that touch the days from `first` to `last`.

        Raises:
            NotFound: out of the caller's sight. Malformed: too many days.
        """
        self._reach.require_sight(caller, user_id)
        if not 0 <= (last - first).days <= 7 * _MOST_LISTED:
            mistake = FieldError(pointer="?last_day", message=f"must lie within {_MOST_LISTED} weeks from the first")
            raise Malformed("These are no such days", errors=[mistake])
        found = self._store.weeks(user_id, week_of(first)[0], week_of(last)[0])
        items = tuple(
            ShiftWeekView(**{n: getattr(each, n) for n in ShiftWeekView.model_fields}) for each in found.values()
        )
        return ShiftWeeks(user_id=user_id, items=items)

    def import_table(self, caller: Caller, content: str | bytes, after: int) -> ShiftImport:
        """Take in a table of shifts, `STEP` weeks of people from the place `after` on; doing it twice changes nothing.

        People are found by e-mail address or agent reference; whoever the caller may not coach isn't found.

        Raises:
            RuleBroken: the file is no table, or its columns aren't as they should be.
            Unavailable: the same weeks keep being written elsewhere.
        """
        try:
            sheet = read_shifts(decode(content).text)
        except NotATable as error:
            mistake = FieldError(pointer="/file", message=str(error))
            raise RuleBroken(f"The file {error}", errors=[mistake]) from error
        if sheet.errors and not sheet.rows and not sheet.broken:
            raise RuleBroken("The table can't be read", errors=sheet.errors[:MOST_ERRORS])
        wanted, errors = self._by_week(caller, sheet)
        places = sorted(wanted)
        step = places[after : after + STEP]
        written = self._write(caller, {place: wanted[place] for place in step}, "csv", zone=caller.time_zone)
        done = min(after + STEP, len(places))
        return ShiftImport(
            total=len(places),
            done=done,
            next=done if done < len(places) else None,
            written=written,
            unchanged=len(step) - written,
            errors=tuple(errors[:MOST_ERRORS]),
            errors_left_out=max(0, len(errors) - MOST_ERRORS),
        )

    def import_calendar(self, caller: Caller, user_id: str, content: str | bytes) -> CalendarImport:
        """Take a person's calendar for their shifts: from the first week on in which it has an event, to the last.

        What repeats is read thirteen weeks ahead. An event that isn't understood is named and leaves nothing out but
        itself.

        Raises:
            NotFound, Forbidden, RuleBroken: the caller may not coach the person; the file is no calendar.
        """
        from debrief.kernel.icalendar.reading import NotACalendar, read_calendar

        self._reach.check_coachable(caller, user_id, "/user_id")
        zone = caller.time_zone
        monday, _ = week_of(day_of(self._clock.now(), zone))
        until = monday + timedelta(weeks=_WEEKS_AHEAD)
        try:
            found = read_calendar(content, start_of_day(monday, zone), start_of_day(until, zone), zone)
        except NotACalendar as error:
            mistake = FieldError(pointer="/file", message=str(error))
            raise RuleBroken(f"The file {error}", errors=[mistake]) from error
        by_week: dict[date, list[Shift]] = defaultdict(list)
        for each in found.times:
            by_week[monday_of(each.start, zone)].append(Shift(start=each.start, end=each.end))
        errors = [FieldError(pointer=f"event {fault.event}", message=fault.message) for fault in found.faults]
        errors += [
            FieldError(pointer=f"week of {week}", message=f"has more than {MOST_SHIFTS} events; its shifts stay")
            for week, shifts in by_week.items()
            if len(set(shifts)) > MOST_SHIFTS
        ]
        mondays = sorted(by_week)
        between = (
            [mondays[0] + timedelta(weeks=n) for n in range((mondays[-1] - mondays[0]).days // 7 + 1)]
            if mondays
            else []
        )
        wanted = {
            (user_id, week): Wanted(sorted(set(by_week[week]), key=lambda each: each.start))
            for week in between
            if len(set(by_week[week])) <= MOST_SHIFTS
        }
        self._write(caller, wanted, "icalendar", zone=zone)
        return CalendarImport(
            events=found.events,
            shifts=sum(len(each.shifts) for each in wanted.values()),
            weeks=len(wanted),
            first=between[0] if between else None,
            last=between[-1] if between else None,
            left_out=found.left_out,
            errors=tuple(errors[:MOST_ERRORS]),
        )

    def _by_week(self, caller: Caller, sheet: ShiftSheet) -> tuple[dict[tuple[str, date], Wanted], list[FieldError]]:
        """The shifts of each person and week that can be written, and everything that is wrong.

        A row that is wrong leaves out its day and nothing else: other rows of that day would make it look whole.
        """
        errors = list(sheet.errors)
        owners = self._owners(caller, {row.person for row in sheet.rows} | {person for person, _ in sheet.broken})
        bad = {(owners.get(person), day) for person, day in sheet.broken}
        rows: dict[tuple[str, date], list[ShiftRow]] = defaultdict(list)
        for row in sheet.rows:
            owner = owners.get(person_key(row.person))
            if owner is None:
                errors.append(wrong(row.row, "person", "is nobody whom you may coach, by e-mail address or reference"))
            else:
                rows[owner, row.week].append(row)
        wanted: dict[tuple[str, date], Wanted] = {}
        for (owner, week), theirs in rows.items():
            found, mistakes = _shifts(theirs, caller.time_zone)
            errors += mistakes
            named = {row.day for row in theirs}
            taken = {day for day in named if (owner, day) not in bad and found.get(day) is not None}
            whole = sorted({shift for day in taken for shift in found[day] or ()}, key=_in_order)
            if len(whole) > MOST_SHIFTS:
                message = f"is more than {MOST_SHIFTS} shifts of a person in a week; their week stays as it was"
                errors.append(wrong(theirs[MOST_SHIFTS].row, "", message))
            elif taken:
                unread = (owner, None) in bad
                days = [week + timedelta(days=number) for number in range(_WEEK)]
                kept = {day for day in days if day not in taken and (unread or day in named or (owner, day) in bad)}
                wanted[owner, week] = Wanted(whole, frozenset(kept))
        return wanted, errors

    def _owners(self, caller: Caller, persons: Collection[str]) -> dict[str, str]:
        """Ids of those whom the caller may coach, by what they are called in the file (some round trips per 100)."""
        emails = self._people.owners_of_emails({each.strip() for each in persons if "@" in each})
        references = self._people.owners_of_references({each.strip() for each in persons})
        named = {
            each: owner
            for each in persons
            if (owner := emails.get(email_key(each.strip())) or references.get(each.strip())) is not None
        }
        there = {user.id for user in self._people.find_users(named.values()) if user.active and not user.is_bot}
        seen = self._reach.seen(caller)(there) if caller.may(Permission.COACHING_MANAGE) else frozenset()
        return {person_key(each): owner for each, owner in named.items() if owner in seen}

    def _write(self, caller: Caller, wanted: dict[tuple[str, date], Wanted], source: ShiftSource, *, zone: str) -> int:
        """Write what differs, a transaction for each 90 weeks; how many those were."""
        places = iter(wanted)
        written = 0
        while some := list(islice(places, _WRITE)):
            written += self._write_some(caller, {place: wanted[place] for place in some}, source, zone)
        return written

    def _write_some(
        self, caller: Caller, wanted: dict[tuple[str, date], Wanted], source: ShiftSource, zone: str
    ) -> int:
        for _ in range(_TRIES):
            known = self._store.known(wanted)
            after = {place: _beside(each, known.get(place), zone) for place, each in wanted.items()}
            others = {
                place: shifts
                for place, shifts in after.items()
                if place not in known or list(known[place].shifts) != shifts
            }
            if not others:
                return 0
            try:
                with Transaction(self._clock, self._ids) as transaction:
                    for (user_id, week), shifts in others.items():
                        before = known.get((user_id, week))
                        made = ShiftWeek(
                            user_id=user_id,
                            week=week,
                            shifts=tuple(shifts),
                            source=source,
                            imported_by=caller.user_id,
                            imported_at=self._clock.now(),
                            revision=before.revision if before else 0,
                        )
                        self._store.put_week(transaction, made)
                    data = events.shifts_data(source, len(others))
                    transaction.announce(CoachingRow, events.SHIFTS_CHANGED, caller.user_id, data)
            except (Stale, Conflict):
                continue
            return len(others)
        raise Unavailable("These shifts are being written elsewhere", retry_after_s=2)


def _in_order(shift: Shift) -> tuple[datetime, datetime]:
    return shift.start, shift.end


def _beside(wanted: Wanted, before: ShiftWeek | None, time_zone: str) -> list[Shift]:
    """The shifts of a week, with those that it had on days of which a row is wrong; not more than a week may hold."""
    kept = [each for each in before.shifts if day_of(each.start, time_zone) in wanted.kept] if before else []
    together = sorted({*wanted.shifts, *kept}, key=_in_order)
    return together if len(together) <= MOST_SHIFTS else wanted.shifts


def _shifts(rows: Sequence[ShiftRow], time_zone: str) -> tuple[dict[date, set[Shift] | None], list[FieldError]]:
    """The shifts of a person by day; None of a day with a shift of which the clocks leave nothing, which is told."""
    found: dict[date, set[Shift] | None] = {}
    errors: list[FieldError] = []
    for row in rows:
        shifts = found.setdefault(row.day, set())
        try:
            shift = shift_of(row, time_zone)
        except ValueError:
            errors.append(wrong(row.row, "end", "comes before the start on this day, when the clocks change"))
            found[row.day] = None
            continue
        if shift is not None and shifts is not None:
            shifts.add(shift)
    return found, errors
