"""Second step of `interaction_pipeline`: read the conversation by rule and by model."""

from functools import cache
from typing import TYPE_CHECKING, Any

from debrief.interactions.analysis.indicator_store import IndicatorStore
from debrief.interactions.wiring import clock, ids, interactions
from debrief.kernel.faults import safely
from debrief.kernel.model import Entity
from debrief.people.account.model_wiring import model_client
from debrief.people.store import PeopleStore

if TYPE_CHECKING:
    from debrief.interactions.analysis.analyse_step import ConversationAnalyser


class AnalyseRequest(Entity):
    """What the workflow hands over."""

    intake_id: str
    attempt: int
    interaction_id: str


@cache
def analyst() -> "ConversationAnalyser":
    """The use case, wired at the first call: what it holds the model's answer against takes long to make ready."""
    from debrief.interactions.analysis.analyse_step import ConversationAnalyser

    return ConversationAnalyser(
        interactions(), IndicatorStore(), PeopleStore(), model_client("analysis", clock), clock, ids
    )


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, str]:
    """Analyse one interaction; answers its id."""
    request = AnalyseRequest.model_validate(event)
    analyst().run(request.interaction_id)
    return {"interaction_id": request.interaction_id}
