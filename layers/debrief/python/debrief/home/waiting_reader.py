"""What home reads of the contexts, and of that what waits for somebody apart from their 1-to-1s: by kind, the most
pressing first, with the rights that they have to it. How much is read stands in `service`.
"""

from datetime import datetime, timedelta
from itertools import islice
from typing import Final, NamedTuple

from debrief.coaching.actions.service import ActionService
from debrief.coaching.assignments.model import Assignment
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.meetings.service import MeetingService
from debrief.coaching.plans.store import PlanStore
from debrief.home.model import ForYouItem
from debrief.home.practice_reader import PracticeForYou
from debrief.home.waiting import (
    ASKING,
    agreed,
    disputed,
    flagged,
    planned,
    to_acknowledge,
    to_assess,
    to_check,
    to_look_at,
    told,
)
from debrief.interactions.intake.store import IntakeStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.calendar import day_of
from debrief.kernel.storage.tables import loaded
from debrief.notices.kinds import people_in
from debrief.notices.store import NoticeStore
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.calibrations.waiting_reader import CalibrationsWaiting
from debrief.quality.disputes.reading_service import DisputeReadings
from debrief.quality.earning.store import EarningStore
from debrief.quality.evaluations.listing import EvaluationSummary
from debrief.quality.evaluations.reading_service import EvaluationReadings
from debrief.quality.flags.waiting_reader import FlagsWaiting
from debrief.summaries.store import SummaryStore

FEW: Final = 20
"""Of a kind that are shown."""

_LOOKED_AT: Final = 100
"""Unread notices, of which only some ask for an act."""


class HomeParts(NamedTuple):
    """What home reads of the contexts."""

    people: PeopleStore
    access: Access
    meetings: MeetingService
    actions: ActionService
    summaries: SummaryStore
    readings: EvaluationReadings
    disputes: DisputeReadings
    calibrations: CalibrationsWaiting
    checks: EarningStore
    flags: FlagsWaiting
    assignments: AssignmentStore
    plans: PlanStore
    practice: PracticeForYou
    intake: IntakeStore
    notices: NoticeStore


class Waiting:
    """Reads what waits for a person: of each kind a few, and whether there are more."""

    def __init__(self, parts: HomeParts) -> None:
        self._of = parts

    def actions(self, caller: Caller, now: datetime) -> tuple[list[ForYouItem], bool]:
        """Open actions, those due first: what the caller is to do by today, and what they have set and is overdue."""
        today = day_of(now, caller.time_zone)
        found: list[ForYouItem] = []
        more = False
        if caller.may(Permission.COACHING_VIEW_OWN):
            due, more = self._of.actions.due(caller, today + timedelta(days=1), own=True, most=FEW)
            found += [agreed(each, own=True) for each in due]
        if caller.may(Permission.COACHING_MANAGE):
            due, due_more = self._of.actions.due(caller, today, own=False, most=FEW)
            found += [agreed(each, own=False) for each in due]
            more = more or due_more
        return found, more

    def notices(self, caller: Caller, now: datetime) -> tuple[list[ForYouItem | None], bool]:
        """The unread notices that ask for an act, and wait longest; others that are newer hide none of them."""
        unread = self._of.notices.page(caller.user_id, now, unread=True, limit=_LOOKED_AT)
        asking = [each.notice.id for each in unread.notices if each.notice.kind in ASKING]
        # The index of the unread follows within moments: what it gives is looked at as it is now.
        notices = self._of.notices.notices(caller.user_id, asking[-FEW:]) if asking else []
        named = {user_id for each in notices for user_id in people_in(each.notice)}
        names = self._of.people.names(named) if named else {}
        more = unread.position is not None or len(asking) > FEW
        return [told(each, names, caller.time_zone) for each in notices], more

    def drafts(self, caller: Caller) -> tuple[list[EvaluationSummary], bool]:
        return self._of.readings.waiting(caller, FEW)

    def disputes(self, caller: Caller) -> tuple[list[ForYouItem], bool]:
        """Disputes that the caller may decide, the longest waiting first."""
        found = self._of.disputes.waiting(caller, FEW)
        names = self._of.people.names(each.agent_id for each in found.items) if found.items else {}
        return [disputed(each, names) for each in found.items], found.last is not None

    def calibrations(self, caller: Caller, now: datetime) -> tuple[list[ForYouItem], bool]:
        """Calibrations that wait for the caller's answers."""
        if not caller.may(Permission.EVALUATIONS_PERFORM):
            return [], False
        found, more = self._of.calibrations.of(caller, FEW)
        names = self._of.people.names(each.calibration.agent_id for each in found) if found else {}
        return [to_assess(each, names, now) for each in found], more

    def checks(self, caller: Caller, now: datetime) -> list[ForYouItem]:
        """Answers of the AI that the caller is to check, of agents whom they still see."""
        if not caller.may(Permission.EVALUATIONS_PERFORM):
            return []
        found = self._of.checks.open_of(caller.user_id, now)[:FEW]
        if not found:
            return []
        seen = self._of.access.sight(caller).of(each.agent_id for each in found)
        names = self._of.people.names(seen)
        return [to_check(each, names, now) for each in found if each.agent_id in seen]

    def flags(self, caller: Caller) -> list[ForYouItem]:
        """Flags that the caller has, as numbers."""
        if not caller.may(Permission.FLAGS_MANAGE):
            return []
        return flagged(self._of.flags.of(caller, FEW), FEW)

    def coached(self, caller: Caller, now: datetime) -> tuple[list[ForYouItem], bool]:
        """Coaching assignments and plans of the caller's own with something left to do."""
        if not caller.may(Permission.COACHING_VIEW_OWN):
            return [], False
        today = day_of(now, caller.time_zone)
        rows = self._of.assignments.rows(f"COACHED#{caller.user_id}", "GSI1", after=None, chunk=FEW + 1)
        newest = [loaded(row, Assignment) for _, row in islice(rows, FEW + 1)]
        names = self._of.people.names(each.assigned_by for each in newest) if newest else {}
        ids = list(self._of.plans.in_progress(caller.user_id).values())
        plans = self._of.plans.plans(ids[:FEW])
        found = [to_look_at(each, names, today) for each in newest[:FEW]] + [planned(each, today) for each in plans]
        return [each for each in found if each is not None], len(newest) > FEW or len(ids) > FEW

    def to_answer(self, caller: Caller, now: datetime) -> tuple[list[ForYouItem], bool]:
        """Evaluations of the caller's own work that wait for their answer."""
        found = self._of.readings.to_answer(caller, FEW)
        names = self._of.people.names(each.evaluator_id for each in found.items) if found.items else {}
        items = (to_acknowledge(each, names, now) for each in found.items)
        return [each for each in items if each is not None], found.last is not None
