"""Before a transcription in `interaction_pipeline`: take what it costs from the month's budget, or hold the item."""

from typing import Any

from debrief.interactions.intake.wiring import transcribing
from debrief.kernel.faults import safely
from debrief.kernel.model import Entity


class PayRequest(Entity):
    """What the workflow hands over."""

    intake_id: str
    attempt: int


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, bool]:
    """Answers whether the recording may be transcribed."""
    request = PayRequest.model_validate(event)
    return {"granted": transcribing().pay(request.intake_id, request.attempt)}
