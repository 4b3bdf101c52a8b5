"""A step of the interaction pipeline: ask the automations, and evaluate with what starts automatically."""

from typing import TYPE_CHECKING, Any, Literal

from pydantic import ConfigDict

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.faults import safely
from debrief.kernel.ids import UlidIds
from debrief.kernel.lazy import Lazy
from debrief.kernel.model import Entity
from debrief.kernel.storage.objects import ObjectStore
from debrief.quality.answering.automatic_service import AutomaticEvaluations
from debrief.quality.automations.wiring import taking
from debrief.quality.earning.wiring import earning
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore

if TYPE_CHECKING:
    from debrief.quality.answering.answerer_service import AiAnswerer


class EvaluationRequest(Entity):
    """What the workflow hands over; other fields of its state are of no interest here.

    mode: `supersede` where the new words have no analysis, so that only what rests on earlier ones goes.
    """

    model_config = ConfigDict(extra="ignore")

    interaction_id: str
    mode: Literal["evaluate", "supersede"] = "evaluate"


class EvaluationEnvironment(Environment):
    """What the function reads beside its tables and the model's settings."""

    content_bucket: str


def _answerer() -> "AiAnswerer":
    """Imported with the first scorecard that has something to answer: most of what this function loads is for that."""
    from debrief.people.account.model_wiring import model_client
    from debrief.quality.answering.answerer_service import AiAnswerer
    from debrief.quality.answering.names_reader import names_in
    from debrief.quality.answering.wiring import wants_check

    return AiAnswerer(Lazy(lambda: model_client("answers", clock)), wants_check, names_in)


def _automatic() -> AutomaticEvaluations:
    interactions = InteractionStore(ObjectStore(read_environment(EvaluationEnvironment).content_bucket))
    evaluations, scorecards = EvaluationStore(), ScorecardStore()
    automations = taking(evaluations, scorecards, interactions, clock, ids)
    earned = earning(evaluations, clock, ids)
    return AutomaticEvaluations(evaluations, scorecards, interactions, Lazy(_answerer), automations, clock, ids, earned)


clock = SystemClock()
ids = UlidIds(clock)
automatic = Lazy(_automatic)


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Evaluate the interaction; what became of each scorecard goes back to the workflow."""
    request = EvaluationRequest.model_validate(event)
    if request.mode == "supersede":
        automatic().supersede(request.interaction_id)
        return {"interaction_id": request.interaction_id}
    return automatic().evaluate(request.interaction_id).model_dump(mode="json")
