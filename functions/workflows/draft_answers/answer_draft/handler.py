"""The step of `draft_answers`: ask the model for the open questions of a draft, and save what it answers."""

from typing import Any

from debrief.kernel.ai.model_client import ModelClient, model_settings
from debrief.kernel.lazy import Lazy
from debrief.quality.answering.wiring import draft_answering

answering = Lazy(lambda: draft_answering(Lazy(lambda: ModelClient(model_settings()))))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer the draft; what became of it goes back to the workflow."""
    return answering().answer(event["evaluation_id"], event["attempt"]).model_dump(mode="json")
