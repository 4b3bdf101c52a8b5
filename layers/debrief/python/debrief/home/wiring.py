"""Puts together what home reads of the contexts. What only one of the two requests needs is loaded with it."""

from typing import TYPE_CHECKING

from debrief.kernel.clock import Clock
from debrief.people.access import Access
from debrief.people.store import PeopleStore

if TYPE_CHECKING:
    from debrief.home.service import HomeService
    from debrief.home.standing_service import StandingService


def home_service(people: PeopleStore, access: Access, clock: Clock) -> "HomeService":
    """Wire the first screen; nothing is read from the environment or AWS yet."""
    from debrief.coaching.access import CoachingAccess
    from debrief.coaching.assignments.store import AssignmentStore
    from debrief.coaching.plans.store import PlanStore
    from debrief.coaching.practice.store import PracticeStore
    from debrief.coaching.practice.waiting_reader import PracticeWaiting
    from debrief.coaching.wiring import coaching_services
    from debrief.home.practice_reader import PracticeForYou
    from debrief.home.service import HomeService
    from debrief.home.waiting_reader import HomeParts
    from debrief.interactions.conversations.store import InteractionStore
    from debrief.interactions.intake.store import IntakeStore
    from debrief.kernel.ids import UlidIds
    from debrief.kernel.storage.objects import ObjectStore
    from debrief.kernel.web.paging import Cursors
    from debrief.notices.store import NoticeStore
    from debrief.quality.calibrations.waiting_reader import CalibrationsWaiting
    from debrief.quality.disputes.reading_service import DisputeReadings
    from debrief.quality.disputes.store import DisputeStore
    from debrief.quality.earning.store import EarningStore
    from debrief.quality.evaluations.reading_service import EvaluationReadings
    from debrief.quality.evaluations.store import EvaluationStore
    from debrief.quality.flags.store import FlagStore
    from debrief.quality.flags.waiting_reader import FlagsWaiting
    from debrief.quality.scorecards.store import ScorecardStore
    from debrief.summaries.store import SummaryStore

    # Home reads no transcripts and no dossiers, and may not.
    content = ObjectStore("")
    coaching = coaching_services(people, access, Cursors(_of_nobody), clock, UlidIds(clock))
    readings = EvaluationReadings(EvaluationStore(), ScorecardStore(), InteractionStore(content), access, clock)
    parts = HomeParts(
        people=people,
        access=access,
        meetings=coaching.meetings,
        actions=coaching.actions,
        summaries=SummaryStore(content),
        readings=readings,
        disputes=DisputeReadings(DisputeStore(), readings, access),
        calibrations=CalibrationsWaiting(access),
        checks=EarningStore(),
        flags=FlagsWaiting(FlagStore(), access),
        assignments=AssignmentStore(),
        plans=PlanStore(),
        practice=PracticeForYou(PracticeWaiting(PracticeStore(), CoachingAccess(people, access), clock), people),
        intake=IntakeStore(),
        notices=NoticeStore(),
    )
    return HomeService(parts, clock)


def standing_service(people: PeopleStore, access: Access, clock: Clock) -> "StandingService":
    """Wire how people stand."""
    from debrief.coaching.history_reader import HistoryReader
    from debrief.home.standing_service import StandingParts, StandingService
    from debrief.insights.projection.rollup_reader import RollupReader
    from debrief.insights.projection.store import RollupStore
    from debrief.insights.reports.access import ReportAccess
    from debrief.quality.evaluations.store import EvaluationStore
    from debrief.quality.scorecards.store import ScorecardStore

    insights = RollupReader(RollupStore(), ScorecardStore(), people)
    scopes = ReportAccess(access, people, insights)
    parts = StandingParts(people, access, HistoryReader(), EvaluationStore(), insights, scopes)
    return StandingService(parts, clock)


def _of_nobody() -> bytes:
    """Home asks of a list whether it goes on, and hands out no cursor: the account's secret is of no use to it."""
    return b"home hands out no cursors"
