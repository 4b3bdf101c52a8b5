"""The step of `practice`: ask the model for a scenario, for what the customer says next, or for a score."""

from typing import Any

from debrief.coaching.practice.wiring import practice_work
from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy

practice = Lazy(practice_work)


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Do the work; what became of it goes back to the workflow."""
    done = practice().work(event["about"], event["scenario_id"], event["id"], event["number"])
    return done.model_dump(mode="json")
