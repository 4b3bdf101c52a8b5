"""The step of `held_batch`: choose some of the batch's items, or give some of them the answer."""

from typing import Any

from debrief.interactions.held.wiring import steps
from debrief.kernel.faults import safely


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Work on some items; whether anything is left goes back to the workflow."""
    return steps().work(event["batch_id"], event["attempt"]).model_dump(mode="json")
