"""The step of `draft_answers`: ask the model for the open questions of a draft, and save what it answers."""

from typing import Any

from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy
from debrief.people.account.model_wiring import model_client
from debrief.quality.answering.wiring import clock, draft_answering

answering = Lazy(lambda: draft_answering(Lazy(lambda: model_client("answers", clock))))


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer the draft; what became of it goes back to the workflow."""
    return answering().answer(event["evaluation_id"], event["attempt"]).model_dump(mode="json")
