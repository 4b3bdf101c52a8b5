"""The use cases of the coaching monitor, for those who coach (S3.7, N3)."""

from collections.abc import Callable, Set
from datetime import date, timedelta
from typing import Final

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.marks_service import MOST_MERGED
from debrief.coaching.assignments.model import Assignment
from debrief.coaching.assignments.standing import facts_of, status_of
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.monitor.follow_ups_reader import FollowUps
from debrief.coaching.monitor.model import (
    AreaProgress,
    MonitorDetails,
    MonitorFilter,
    MonitorLine,
    attribute_of,
)
from debrief.insights.improvement.attribute_reader import AttributeReader
from debrief.insights.improvement.model import Attribute
from debrief.insights.improvement.progress import mean_move, mean_of, past_week, progress, windows
from debrief.insights.means import Sums
from debrief.insights.projection.model import Days
from debrief.kernel.auth import Caller, Reach
from debrief.kernel.calendar import day_of, start_of_day
from debrief.kernel.clock import Clock, iso
from debrief.kernel.errors import FieldError, Malformed, NotFound
from debrief.kernel.storage.tables import Index, loaded
from debrief.kernel.web.merging import Found, chunk_of, looked_at_together, page_of
from debrief.kernel.web.paging import Cursors, Page, page_limit
from debrief.people.access import SMALL_LINE
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import BlindSpots

MOST_DAYS: Final = 92
"""Of one date filter."""


