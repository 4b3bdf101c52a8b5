"""Fixes whom an agent is held against when they are given an assignment, before anything has come of it (N3)."""

from zlib import crc32

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.model import Colleagues, Shift
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.monitor.model import attribute_of
from debrief.insights.improvement.attribute_reader import AttributeReader
from debrief.insights.improvement.matching import MOST_CONSIDERED, alike, shifts
from debrief.insights.improvement.progress import windows
from debrief.kernel.calendar import day_of, start_of_day
from debrief.kernel.clock import Clock, iso
from debrief.kernel.errors import Conflict
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction


class ColleagueChoice:
    """Chooses among the agent's team those who aren't coached, by the week before alone."""

    def __init__(
        self, store: AssignmentStore, reader: AttributeReader, reach: CoachingAccess, clock: Clock, ids: Ids
    ) -> None:
        self._store = store
        self._reader = reader
        self._reach = reach
        self._clock = clock
        self._ids = ids

    def fix(self, assignment_id: str) -> None:
        """Choose, and write it down once; a query for each member of the team, 60 at most. Harmless to repeat."""
        assignment = self._store.assignment(assignment_id)
        if assignment is None or self._store.colleagues(assignment_id) is not None:
            return
        areas = [(area, found) for area in assignment.areas if (found := attribute_of(area))]
        attributes = [found for _, found in areas]
        settings = self._reach.settings()
        zone = settings.time_zone
        assigned = day_of(assignment.assigned_at, zone)
        before = windows(assigned, assigned).before
        since, on = iso(start_of_day(before.first, zone)), settings.accept_and_dispute
        considered = self._candidates(assignment.agent_id, since, on=on) if attributes else []
        # It is nobody's view: all days count, for whoever looks at it later.
        own = self._reader.values(assignment.agent_id, before, attributes, ())
        weeks = {each: self._reader.values(each, before, attributes, ()) for each in considered}
        chosen = alike(own, weeks, attributes)
        expected = shifts(own, weeks, chosen, attributes)
        colleagues = Colleagues(
            assignment_id=assignment_id,
            fixed_at=self._clock.now(),
            agent_ids=tuple(chosen),
            considered=len(considered),
            shifts=tuple(
                Shift(area_key=area.key, hundredths=expected[found]) for area, found in areas if found in expected
            ),
        )
        try:
            with Transaction(self._clock, self._ids) as tx:
                self._store.fix_colleagues(tx, colleagues)
        except Conflict:
            # Heard twice at the same moment: what was written first holds.
            return

    def _candidates(self, agent_id: str, since: str, *, on: bool) -> list[str]:
        """Members of the agent's team who aren't in coaching and were given nothing since the beginning of the week
        before; of a large team some, as if drawn, always the same.
        """
        team = [each.id for each in self._reach.team_of(agent_id) if each.active and not each.is_bot]
        coached = self._store.coached(team)
        free = [
            each
            for each in team
            if each != agent_id and (each not in coached or not coached[each].is_coached(since, on=on))
        ]
        return sorted(sorted(free, key=lambda each: crc32(f"{agent_id}{each}".encode()))[:MOST_CONSIDERED])
