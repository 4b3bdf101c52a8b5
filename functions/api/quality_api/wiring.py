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
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.scorecards.service import ScorecardService
from debrief.quality.store import QualityStore

# The gateway waits 29 seconds; the model may be asked a second time to repair its answer.
MODEL_S = 13.0


class QualityEnvironment(Environment):
    """What the function reads beside its tables."""

    content_bucket: str


def _model() -> ModelClient:
    return ModelClient(model_settings().model_copy(update={"read_timeout_s": MODEL_S}))


def _evaluations() -> EvaluationService:
    interactions = InteractionStore(ObjectStore(read_environment(QualityEnvironment).content_bucket))
    return EvaluationService(store, interactions, access, AiAnswerer(_model), clock, ids)


clock = SystemClock()
ids = UlidIds(clock)
store = QualityStore()
people = PeopleStore()
access = Access(people)
cursors = Cursors(cursor_secret)
scorecards = ScorecardService(store, clock, ids)
evaluations = Lazy(_evaluations)
app = Api(access.caller)
