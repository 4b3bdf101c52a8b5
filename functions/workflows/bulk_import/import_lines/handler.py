"""Step of `bulk_import` for each batch: give every line to the intake."""

from typing import Any

from debrief.interactions.intake.import_steps import Batch
from debrief.interactions.intake.wiring import imports
from debrief.kernel.faults import safely
from debrief.kernel.model import Entity


class BatchRequest(Entity):
    """What the workflow hands over."""

    import_id: str
    bucket: str
    key: str
    batch: Batch


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Take the lines of one batch; answers how many there were."""
    request = BatchRequest.model_validate(event)
    return {"lines": imports().take(request.import_id, request.batch)}
