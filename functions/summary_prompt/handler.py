"""The third step of a performance summary: ask the model for a draft."""

from typing import Any

from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.ids import UlidIds
from debrief.kernel.lazy import Lazy
from debrief.kernel.model_client import ModelClient, model_settings
from debrief.kernel.objects import ObjectStore
from debrief.summaries.steps import Steps
from debrief.summaries.store import SummaryStore


class FunctionEnvironment(Environment):
    """What the function reads of its environment."""

    content_bucket: str


def _steps() -> Steps:
    content = ObjectStore(read_environment(FunctionEnvironment).content_bucket)
    clock = SystemClock()
    return Steps(SummaryStore(content), clock, UlidIds(clock), model=ModelClient(model_settings()))


steps = Lazy(_steps)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Ask the model, once; the keys of what is there by now."""
    return steps().prompt(event["summary_id"])._asdict()
