"""What follows when a batch of held items stops: the reason is written down for the person who waits."""

from typing import Any

from debrief.interactions.held.wiring import steps
from debrief.kernel.faults import safely


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Record the failure by the error's name; its text, which may hold content, goes nowhere."""
    steps().fail_by(event["batch_id"], event["attempt"], event["error"]["Error"])
    return {"batch_id": event["batch_id"]}
