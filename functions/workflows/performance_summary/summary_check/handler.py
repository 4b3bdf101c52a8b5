"""The fifth step of a performance summary: have each sentence looked at once more, by what it cites alone."""

from typing import Any

from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy
from debrief.people.account.model_wiring import model_client
from debrief.summaries import wiring
from debrief.summaries.failures import unasked_in

steps = Lazy(lambda: wiring.steps(model=model_client("summary", wiring.clock)))


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Ask the model whether each sentence is borne out; the keys of what is there by now."""
    return steps().check(event["summary_id"], event["attempt"], unasked_in(event))._asdict()
