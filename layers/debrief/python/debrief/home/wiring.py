"""Puts together what home reads of the contexts."""

from debrief.coaching.history_reader import HistoryReader
from debrief.coaching.wiring import coaching_services
from debrief.home.service import HomeParts, HomeService
from debrief.insights.projection.rollup_reader import RollupReader
from debrief.insights.projection.store import RollupStore
from debrief.insights.reports.access import ReportAccess
from debrief.interactions.conversations.store import InteractionStore
from debrief.interactions.intake.store import IntakeStore
from debrief.kernel.clock import Clock
from debrief.kernel.ids import UlidIds
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.web.paging import Cursors
from debrief.notices.store import NoticeStore
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.reading_service import EvaluationReadings
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore
from debrief.summaries.store import SummaryStore


def home_service(people: PeopleStore, access: Access, clock: Clock) -> HomeService:
    """Wire the service; nothing is read from the environment or AWS yet."""
    # Home reads no transcripts and no dossiers, and may not.
    content = ObjectStore("")
    evaluations, scorecards = EvaluationStore(), ScorecardStore()
    coaching = coaching_services(people, access, Cursors(_of_nobody), clock, UlidIds(clock))
    insights = RollupReader(RollupStore(), scorecards, people)
    parts = HomeParts(
        people=people,
        access=access,
        meetings=coaching.meetings,
        actions=coaching.actions,
        history=HistoryReader(),
        summaries=SummaryStore(content),
        readings=EvaluationReadings(evaluations, scorecards, InteractionStore(content), access, clock),
        evaluations=evaluations,
        insights=insights,
        scopes=ReportAccess(access, people, insights),
        intake=IntakeStore(),
        notices=NoticeStore(),
    )
    return HomeService(parts, clock)


def _of_nobody() -> bytes:
    """Home asks of a list whether it goes on, and hands out no cursor: the account's secret is of no use to it."""
    return b"home hands out no cursors"
