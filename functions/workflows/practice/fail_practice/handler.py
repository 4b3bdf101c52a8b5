"""What follows when the model couldn't do what a practice waits for: the reason is written down for who waits."""

from typing import Any

from debrief.coaching.practice.wiring import practice_work
from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy

practice = Lazy(practice_work)


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Record the failure by the error's name; its text, which may hold content, goes nowhere."""
    done = practice().fail(event["about"], event["scenario_id"], event["id"], event["number"], event["error"]["Error"])
    return done.model_dump(mode="json")
