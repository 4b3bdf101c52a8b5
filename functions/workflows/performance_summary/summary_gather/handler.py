"""The first step of a performance summary: read everything once and compute the facts."""

from typing import TYPE_CHECKING, Any

from debrief.kernel.env import Environment, read_environment
from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy

if TYPE_CHECKING:
    from debrief.summaries.drafting.gather_step import GatherStep


class FunctionEnvironment(Environment):
    """What the function reads of its environment."""

    content_bucket: str


def _step() -> "GatherStep":
    # It reads of every context. What that takes is loaded with the first summary: it is not saved, but moved there.
    from debrief.coaching.history_reader import HistoryReader
    from debrief.insights.projection.rollup_reader import RollupReader
    from debrief.insights.projection.store import RollupStore
    from debrief.interactions.conversations.store import InteractionStore
    from debrief.kernel.clock import SystemClock
    from debrief.kernel.ids import UlidIds
    from debrief.kernel.storage.objects import ObjectStore
    from debrief.people.store import PeopleStore
    from debrief.quality.evaluations.store import EvaluationStore
    from debrief.quality.scorecards.store import ScorecardStore
    from debrief.summaries.drafting.gather_step import GatherStep
    from debrief.summaries.drafting.material_reader import MaterialReader
    from debrief.summaries.store import SummaryStore

    clock, content = SystemClock(), ObjectStore(read_environment(FunctionEnvironment).content_bucket)
    evaluations, scorecards, interactions = EvaluationStore(), ScorecardStore(), InteractionStore(content)
    people = PeopleStore()
    insights = RollupReader(RollupStore(), scorecards, people)
    gatherer = MaterialReader(evaluations, scorecards, interactions, HistoryReader(), insights, people, clock)
    return GatherStep(SummaryStore(content), gatherer, clock, UlidIds(clock))


step = Lazy(_step)


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Read what the summary of the event is made from; the keys of what is there by now."""
    return step().gather(event["summary_id"], event["attempt"])._asdict()
