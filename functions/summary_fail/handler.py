"""What follows when a step of a performance summary fails: the reason is written down for the person who waits."""

from typing import Any

from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.lazy import Lazy
from debrief.kernel.objects import ObjectStore
from debrief.summaries.steps import Steps
from debrief.summaries.store import SummaryStore


def _steps() -> Steps:
    clock = SystemClock()
    # No bucket: what failed is written into its row only, and this function may read and write nothing else.
    return Steps(SummaryStore(ObjectStore("")), clock, UlidIds(clock))


steps = Lazy(_steps)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Record the failure by the error's name; its text, which may hold content, goes nowhere."""
    return steps().fail(event["summary_id"], event["error"]["Error"])._asdict()
