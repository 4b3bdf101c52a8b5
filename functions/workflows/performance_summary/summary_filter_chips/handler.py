"""The sixth step of a performance summary: leave out what cannot be proven."""

from typing import Any

from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy
from debrief.summaries import wiring
from debrief.summaries.failures import unasked_in

steps = Lazy(wiring.steps)


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Check the draft; the keys of what is there by now."""
    return steps().filter_chips(event["summary_id"], event["attempt"], unasked_in(event))._asdict()
