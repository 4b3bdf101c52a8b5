"""Each night: how far a plan has come (S1.8)."""

from datetime import datetime, timedelta
from typing import Final

from debrief.coaching.plans import course, events
from debrief.coaching.plans.conversations import point_of
from debrief.coaching.plans.deadlines import day_to_look_at, end_of, next_refresh
from debrief.coaching.plans.figures_reader import PlanFigures
from debrief.coaching.plans.model import Plan, Series
from debrief.coaching.plans.series import with_point
from debrief.coaching.plans.store import PlanStore
from debrief.coaching.plans.telling import tell_of_ended
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Stale
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction
from debrief.people.store import PeopleStore

_ATTEMPTS: Final = 3
"""Somebody ticks an action at that moment: the plan is read again."""

_ZONE_HOLDS: Final = timedelta(minutes=5)
"""For thousands of plans the settings aren't read each time."""


class PlanRefresh:
    """Looks at plans one by one: one query and one write for each, however many conversations there are.

    Where the metric is known of few of the newest, a second query looks for more.
    """

    def __init__(self, store: PlanStore, figures: PlanFigures, people: PeopleStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._figures = figures
        self._people = people
        self._clock = clock
        self._ids = ids
        self._zone: tuple[str, datetime] | None = None

    def refresh(self, plan_id: str) -> datetime | None:
        """Look how far the plan has come; when to look again, or None where it is over or gone.

        Looking twice up to the same day changes nothing.

        Raises:
            Stale: others keep changing it.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            found = self._store.with_series(plan_id)
            if found is None or found[0].status != "in_progress":
                return None
            try:
                after = self._looked_at(*found)
            except Stale:
                if attempt == _ATTEMPTS:
                    raise
            else:
                over = after.status != "in_progress"
                return None if over else next_refresh(plan_id, self._clock.now(), self._time_zone())
        return None

    def _looked_at(self, plan: Plan, series: Series) -> Plan:
        now, zone = self._clock.now(), self._time_zone()
        day = day_to_look_at(plan, now, zone)
        if not course.is_to_refresh(plan, day):
            return plan
        known = self._figures.newest_known(
            plan.agent_id, plan.channel, plan.inquiry, plan.metric, end_of(day, zone), minimum=plan.minimum
        )
        point = point_of(known, plan.metric, day, plan.created_at)
        after = course.refreshed(plan, point, now)
        way = series.model_copy(update={"points": with_point(series.points, point)})
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, after, way)
            if after.status != "in_progress":
                manager_id = self._people.manager_of(plan.agent_id)
                transaction.announce(CoachingRow, events.PLAN_ENDED, plan.id, events.plan_data(after))
                tell_of_ended(transaction, CoachingRow, after, manager_id)
        return after

    def _time_zone(self) -> str:
        now = self._clock.now()
        if self._zone is None or now - self._zone[1] > _ZONE_HOLDS:
            self._zone = self._people.settings().time_zone, now
        return self._zone[0]
