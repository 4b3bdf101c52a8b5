"""The second step of a performance summary: choose what the model gets to read."""

from typing import Any

from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy
from debrief.summaries import wiring

steps = Lazy(wiring.steps)


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Choose what goes into the prompt; the keys of what is there by now."""
    return steps().cap(event["summary_id"], event["attempt"])._asdict()
