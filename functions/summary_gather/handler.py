"""The first step of a performance summary: read everything once and compute the facts."""

from typing import Any

from debrief.coaching.store import CoachingStore
from debrief.insights.service import Insights
from debrief.insights.store import RollupStore
from debrief.interactions.store import InteractionStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.ids import UlidIds
from debrief.kernel.lazy import Lazy
from debrief.kernel.objects import ObjectStore
from debrief.people.store import PeopleStore
from debrief.quality.store import QualityStore
from debrief.summaries.gather import Gatherer
from debrief.summaries.steps import Steps
from debrief.summaries.store import SummaryStore


class FunctionEnvironment(Environment):
    """What the function reads of its environment."""

    content_bucket: str


def _steps() -> Steps:
    content = ObjectStore(read_environment(FunctionEnvironment).content_bucket)
    clock = SystemClock()
    quality = QualityStore()
    insights = Insights(RollupStore(), quality, PeopleStore())
    gatherer = Gatherer(quality, InteractionStore(content), CoachingStore(), insights, clock)
    return Steps(SummaryStore(content), clock, UlidIds(clock), gatherer=gatherer)


steps = Lazy(_steps)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Read what the summary of the event is made from; the keys of what is there by now."""
    return steps().gather(event["summary_id"])._asdict()
