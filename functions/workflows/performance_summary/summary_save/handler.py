"""The last step of a performance summary: make the report readable."""

from typing import Any

from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy
from debrief.summaries import wiring

steps = Lazy(wiring.steps)


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Save the report."""
    return steps().save(event["summary_id"], event["attempt"])._asdict()
