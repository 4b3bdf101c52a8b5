"""Puts the parts of the insights API together.

What a room needs is imported when it is first asked for: reports don't wait for agents' performance.
"""

from typing import TYPE_CHECKING

from debrief.insights.projection.rollup_reader import RollupReader
from debrief.insights.projection.store import RollupStore
from debrief.insights.reports.access import ReportAccess
from debrief.insights.reports.service import ReportService
from debrief.kernel.clock import SystemClock
from debrief.kernel.lazy import Lazy
from debrief.kernel.web.api import Api
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.scorecards.store import ScorecardStore

if TYPE_CHECKING:
    from debrief.insights.agreement.service import AgreementService
    from debrief.insights.effectiveness.leaderboard_service import LeaderboardService
    from debrief.insights.effectiveness.service import PerformanceService
    from debrief.insights.improvement.criteria_service import CriteriaService
    from debrief.insights.improvement.figures_reader import FiguresReader
    from debrief.insights.improvement.flagged_service import FlaggedService
    from debrief.insights.improvement.metrics_service import KeyMetricsService
    from debrief.insights.improvement.practice_service import PracticeService
    from debrief.insights.reports.breakdown_service import BreakdownService

_ROUTES = {
    "reports": ("report_routes",),
    "performance": ("performance_routes",),
    "improvement": ("improvement_routes",),
}


def _breakdowns() -> "BreakdownService":
    from debrief.insights.reports.breakdown_service import BreakdownService

    return BreakdownService(insights, reports, access, people)


def _agreement() -> "AgreementService":
    # The coefficients are computed for one report alone.
    from debrief.insights.agreement.service import AgreementService

    return AgreementService(insights, reports)


def _performance() -> "PerformanceService":
    from debrief.insights.benchmarks.store import BenchmarkStore
    from debrief.insights.effectiveness.effectiveness_reader import EffectivenessReader
    from debrief.insights.effectiveness.service import PerformanceService

    return PerformanceService(EffectivenessReader(RollupStore(), BenchmarkStore()), access, people, clock)


def _leaderboards() -> "LeaderboardService":
    from debrief.insights.benchmarks.store import BenchmarkStore
    from debrief.insights.effectiveness.leaderboard_service import LeaderboardService

    return LeaderboardService(BenchmarkStore(), access, people)


def _figures() -> "FiguresReader":
    from debrief.insights.improvement.figures_reader import FiguresReader

    return FiguresReader(RollupStore(), insights)


def _key_metrics() -> "KeyMetricsService":
    from debrief.insights.improvement.candidates_reader import CandidatesReader
    from debrief.insights.improvement.metrics_service import KeyMetricsService

    reader = _figures()
    return KeyMetricsService(reader, reports, CandidatesReader(reader, access, people), people, clock)


def _coached_criteria() -> "CriteriaService":
    from debrief.insights.improvement.candidates_reader import CandidatesReader
    from debrief.insights.improvement.criteria_service import CriteriaService
    from debrief.insights.improvement.weekly_reader import WeeklyReader

    reader = _figures()
    candidates = CandidatesReader(reader, access, people)
    return CriteriaService(
        reader, WeeklyReader(insights, RollupStore()), reports, candidates, ScorecardStore(), people, clock
    )


def _flagged_criteria() -> "FlaggedService":
    from debrief.insights.improvement.flagged_service import FlaggedService
    from debrief.insights.improvement.weekly_reader import WeeklyReader

    return FlaggedService(_figures(), WeeklyReader(insights, RollupStore()), reports, ScorecardStore(), people, clock)


def _practice_report() -> "PracticeService":
    from debrief.insights.improvement.practice_service import PracticeService
    from debrief.insights.improvement.weekly_reader import WeeklyReader

    return PracticeService(_figures(), WeeklyReader(insights, RollupStore()), reports, access, people, clock)


clock = SystemClock()
people = PeopleStore()
access = Access(people)
insights = RollupReader(RollupStore(), ScorecardStore(), people)
reports = ReportService(insights, ReportAccess(access, people, insights), people, clock)
breakdowns = Lazy(_breakdowns)
agreement = Lazy(_agreement)
performance = Lazy(_performance)
leaderboards = Lazy(_leaderboards)
key_metrics = Lazy(_key_metrics)
coached_criteria = Lazy(_coached_criteria)
flagged_criteria = Lazy(_flagged_criteria)
practice_report = Lazy(_practice_report)
app = Api(
    access.caller,
    access.seen_ids,
    {root: tuple(f"api.insights_api.{name}" for name in names) for root, names in _ROUTES.items()},
)
