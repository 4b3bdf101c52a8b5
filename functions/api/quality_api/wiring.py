"""Puts the parts of the quality API together."""

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.ai.model_client import ModelClient, model_settings
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
from debrief.quality.answering.answerer_service import AiAnswerer
from debrief.quality.answering.draft_service import DraftAnswering
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.service import ScorecardService
from debrief.quality.scorecards.store import ScorecardStore

# The gateway waits 29 seconds; the model may be asked a second time to repair its answer.
MODEL_S = 13.0


class QualityEnvironment(Environment):
    """What the function reads beside its tables."""

    content_bucket: str


def _model() -> ModelClient:
    return ModelClient(model_settings().model_copy(update={"read_timeout_s": MODEL_S}))


def _interactions() -> InteractionStore:
    return InteractionStore(ObjectStore(read_environment(QualityEnvironment).content_bucket))


def _evaluations() -> EvaluationService:
    return EvaluationService(EvaluationStore(), cards, interactions(), access, clock, ids)


def _draft_answering() -> DraftAnswering:
    return DraftAnswering(evaluations(), interactions(), AiAnswerer(_model))


clock = SystemClock()
ids = UlidIds(clock)
cards = ScorecardStore()
people = PeopleStore()
access = Access(people)
cursors = Cursors(cursor_secret)
scorecards = ScorecardService(cards, clock, ids)
interactions = Lazy(_interactions)
evaluations = Lazy(_evaluations)
draft_answering = Lazy(_draft_answering)
app = Api(access.caller)