class MonitorService:
    """What has become of assignments, of the agents whom the caller may coach."""

    def __init__(
        self, store: AssignmentStore, reader: AttributeReader, reach: CoachingAccess, cursors: Cursors, clock: Clock
    ) -> None:
        self._store = store
        self._reader = reader
        self._reach = reach
        self._blinds = BlindStore()
        self._cursors = cursors
        self._clock = clock

    def page(self, caller: Caller, wanted: MonitorFilter, limit: int | None, cursor: str | None) -> Page[MonitorLine]:
        """A page of assignments with their agents' scores: a query an agent, three with Compare at most, and one for
        the days that the caller judges blindly, which count in no figure of the agent's.

        By assigned date the newest first; by follow-up the earliest day first. Raises Malformed.
        """
        if not 0 <= (wanted.last - wanted.first).days < MOST_DAYS:
            latest = wanted.first + timedelta(days=MOST_DAYS - 1)
            mistake = FieldError(
                pointer=f"?{wanted.by}_to", message=f"must lie between {wanted.first} and {latest}, both included"
            )
            raise Malformed("The period can't be asked for", errors=[mistake])
        binding = (
            "coaching-monitor",
            caller.user_id,
            *(sorted(each) if isinstance(each, frozenset) else each for each in wanted),
        )
        after, size = self._cursors.decode(cursor, *binding), page_limit(limit)
        names = {each.casefold() for each in wanted.areas}

        def coached_on(each: Assignment) -> bool:
            return not names or any(area.name.casefold() in names for area in each.areas)

        if wanted.by == "follow_up":
            found = self._followed_up(caller, wanted, size, after, coached_on)
        else:
            found = self._assigned(caller, wanted, size, after, coached_on)
        return Page(
            items=self._lines(caller, found.items, self._blinds.spots(caller.user_id), compare=wanted.compare),
            next_cursor=self._cursors.encode(found.last, *binding),
        )

    def details(self, caller: Caller, assignment_id: str) -> MonitorDetails:
        """How an agent has come along in each area since an assignment. Raises NotFound."""
        assignment = self._store.assignment(assignment_id)
        agent_id = assignment.agent_id if assignment else None
        if not self._reach.coaches(caller, agent_id) or assignment is None or agent_id == caller.user_id:
            raise NotFound("There is no such assignment")
        settings = self._reach.settings()
        today = day_of(self._clock.now(), caller.time_zone)
        spans = windows(day_of(assignment.assigned_at, caller.time_zone), today)
        attributes = [each for area in assignment.areas if (each := attribute_of(area))]
        fixed = self._store.colleagues(assignment_id)
        others = list(fixed.agent_ids) if fixed else []
        given = iso(assignment.assigned_at)
        coached = self._store.coached(others)
        on = settings.accept_and_dispute
        still = [each for each in others if each not in coached or not coached[each].is_coached(given, on=on)]
        shifts = {each.area_key: each.hundredths for each in fixed.shifts} if fixed else {}
        blind = self._blinds.spots(caller.user_id)

        def values(agent_id: str, days: Days) -> dict[Attribute, Sums]:
            return self._reader.values(agent_id, days, attributes, _hidden(blind, agent_id, settings.time_zone))

        lines = progress(
            attributes,
            values(assignment.agent_id, spans.before),
            values(assignment.agent_id, spans.now),
            [values(each, spans.now) for each in still] if attributes else [],
            shifts={
                attribute: shifts[area.key]
                for area in assignment.areas
                if (attribute := attribute_of(area)) and area.key in shifts
            },
            left_out=len(others) - len(still),
            minimum=settings.minimum_sample,
        )
        by_attribute = dict(zip(attributes, lines, strict=True))
        return MonitorDetails(
            line=self._lines(caller, [assignment], blind, compare=True)[0],
            before_first=spans.before.first,
            before_last=spans.before.last,
            now_first=spans.now.first,
            now_last=spans.now.last,
            minimum=settings.minimum_sample,
            areas=tuple(
                AreaProgress(
                    area=area,
                    progress=by_attribute[attribute] if (attribute := attribute_of(area)) is not None else None,
                )
                for area in assignment.areas
            ),
            considered=fixed.considered if fixed else 0,
            fixed_at=fixed.fixed_at if fixed else None,
        )

    def _seen(self, caller: Caller, wanted: MonitorFilter) -> Callable[[Set[str]], Set[str]]:
        """Tells, for one request, whom of some agents the monitor is to show to the caller."""
        sees = self._reach.seen(caller)

        def seen(some: Set[str]) -> Set[str]:
            agents = sees(some & wanted.agent_ids if wanted.agent_ids else some) - {caller.user_id}
            if not wanted.group_ids:
                return agents
            return {each.id for each in self._reach.people(agents) if each.group_ids & wanted.group_ids}

        return seen

    def _assigned(
        self,
        caller: Caller,
        wanted: MonitorFilter,
        limit: int,
        after: str | None,
        coached_on: Callable[[Assignment], bool],
    ) -> Found[Assignment]:
        since = iso(start_of_day(wanted.first, caller.time_zone))
        until = iso(start_of_day(wanted.last + timedelta(days=1), caller.time_zone))
        bound = min(after, until) if after else until
        line = sorted(wanted.agent_ids) if wanted.agent_ids else None
        if line is None and caller.reach is not Reach.EVERYONE:
            short = self._reach.line(caller, MOST_MERGED)
            line = sorted(short) if short is not None else None
        keys: list[tuple[str, Index]]
        if line is not None and len(line) <= MOST_MERGED:
            chunk, keys = chunk_of(limit, len(line)), [(f"COACHED#{each}", "GSI1") for each in line]
        else:
            chunk, keys = limit + 1, [("ASSIGNED", "GSI2"), ("ASSIGNED#GROUPED", "GSI2")]
        sees, seen = self._seen(caller, wanted), set[str]()

        def look(some: list[Assignment]) -> None:
            seen.update(sees({each.agent_id for each in some}))

        rows = [self._store.rows(pk, index, after=bound, since=since, chunk=chunk) for pk, index in keys]
        sources = [
            ((place, loaded(row, Assignment)) for place, row in source if row.kind == "assignment") for source in rows
        ]
        return page_of(
            [looked_at_together(source, limit + 1, look) for source in sources],
            lambda each: each.agent_id in seen and coached_on(each),
            limit=limit,
            newest_first=True,
            after=after,
        )

    def _followed_up(
        self,
        caller: Caller,
        wanted: MonitorFilter,
        limit: int,
        after: str | None,
        coached_on: Callable[[Assignment], bool],
    ) -> Found[Assignment]:
        among: Set[str] | None = wanted.agent_ids or self._reach.line(caller, SMALL_LINE)
        among = None if among is None else among - {caller.user_id}
        follow_ups = FollowUps(self._store).of(
            wanted.first,
            wanted.last,
            among,
            self._seen(caller, wanted),
            after=after,
            limit=limit,
            narrowed=bool(wanted.areas),
        )
        found: Found[Assignment | None] = page_of(
            [follow_ups.items],
            lambda each: each is not None and coached_on(each),
            limit=limit,
            newest_first=False,
            after=after,
            examined=follow_ups.examined,
        )
        return Found([each for each in found.items if each is not None], found.last)

    def _lines(self, caller: Caller, found: list[Assignment], blind: BlindSpots, *, compare: bool) -> list[MonitorLine]:
        if not found:
            return []
        settings = self._reach.settings()
        today = day_of(self._clock.now(), caller.time_zone)
        names = self._reach.names(each.agent_id for each in found)
        lines = []
        for each in found:
            spans = windows(day_of(each.assigned_at, caller.time_zone), today)
            week = past_week(today)
            hidden = _hidden(blind, each.agent_id, settings.time_zone)
            past = self._reader.scores(each.agent_id, week, hidden)
            # What is compared has nothing in it of before it was assigned; what is shown is the past week whole.
            now = past if spans.now == week or not compare else self._reader.scores(each.agent_id, spans.now, hidden)
            before = self._reader.scores(each.agent_id, spans.before, hidden) if compare else None
            minimum = settings.minimum_sample
            lines.append(
                MonitorLine(
                    assignment_id=each.id,
                    agent_id=each.agent_id,
                    agent_name=names.get(each.agent_id, ""),
                    name=each.name,
                    assigned_at=each.assigned_at,
                    follow_up=each.follow_up,
                    areas=each.areas,
                    status=status_of(facts_of(each), accept_and_dispute=settings.accept_and_dispute),
                    scorecard=mean_of(past.people, minimum),
                    automatic=mean_of(past.automatic, minimum),
                    scorecard_before=mean_of(before.people, minimum) if before else None,
                    scorecard_since=mean_of(now.people, minimum) if before else None,
                    scorecard_move=mean_move(before.people, now.people, minimum) if before else None,
                    automatic_before=mean_of(before.automatic, minimum) if before else None,
                    automatic_since=mean_of(now.automatic, minimum) if before else None,
                    automatic_move=mean_move(before.automatic, now.automatic, minimum) if before else None,
                )
            )
        return lines


def _hidden(blind: BlindSpots, agent_id: str, time_zone: str) -> frozenset[date]:
    """The days of an agent's conversations that the caller judges blindly: a figure may tell how one came out."""
    return blind.about([agent_id]).days(time_zone)
