"""What becomes of the coaching of somebody who has left: nothing of it waits for them any more (S1.8, S3.3).

Their plans in progress are cancelled and aren't looked at any more by night; assignments that aren't completed are
closed; pairings with colleagues lapse. All say why. What they practised is closed, and what waited for approval is
declined. Whoever comes back begins anew: what was agreed before may not hold any more.
"""

from typing import Final

from debrief.coaching.assignments.marks_store import MarkStore
from debrief.coaching.assignments.standing import closed, facts_of
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.pairing.lapsing_service import Lapses
from debrief.coaching.plans import course, events
from debrief.coaching.plans.store import PlanStore
from debrief.coaching.practice import course as practising
from debrief.coaching.practice.events import PRACTICE_CLOSED, closed_data
from debrief.coaching.practice.store import PracticeStore
from debrief.coaching.practice.telling import settled
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction
from debrief.people.store import PeopleStore

_TRIES: Final = 5


class Leaving:
    """What is done when somebody was deactivated."""

    def __init__(
        self,
        people: PeopleStore,
        plans: PlanStore,
        assignments: AssignmentStore,
        marks: MarkStore,
        pairings: Lapses,
        practice: PracticeStore,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._people = people
        self._plans = plans
        self._assignments = assignments
        self._marks = marks
        self._pairings = pairings
        self._practice = practice
        self._clock = clock
        self._ids = ids

    def left(self, user_id: str) -> None:
        """End what is open of somebody's own coaching; harmless when repeated, and nothing of whoever is back.

        Raises:
            Unavailable: others keep changing it.
        """
        user = self._people.find_user(user_id)
        if user is not None and user.active:
            return
        for plan_id in self._plans.in_progress(user_id).values():
            self._cancel(plan_id)
        for assignment in self._assignments.of_agent(user_id):
            if closed(assignment, self._clock.now()) != assignment:
                self._close(assignment.id)
        self._pairings.left(user_id)
        for _, scenario in self._practice.of_agent(user_id, after=None, chunk=50):
            if practising.left_behind(scenario, self._clock.now()) != scenario:
                self._end(scenario.id)

    def _end(self, scenario_id: str) -> None:
        for _ in range(_TRIES):
            before = self._practice.scenario(scenario_id)
            after = practising.left_behind(before, self._clock.now()) if before else None
            if before is None or after is None or after == before:
                return
            agent = self._people.find_user(before.agent_id)
            try:
                with Transaction(self._clock, self._ids) as transaction:
                    self._practice.put(transaction, after)
                    if after.state == "closed":
                        told = closed_data(after, self._clock.now())
                        transaction.announce(CoachingRow, PRACTICE_CLOSED, after.id, told)
                    settled(transaction, CoachingRow, after, (agent.manager_id if agent else None, after.created_by))
            except Stale:
                continue
            return
        raise Unavailable("The practice keeps being changed", retry_after_s=1)

    def _cancel(self, plan_id: str) -> None:
        for _ in range(_TRIES):
            plan = self._plans.plan(plan_id)
            if plan is None or plan.status != "in_progress":
                return
            after = course.left_behind(plan, self._clock.now())
            try:
                with Transaction(self._clock, self._ids) as transaction:
                    self._plans.put(transaction, after)
                    transaction.announce(CoachingRow, events.PLAN_ENDED, plan.id, events.plan_data(after))
            except Stale:
                continue
            return
        raise Unavailable("The plan keeps being changed", retry_after_s=1)

    def _close(self, assignment_id: str) -> None:
        for _ in range(_TRIES):
            before = self._assignments.assignment(assignment_id)
            after = closed(before, self._clock.now()) if before else None
            if before is None or after is None or after == before:
                return
            try:
                with Transaction(self._clock, self._ids) as transaction:
                    self._assignments.put(transaction, after, before)
                    self._marks.moved(transaction, after, facts_of(before), facts_of(after))
            except Stale:
                continue
            return
        raise Unavailable("The assignment keeps being changed", retry_after_s=1)
