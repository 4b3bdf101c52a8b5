"""Puts the parts of the quality API together."""

from typing import TYPE_CHECKING

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.ids import UlidIds
from debrief.kernel.lazy import Lazy
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.web.api import Api
from debrief.kernel.web.paging import Cursors
from debrief.kernel.web.secrets import cursor_secret
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.answering.draft_service import DraftRequests
from debrief.quality.answering.workflow_client import StepFunctionsWorkflow
from debrief.quality.automations.service import AutomationService
from debrief.quality.automations.store import AutomationStore
from debrief.quality.automations.trial_service import ConditionTrials
from debrief.quality.calibrations.service import CalibrationService
from debrief.quality.calibrations.store import CalibrationStore
from debrief.quality.disputes.acknowledging_service import Acknowledgements
from debrief.quality.disputes.definition_service import Definitions
from debrief.quality.disputes.repairing_service import Repairs
from debrief.quality.disputes.service import DisputeService
from debrief.quality.disputes.store import DisputeStore
from debrief.quality.evaluations.assigning_service import Assigning
from debrief.quality.evaluations.next_service import NextToScore
from debrief.quality.evaluations.outcome_service import OutcomeReadings
from debrief.quality.evaluations.outcome_store import OutcomeStore
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.forecasts.wiring import forecasts as made_forecasts
from debrief.quality.goals.drawing_service import GoalDrawing
from debrief.quality.goals.service import GoalService
from debrief.quality.goals.store import GoalStore
from debrief.quality.goals.wiring import chance
from debrief.quality.scorecards.service import ScorecardService
from debrief.quality.scorecards.store import ScorecardStore

if TYPE_CHECKING:
    from debrief.quality.calibrations.exchanging_service import Exchanges
    from debrief.quality.scorecard_files.service import ScorecardFiles


class QualityEnvironment(Environment):
    """What the function reads beside its tables."""

    content_bucket: str


def _interactions() -> InteractionStore:
    return InteractionStore(ObjectStore(read_environment(QualityEnvironment).content_bucket))


def _evaluations() -> EvaluationService:
    return EvaluationService(EvaluationStore(), cards, interactions(), access, clock, ids, calibrations())


def _calibrations() -> CalibrationService:
    return CalibrationService(CalibrationStore(), EvaluationStore(), cards, interactions(), access, clock, ids)


def _exchanges() -> "Exchanges":
    # Seldom asked for: imported with the first request.
    from debrief.quality.calibrations.exchanging_service import Exchanges

    return Exchanges(calibrations(), EvaluationStore(), cards, interactions(), access, clock, ids)


def _draft_requests() -> DraftRequests:
    return DraftRequests(evaluations(), EvaluationStore(), interactions(), StepFunctionsWorkflow())


def _next_to_score() -> NextToScore:
    return NextToScore(evaluations(), EvaluationStore(), cards, interactions(), access, clock)


def _scorecard_files() -> "ScorecardFiles":
    # Few requests are about files: what reads them is imported for these alone.
    from debrief.quality.scorecard_files.service import ScorecardFiles

    return ScorecardFiles(scorecards, ids)


def _disputes() -> DisputeService:
    return DisputeService(DisputeStore(), evaluations(), access, clock, ids)


def _acknowledgements() -> Acknowledgements:
    return Acknowledgements(evaluations(), EvaluationStore(), access, clock, ids)


def _definitions() -> Definitions:
    return Definitions(disputes(), scorecards, clock, ids)


def _repairs() -> Repairs:
    return Repairs(disputes(), evaluations(), access, clock, ids)


def _assigning() -> Assigning:
    return Assigning(EvaluationStore(), cards, interactions(), access, clock, ids)


def _automations() -> AutomationService:
    return AutomationService(AutomationStore(), cards, interactions(), people, access, clock, ids)


def _condition_trials() -> ConditionTrials:
    return ConditionTrials(interactions(), access, clock)


def _goals() -> GoalService:
    drawing = GoalDrawing(GoalStore(), EvaluationStore(), cards, interactions(), people, access, clock, ids, chance)
    return GoalService(GoalStore(), drawing, cards, access, clock, ids)


clock = SystemClock()
ids = UlidIds(clock)
cards = ScorecardStore()
people = PeopleStore()
access = Access(people)
cursors = Cursors(cursor_secret)
scorecards = ScorecardService(cards, clock, ids)
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
definitions = Lazy(_definitions)
assigning = Lazy(_assigning)
automations = Lazy(_automations)
condition_trials = Lazy(_condition_trials)
goals = Lazy(_goals)
forecasts = Lazy(made_forecasts)
outcomes = OutcomeReadings(OutcomeStore(), EvaluationStore(), access)
app = Api(access.caller, access.seen_ids)
