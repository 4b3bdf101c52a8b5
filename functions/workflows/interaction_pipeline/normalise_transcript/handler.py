"""First step of `interaction_pipeline`: one form for every transcript, and the interaction it belongs to."""

from typing import Any

from debrief.interactions.intake.wiring import normaliser
from debrief.kernel.faults import safely
from debrief.kernel.model import Entity


class NormaliseRequest(Entity):
    """What the workflow hands over. transcript_uri: Transcribe's result; null where the transcript came along."""

    intake_id: str
    attempt: int
    transcript_uri: str | None


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, str]:
    """Write the interaction; answers its id."""
    request = NormaliseRequest.model_validate(event)
    return {"interaction_id": normaliser().run(request.intake_id, request.attempt, request.transcript_uri)}
