"""What follows when a step of a performance summary fails: the reason is written down for the person who waits."""

from typing import Any

from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy
from debrief.summaries import wiring

steps = Lazy(wiring.steps)


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Record the failure by the error's name; its text, which may hold content, goes nowhere."""
    return steps().fail(event["summary_id"], event["attempt"], event["error"]["Error"])._asdict()
