"""Keeps the rollups: events of evaluations and conversations off a queue, and rebuilding on request.

A message of a batch that fails comes again by itself, without the others. To rebuild an agent's rollups after the
account's time zone changed, invoke the function with `{"rebuild": {"agent_id": "us_…"}}` and repeat it with the
`next` of its answer, as `{"rebuild": {"agent_id": "us_…", "place": {…}}}`, until `next` is null.
"""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from debrief.insights.projection.projector import RebuildPlace, RollupProjector
from debrief.insights.projection.store import RollupStore
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.events.publishing import received
from debrief.kernel.ids import UlidIds
from debrief.kernel.model import Entity
from debrief.kernel.storage.objects import ObjectStore
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore

EVALUATIONS = "debrief.quality.evaluation."
CONVERSATIONS = "debrief.interactions.interaction."


class RebuildRequest(Entity):
    """Whose rollups to rebuild, and where the call before ended."""

    agent_id: str
    place: RebuildPlace | None = None


logger = Logger()
clock = SystemClock()
# No transcript is read here, and the function may not: it is given no bucket.
interactions = InteractionStore(ObjectStore(""))
projector = RollupProjector(
    RollupStore(), EvaluationStore(), ScorecardStore(), interactions, PeopleStore(), clock, UlidIds(clock)
)
processor = BatchProcessor(event_type=EventType.SQS)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Work off a batch of messages, or rebuild some of an agent's rollups."""
    if "rebuild" in event:
        request = RebuildRequest.model_validate(event["rebuild"])
        return projector.rebuild(request.agent_id, request.place).model_dump(mode="json")
    return dict(process_partial_response(event, record_handler=roll_up, processor=processor, context=context))


def roll_up(record: SQSRecord) -> None:
    """Count what an event is about; events of other things are passed over."""
    event = received(record.json_body)
    if event.type.startswith(EVALUATIONS):
        projector.count_evaluation(event.subject)
    elif event.type.startswith(CONVERSATIONS):
        projector.count_conversation(event.subject)
    else:
        logger.info("an event that isn't counted", type=event.type)
