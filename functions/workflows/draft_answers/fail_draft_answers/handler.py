"""What follows when the AI couldn't answer a draft: the reason is written down for the person who waits."""

from typing import Any

from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy
from debrief.quality.answering.wiring import draft_answering

answering = Lazy(draft_answering)


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Record the failure by the error's name; its text, which may hold content, goes nowhere."""
    outcome = answering().fail(event["evaluation_id"], event["attempt"], event["error"]["Error"])
    return outcome.model_dump(mode="json")
