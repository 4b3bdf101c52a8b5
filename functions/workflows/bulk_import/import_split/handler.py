"""First step of `bulk_import`: find the lines of the object and cut it into batches."""

from typing import Any

from debrief.interactions.intake.wiring import imports
from debrief.kernel.faults import safely
from debrief.kernel.model import Entity


class SplitRequest(Entity):
    """What the workflow hands over."""

    import_id: str
    bucket: str
    key: str
    lines_per_batch: int


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Write the manifest; answers where it lies and how many lines there are."""
    request = SplitRequest.model_validate(event)
    return imports().split(request.import_id, request.lines_per_batch).model_dump()
