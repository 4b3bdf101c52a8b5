"""When two people can meet: what stands against a time, and which times are quiet."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.meetings.model import Meeting
from debrief.coaching.scheduling.availability import (
    Who,
    clashes,
    days_of_work,
    monday_of,
    span_of,
    takes_time,
    weeks_around,
)
from debrief.coaching.scheduling.forecast import Day, Forecast, forecast, period_before
from debrief.coaching.scheduling.model import ShiftWeek, Span
from debrief.coaching.scheduling.slots import MOST_DAYS, best_slots
from debrief.coaching.scheduling.store import SchedulingStore
from debrief.coaching.scheduling.views import Clashes, ClashView, Slots, SlotView, VolumeBasis, VolumeForecast, Whose
from debrief.coaching.scheduling.words import explanation_of, reasons_of
from debrief.insights.projection.hours import hours_in
from debrief.insights.projection.model import EVERYONE, Subject
from debrief.insights.projection.model import Days as Period
from debrief.insights.projection.store import RollupStore
from debrief.kernel.auth import Caller, Reach
from debrief.kernel.calendar import day_of, is_reckoned, start_of_day
from debrief.kernel.clock import Clock
from debrief.kernel.errors import FieldError, Malformed
from debrief.people.access import Access
from debrief.people.store import PeopleStore

_NOT_AT_ONCE: Final = timedelta(minutes=15)
"""A time that is proposed begins no sooner than this."""


class Two(NamedTuple):
    """Who are to meet, and for how long. Of two colleagues the one who helps stands as facilitator."""

    participant_id: str
    facilitator_id: str
    duration: timedelta

    def of(self, who: Who) -> str:
        """The id of one of them."""
        return self.facilitator_id if who == "facilitator" else self.participant_id


def two_of(meeting: Meeting, duration: timedelta) -> Two:
    """Who meet in a 1-to-1 that is moved: of two colleagues both, and not who looks after it."""
    return Two(meeting.participant_id, meeting.colleague_id or meeting.facilitator_id, duration)


_BOTH: Final[tuple[Who, Who]] = ("facilitator", "participant")


class SchedulingService:
    """Clashes, forecast and quiet times."""

    def __init__(
        self,
        store: SchedulingStore,
        rollups: RollupStore,
        reach: CoachingAccess,
        access: Access,
        people: PeopleStore,
        clock: Clock,
    ) -> None:
        self._store = store
        self._rollups = rollups
        self._reach = reach
        self._access = access
        self._people = people
        self._clock = clock

    def clashes(self, caller: Caller, two: Two, at: datetime) -> Clashes:
        """What stands against these two meeting at a time.

        Raises:
            NotFound, Forbidden, RuleBroken: the caller may not let these two meet.
        """
        self._check(caller, two)
        return self.against(caller, two, at)

    def against(self, caller: Caller, two: Two, at: datetime, other_than: str | None = None) -> Clashes:
        """The same, for whoever has made sure that these two may meet.

        other_than: the 1-to-1 itself, where it is moved.
        """
        span = Span(at, at + two.duration)
        meetings = {who: self._store.meetings_around(two.of(who), span) for who in _BOTH}
        weeks = {who: self._weeks(two.of(who), span, caller.time_zone) for who in _BOTH}
        found = clashes(span, meetings, weeks, caller.time_zone, other_than=other_than)
        by_id = {each.id: each for theirs in meetings.values() for each in theirs}
        seen = self._reach.seen(caller)({by_id[each.meeting_id].participant_id for each in found if each.meeting_id})
        names = self._reach.names({two.of(each.who) for each in found})
        monday = monday_of(at, caller.time_zone)
        return Clashes(
            items=tuple(
                ClashView(
                    who=each.who,
                    who_name=names.get(two.of(each.who), ""),
                    kind=each.kind,
                    start=each.span.start,
                    end=each.span.end,
                    meeting_id=_if_seen(by_id, each.meeting_id, seen),
                )
                for each in found
            ),
            shifts_unknown=tuple(who for who in _BOTH if monday not in weeks[who]),
        )

    def slots(self, caller: Caller, two: Two, first: date, last: date) -> Slots:
        """The quietest times for these two in some days, both included.

        Raises:
            NotFound, Forbidden, RuleBroken: as `clashes`. Malformed: no such days, or too many.
        """
        self._check(caller, two)
        return self.quiet_times(caller, two, first, last)

    def quiet_times(self, caller: Caller, two: Two, first: date, last: date, other_than: str | None = None) -> Slots:
        """The same, for whoever has made sure that these two may meet. Raises Malformed.

        other_than: the 1-to-1 itself, where it is moved: its own time is free for it.
        """
        _check_days(first, last)
        zone, now = caller.time_zone, self._clock.now()
        begins = max(start_of_day(first, zone), now + _NOT_AT_ONCE)
        ends = start_of_day(last + timedelta(days=1), zone)
        volume, basis = self._volume(caller, two.participant_id)
        if begins >= ends:
            return Slots(items=(), free=0, volume=basis)
        period = Span(begins, ends)
        weeks = {who: self._weeks(two.of(who), period, zone) for who in _BOTH}
        work = {who: days_of_work(period, weeks[who], zone) for who in _BOTH}
        taken = [
            span_of(each)
            for who in _BOTH
            for each in self._store.meetings_around(two.of(who), period)
            if each.id != other_than and takes_time(each)
        ]
        found = best_slots(period, two.duration, work, taken, volume, zone)
        items = []
        for slot in found.slots:
            monday = monday_of(slot.span.start, zone)
            assumed = [who for who in _BOTH if monday not in weeks[who]]
            items.append(
                SlotView(
                    start=slot.span.start,
                    end=slot.span.end,
                    expected=_rounded(slot.expected),
                    error=_rounded(slot.error),
                    reasons=reasons_of(slot, found.free, assumed),
                )
            )
        return Slots(items=tuple(items), free=found.free, volume=basis)

    def forecast(self, caller: Caller, participant_id: str) -> VolumeForecast:
        """What each hour of the week is likely to bring, as far as it matters for a 1-to-1 with somebody.

        Raises:
            NotFound, Forbidden, RuleBroken: the caller may not coach the participant.
        """
        self._reach.check_coachable(caller, participant_id, "?participant_id")
        volume, basis = self._volume(caller, participant_id)
        return VolumeForecast(hours=tuple(volume.hours.values()), **dict(basis))

    def _check(self, caller: Caller, two: Two) -> None:
        self._reach.check_coachable(caller, two.participant_id, "?participant_id")
        self._reach.check_facilitator(caller, two.facilitator_id, two.participant_id)

    def _weeks(self, user_id: str, span: Span, time_zone: str) -> dict[date, ShiftWeek]:
        around = weeks_around(span, time_zone)
        return self._store.weeks(user_id, around[0], around[-1])

    def _volume(self, caller: Caller, participant_id: str) -> tuple[Forecast, VolumeBasis]:
        """The forecast for the participant's team, where the caller is told its whole figures; else for everyone."""
        user = self._people.find_user(participant_id)
        team_id = user.team_id if user else None
        if team_id and not (caller.reach is Reach.EVERYONE or self._access.supervises(caller, team_id)):
            team_id = None
        whose: Whose = "team" if team_id else "everyone"
        subject = Subject("team", team_id) if team_id else EVERYONE
        today = day_of(self._clock.now(), caller.time_zone)
        rows = self._rollups.conversations([subject], Period(*period_before(today)))
        volume = forecast(((day, Day(hours_in(each), each.get("count", 0))) for day, each in rows), today)
        basis = VolumeBasis(
            whose=whose,
            team_id=team_id,
            missed=round(volume.missed, 3),
            mean=round(volume.mean, 3),
            days=volume.days,
            days_left_out=volume.days_left_out,
            explanation=explanation_of(volume, whose),
        )
        return volume, basis


def _check_days(first: date, last: date) -> None:
    if not (is_reckoned(first) and is_reckoned(last)):
        raise Malformed("There are no such days", errors=[FieldError(pointer="?first_day", message="is out of reach")])
    if last < first:
        raise Malformed(
            "The days are in the wrong order", errors=[FieldError(pointer="?last_day", message="is earlier")]
        )
    if (last - first).days >= MOST_DAYS:
        mistake = FieldError(pointer="?last_day", message=f"must be {MOST_DAYS} days from the first at most")
        raise Malformed("These are too many days", errors=[mistake])


def _if_seen(meetings: Mapping[str, Meeting], meeting_id: str | None, seen: frozenset[str]) -> str | None:
    return meeting_id if meeting_id is not None and meetings[meeting_id].participant_id in seen else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
