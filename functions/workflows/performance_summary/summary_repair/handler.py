"""The fourth step of a performance summary: have what can't be shown written anew, once."""

from typing import Any

from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy
from debrief.people.account.model_wiring import model_client
from debrief.summaries import wiring

steps = Lazy(lambda: wiring.steps(model=model_client("summary", wiring.clock)))


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Ask the model for places that rules would leave out; the keys of what is there by now."""
    return steps().repair(event["summary_id"], event["attempt"])._asdict()
