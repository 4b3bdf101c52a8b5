"""The use cases of the coaching monitor, for those who coach (S3.7, N3)."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.marks_service import MOST_MERGED
from debrief.coaching.assignments.model import Assignment
from debrief.coaching.assignments.standing import facts_of, status_of
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.monitor.model import (
    AreaProgress,
    MonitorDetails,
    MonitorFilter,
    MonitorLine,
    attribute_of,
)
from debrief.coaching.table_store import CoachingRow
from debrief.insights.improvement.attribute_reader import AttributeReader
from debrief.insights.improvement.model import Attribute
from debrief.insights.improvement.progress import mean_move, mean_of, past_week, progress, windows
from debrief.insights.means import Sums
from debrief.insights.projection.model import Days
from debrief.kernel.auth import Caller, Reach
from debrief.kernel.calendar import day_of, start_of_day
from debrief.kernel.clock import Clock, iso
from debrief.kernel.errors import FieldError, Malformed, NotFound
from debrief.kernel.storage.tables import loaded
from debrief.kernel.web.merging import Found, chunk_of, looked_at_together, page_of
from debrief.kernel.web.paging import Cursors, Page, page_limit
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
        seen: set[str] = set()
        sees = self._reach.seen(caller)

        def look(some: list[Assignment]) -> None:
            agents: set[str] | frozenset[str] = sees({each.agent_id for each in some}) - {caller.user_id}
            if wanted.group_ids:
                agents = {each.id for each in self._reach.people(agents) if each.group_ids & wanted.group_ids}
            seen.update(agents)

        newest_first = wanted.by == "assigned"
        sources = (
            self._assigned(caller, wanted, size, after) if newest_first else self._followed_up(caller, wanted, after)
        )
        looked_at = [looked_at_together(source, size + 1, look) for source in sources]
        names = {each.casefold() for each in wanted.areas}
        found: Found[Assignment] = page_of(
            looked_at,
            lambda each: (
                each.agent_id in seen
                and (not wanted.agent_ids or each.agent_id in wanted.agent_ids)
                and (not names or any(area.name.casefold() in names for area in each.areas))
            ),
            limit=size,
            newest_first=newest_first,
            after=after,
        )
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
        still = [each for each in others if (coached[each].last_assigned or "" if each in coached else "") <= given]
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

    def _assigned(
        self, caller: Caller, wanted: MonitorFilter, limit: int, after: str | None
    ) -> list[Iterator[tuple[str, Assignment]]]:
        since = iso(start_of_day(wanted.first, caller.time_zone))
        until = iso(start_of_day(wanted.last + timedelta(days=1), caller.time_zone))
        bound = min(after, until) if after else until
        line = sorted(wanted.agent_ids) if wanted.agent_ids else None
        if line is None and caller.reach is not Reach.EVERYONE:
            found = self._reach.line(caller, MOST_MERGED)
            line = sorted(found) if found is not None else None
        if line is not None and len(line) <= MOST_MERGED:
            chunk, keys = chunk_of(limit, len(line)), [(f"COACHED#{each}", "GSI1") for each in line]
        else:
            chunk, keys = limit + 1, [("ASSIGNED", "GSI2"), ("ASSIGNED#GROUPED", "GSI2")]
        rows = [self._store.rows(pk, index, after=bound, since=since, chunk=chunk) for pk, index in keys]  # type: ignore[arg-type]
        return [((place, loaded(row, Assignment)) for place, row in source if _is_assignment(row)) for source in rows]

    def _followed_up(
        self, caller: Caller, wanted: MonitorFilter, after: str | None
    ) -> list[Iterator[tuple[str, Assignment]]]:
        # Keys tell whose it is: of a short line's days nobody else's assignments are read.
        everyone = caller.reach is Reach.EVERYONE
        among = wanted.agent_ids or (None if everyone else self._reach.line(caller, MOST_MERGED))

        def places() -> Iterator[tuple[str, str]]:
            day = wanted.first if after is None else max(wanted.first, date.fromisoformat(after[:10]))
            while day <= wanted.last:
                for agent_id, id in self._store.to_follow_up(day):
                    place = f"{day.isoformat()}#{agent_id}#{id}"
                    if (after is None or place >= after) and (among is None or agent_id in among):
                        yield place, id
                day += timedelta(days=1)

        def read() -> Iterator[tuple[str, Assignment]]:
            left = places()
            while some := list(islice(left, 50)):
                known = {each.id: each for each in self._store.assignments([id for _, id in some])}
                # Who was moved to another day in this moment is found there.
                yield from ((place, known[id]) for place, id in some if id in known)

        return [read()]

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
                    scorecard_move=mean_move(before.people, now.people, minimum) if before else None,
                    automatic_move=mean_move(before.automatic, now.automatic, minimum) if before else None,
                )
            )
        return lines


def _hidden(blind: BlindSpots, agent_id: str, time_zone: str) -> frozenset[date]:
    """The days of an agent's conversations that the caller judges blindly: a figure may tell how one came out."""
    return blind.about([agent_id]).days(time_zone)


def _is_assignment(row: CoachingRow | Any) -> bool:
    return bool(row.kind == "assignment")
