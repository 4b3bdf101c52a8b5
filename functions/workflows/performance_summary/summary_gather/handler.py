"""The first step of a performance summary: read everything once and compute the facts."""

from typing import Any

from debrief.coaching.history_reader import HistoryReader
from debrief.insights.projection.rollup_reader import RollupReader
from debrief.insights.projection.store import RollupStore
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.faults import safely
from debrief.kernel.lazy import Lazy
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore
from debrief.summaries import wiring
from debrief.summaries.drafting.material_reader import MaterialReader
from debrief.summaries.drafting.steps import Steps


def _steps() -> Steps:
    evaluations, scorecards = EvaluationStore(), ScorecardStore()
    insights = RollupReader(RollupStore(), scorecards, PeopleStore())
    interactions = InteractionStore(wiring.content())
    return wiring.steps(
        gatherer=MaterialReader(evaluations, scorecards, interactions, HistoryReader(), insights, wiring.clock)
    )


steps = Lazy(_steps)


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Read what the summary of the event is made from; the keys of what is there by now."""
    return steps().gather(event["summary_id"], event["attempt"])._asdict()
