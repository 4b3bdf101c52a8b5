"""Puts the parts of the quality API together.

What a room needs is imported when it is first asked for, since one function answers for all of them.
"""

from typing import TYPE_CHECKING

from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.ids import UlidIds
from debrief.kernel.lazy import Lazy
from debrief.kernel.web.api import Api
from debrief.kernel.web.paging import Cursors
from debrief.kernel.web.secrets import cursor_secret
from debrief.people.access import Access
from debrief.people.store import PeopleStore

if TYPE_CHECKING:
    from debrief.interactions.conversations.store import InteractionStore
    from debrief.quality.answering.draft_service import DraftRequests
    from debrief.quality.automations.service import AutomationService
    from debrief.quality.automations.trial_service import ConditionTrials
    from debrief.quality.calibrations.exchanging_service import Exchanges
    from debrief.quality.calibrations.service import CalibrationService
    from debrief.quality.disputes.acknowledging_service import Acknowledgements
    from debrief.quality.disputes.definition_service import Definitions
    from debrief.quality.disputes.repairing_service import Repairs
    from debrief.quality.disputes.service import DisputeService
    from debrief.quality.earning.checks_service import BlindChecks
    from debrief.quality.earning.reading_service import AiStandings
    from debrief.quality.evaluations.assigning_service import Assigning
    from debrief.quality.evaluations.next_service import NextToScore
    from debrief.quality.evaluations.outcome_service import OutcomeReadings
    from debrief.quality.evaluations.service import EvaluationService
    from debrief.quality.fairness.service import FairnessService
    from debrief.quality.flags.service import FlagService
    from debrief.quality.forecasts.service import Forecasts
    from debrief.quality.goals.given_reader import DrawnEvaluations
    from debrief.quality.goals.service import GoalService
    from debrief.quality.scorecard_files.service import ScorecardFiles
    from debrief.quality.scorecards.service import ScorecardService
    from debrief.quality.scorecards.store import ScorecardStore

_ROUTES = {
    "scorecards": ("scorecard_routes", "scorecard_file_routes", "repair_routes"),
    "evaluations": (
        "evaluation_routes",
        "assignment_routes",
        "dispute_routes",
        "drawn_routes",
        "earning_routes",
        "fairness_routes",
    ),
    "disputes": ("dispute_routes", "repair_routes"),
    "calibrations": ("calibration_routes",),
    "automations": ("automation_routes",),
    "conditions": ("automation_routes",),
    "goals": ("goal_routes",),
    "draws": ("goal_routes",),
    "forecasts": ("forecast_routes",),
    "flags": ("flag_routes",),
    "ai-questions": ("earning_routes",),
    "blind-checks": ("earning_routes",),
}


class QualityEnvironment(Environment):
    """What the function reads beside its tables."""

    content_bucket: str


def _interactions() -> "InteractionStore":
    from debrief.interactions.conversations.store import InteractionStore
    from debrief.kernel.storage.objects import ObjectStore

    return InteractionStore(ObjectStore(read_environment(QualityEnvironment).content_bucket))


def _cards() -> "ScorecardStore":
    from debrief.quality.scorecards.store import ScorecardStore

    return ScorecardStore()


def _scorecards() -> "ScorecardService":
    from debrief.quality.scorecards.service import ScorecardService

    return ScorecardService(cards(), clock, ids)


def _exchanges() -> "Exchanges":
    from debrief.quality.calibrations.exchanging_service import Exchanges
    from debrief.quality.evaluations.store import EvaluationStore

    return Exchanges(calibrations(), EvaluationStore(), cards(), interactions(), access, clock, ids)


def _scorecard_files() -> "ScorecardFiles":
    from debrief.quality.scorecard_files.service import ScorecardFiles

    return ScorecardFiles(scorecards(), ids)


def _evaluations() -> "EvaluationService":
    from debrief.quality.evaluations.service import EvaluationService
    from debrief.quality.evaluations.store import EvaluationStore

    return EvaluationService(EvaluationStore(), cards(), interactions(), access, clock, ids, calibrations())


def _calibrations() -> "CalibrationService":
    from debrief.quality.calibrations.service import CalibrationService
    from debrief.quality.calibrations.store import CalibrationStore
    from debrief.quality.evaluations.store import EvaluationStore

    return CalibrationService(CalibrationStore(), EvaluationStore(), cards(), interactions(), access, clock, ids)


def _draft_requests() -> "DraftRequests":
    from debrief.quality.answering.draft_service import DraftRequests
    from debrief.quality.answering.workflow_client import StepFunctionsWorkflow
    from debrief.quality.evaluations.store import EvaluationStore

    return DraftRequests(evaluations(), EvaluationStore(), interactions(), StepFunctionsWorkflow())


def _next_to_score() -> "NextToScore":
    from debrief.quality.evaluations.next_service import NextToScore
    from debrief.quality.evaluations.store import EvaluationStore

    return NextToScore(evaluations(), EvaluationStore(), cards(), interactions(), access, clock)


