"""The third step of a performance summary: ask the model for a draft."""

from typing import Any

from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy
from debrief.people.account.model_wiring import model_client
from debrief.summaries import wiring

steps = Lazy(lambda: wiring.steps(model=model_client("summary", wiring.clock)))


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Ask the model, once; the keys of what is there by now."""
    return steps().prompt(event["summary_id"], event["attempt"])._asdict()