def _outcomes() -> "OutcomeReadings":
    from debrief.quality.evaluations.outcome_service import OutcomeReadings
    from debrief.quality.evaluations.outcome_store import OutcomeStore
    from debrief.quality.evaluations.store import EvaluationStore

    return OutcomeReadings(OutcomeStore(), EvaluationStore(), access)


def _assigning() -> "Assigning":
    from debrief.quality.evaluations.assigning_service import Assigning
    from debrief.quality.evaluations.store import EvaluationStore

    return Assigning(EvaluationStore(), cards(), interactions(), access, clock, ids)


def _disputes() -> "DisputeService":
    from debrief.quality.disputes.service import DisputeService
    from debrief.quality.disputes.store import DisputeStore

    return DisputeService(DisputeStore(), evaluations(), access, clock, ids)


def _acknowledgements() -> "Acknowledgements":
    from debrief.quality.disputes.acknowledging_service import Acknowledgements
    from debrief.quality.evaluations.store import EvaluationStore

    return Acknowledgements(evaluations(), EvaluationStore(), access, clock, ids)


def _fairness() -> "FairnessService":
    from debrief.quality.fairness.service import FairnessService

    return FairnessService(evaluations(), disputes(), cards(), interactions(), people, clock)


def _definitions() -> "Definitions":
    from debrief.quality.disputes.definition_service import Definitions

    return Definitions(disputes(), scorecards(), clock, ids)


def _repairs() -> "Repairs":
    from debrief.quality.disputes.repairing_service import Repairs

    return Repairs(disputes(), evaluations(), access, clock, ids)


def _automations() -> "AutomationService":
    from debrief.quality.automations.service import AutomationService
    from debrief.quality.automations.store import AutomationStore

    return AutomationService(AutomationStore(), cards(), interactions(), people, access, clock, ids)


def _condition_trials() -> "ConditionTrials":
    from debrief.quality.automations.trial_service import ConditionTrials

    return ConditionTrials(interactions(), access, clock)


def _goals() -> "GoalService":
    from debrief.quality.evaluations.store import EvaluationStore
    from debrief.quality.goals.drawing_service import GoalDrawing
    from debrief.quality.goals.service import GoalService
    from debrief.quality.goals.store import GoalStore
    from debrief.quality.goals.wiring import chance

    drawing = GoalDrawing(GoalStore(), EvaluationStore(), cards(), interactions(), people, access, clock, ids, chance)
    return GoalService(GoalStore(), drawing, cards(), access, clock, ids)


def _drawn_evaluations() -> "DrawnEvaluations":
    from debrief.quality.evaluations.store import EvaluationStore
    from debrief.quality.goals.given_reader import DrawnEvaluations
    from debrief.quality.goals.store import GoalStore

    return DrawnEvaluations(goals(), GoalStore(), EvaluationStore(), access)


def _forecasts() -> "Forecasts":
    from debrief.quality.forecasts.wiring import forecasts

    return forecasts()


def _flags() -> "FlagService":
    from debrief.quality.flags.service import FlagService
    from debrief.quality.flags.store import FlagStore

    return FlagService(FlagStore(), interactions(), access, clock, ids)


def _blind_checks() -> "BlindChecks":
    from debrief.quality.earning.checks_service import BlindChecks
    from debrief.quality.earning.store import EarningStore

    return BlindChecks(EarningStore(), cards(), interactions(), access, clock, ids)


def _ai_standings() -> "AiStandings":
    from debrief.quality.earning.reading_service import AiStandings
    from debrief.quality.earning.store import EarningStore

    return AiStandings(EarningStore(), evaluations(), cards(), access, clock)


clock = SystemClock()
ids = UlidIds(clock)
cards = Lazy(_cards)
people = PeopleStore()
access = Access(people)
cursors = Cursors(cursor_secret)
scorecards = Lazy(_scorecards)
scorecard_files = Lazy(_scorecard_files)
interactions = Lazy(_interactions)
calibrations = Lazy(_calibrations)
exchanges = Lazy(_exchanges)
evaluations = Lazy(_evaluations)
draft_requests = Lazy(_draft_requests)
next_to_score = Lazy(_next_to_score)
disputes = Lazy(_disputes)
acknowledgements = Lazy(_acknowledgements)
repairs = Lazy(_repairs)
fairness = Lazy(_fairness)
definitions = Lazy(_definitions)
assigning = Lazy(_assigning)
automations = Lazy(_automations)
condition_trials = Lazy(_condition_trials)
goals = Lazy(_goals)
drawn_evaluations = Lazy(_drawn_evaluations)
forecasts = Lazy(_forecasts)
flags = Lazy(_flags)
blind_checks = Lazy(_blind_checks)
ai_standings = Lazy(_ai_standings)
outcomes = Lazy(_outcomes)
app = Api(
    access.caller,
    access.seen_ids,
    rooms={root: [f"api.quality_api.{name}" for name in names] for root, names in _ROUTES.items()},
)
