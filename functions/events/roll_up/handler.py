"""Keeps the rollups, and the outcomes that lead from them to evaluations: events off a queue, rebuilding on request.

The events of one batch are counted together; one that fails comes again by itself, without the others. To rebuild an
agent's rollups after the account's time zone changed, invoke the function with `{"rebuild": {"agent_id": "us_…"}}` and
repeat it with the `next` of its answer, as `{"rebuild": {"agent_id": "us_…", "place": {…}}}`, until `next` is null.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from debrief.insights.improvement.hearing import (
    ASSIGNMENT_CHANGED,
    ASSIGNMENT_CREATED,
    ASSIGNMENT_DELETED,
    LOG_CHANGED,
    LOG_DELETED,
    LOG_WRITTEN,
    PRACTICE_APPROVED,
    PRACTICE_ATTEMPTED,
    PRACTICE_CLOSED,
)
from debrief.insights.projection.packing import Source, SourceKey
from debrief.insights.projection.projector import RebuildPlace, RollupProjector
from debrief.insights.projection.store import InsightsRow, RollupStore
from debrief.interactions.conversations.events import ANALYSED, DELETED, RECORDED
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.events.consumers import Consumer, Failures, Inbox, LambdaContext, SecondsLeft
from debrief.kernel.faults import safely
from debrief.kernel.ids import UlidIds
from debrief.kernel.lazy import Lazy
from debrief.kernel.model import Entity
from debrief.kernel.steps import read_event
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.transactions import Transaction
from debrief.people.store import PeopleStore
from debrief.quality.calibrations.events import CALIBRATION_CLOSED, CALIBRATION_DELETED
from debrief.quality.earning.events import CHECK_ANSWERED
from debrief.quality.evaluations.events import (
    EVALUATION_COMPLETED,
    EVALUATION_DELETED,
    EVALUATION_RESCORED,
    EVALUATION_SUPERSEDED,
)
from debrief.quality.evaluations.outcome_service import OutcomeIndex
from debrief.quality.evaluations.outcome_store import OutcomeStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore

if TYPE_CHECKING:
    from debrief.insights.improvement.coaching_projector import CoachingProjector

SOURCES: dict[str, Source] = {
    EVALUATION_COMPLETED: "EVAL",
    EVALUATION_RESCORED: "EVAL",
    EVALUATION_DELETED: "EVAL",
    EVALUATION_SUPERSEDED: "EVAL",
    RECORDED: "INT",
    ANALYSED: "INT",
    DELETED: "INT",
    CALIBRATION_CLOSED: "CAL",
    CALIBRATION_DELETED: "CAL",
    CHECK_ANSWERED: "CHK",
}
"""What an event of each type asks to count; its subject is the id."""


class RebuildRequest(Entity):
    """Whose rollups to rebuild, and where the call before ended."""

    agent_id: str
    place: RebuildPlace | None = None


def _ensure_refresh() -> bool:
    from debrief.insights.wiring import benchmark_refresh

    benchmark_refresh().ensure()
    return True


def _coaching() -> "CoachingProjector":
    from debrief.insights.improvement.coaching_projector import CoachingProjector

    return CoachingProjector(RollupStore(), PeopleStore(), clock)


clock = SystemClock()
# No transcript is read here, and the function may not: it is given no bucket.
interactions = InteractionStore(ObjectStore(""))
ids = UlidIds(clock)
evaluations, scorecards = EvaluationStore(), ScorecardStore()
outcomes = OutcomeIndex(OutcomeStore(), evaluations, scorecards, clock, ids)
projector = RollupProjector(
    RollupStore(), evaluations, scorecards, interactions, PeopleStore(), clock, ids, outcomes=outcomes
)
consumer = Consumer("roll_up", inbox=Inbox(InsightsRow, clock, ids))
coaching = Lazy(_coaching)
refresh_is_due = Lazy(_ensure_refresh)
"""That all agents are compared once a day, once there is a conversation: asked once for each process."""


@consumer.together(*SOURCES)
def roll_up(events: Sequence[Event], seconds_left: SecondsLeft) -> Failures:
    """Count what the events are about."""
    keys = {event.id: _keys_of(event) for event in events}
    failed = projector.count((key for some in keys.values() for key in some), seconds_left).failed
    if any(key.source == "INT" for some in keys.values() for key in some):
        refresh_is_due()
    return {event_id: failed[key] for event_id, some in keys.items() for key in reversed(some) if key in failed}


def _keys_of(event: Event) -> list[SourceKey]:
    """What an event asks to count: what the AI may have answered is counted beside calibrations of the same as well,
    and leaves with its blind check.
    """
    own = SourceKey(SOURCES[event.type], event.subject)
    interaction_id = event.data.get("interaction_id")
    if own.source != "EVAL" or event.data.get("type") == "manual" or not isinstance(interaction_id, str):
        return [own]
    checks = projector.checks_of([own.id]) if event.type == EVALUATION_DELETED else []
    return [own, *checks, *projector.calibrations_of(interaction_id)]


@consumer.once(ASSIGNMENT_CREATED, ASSIGNMENT_CHANGED, ASSIGNMENT_DELETED)
def coached_on(event: Event, tx: Transaction) -> None:
    """Count what an agent is coached on by an assignment."""
    coaching().assignment(event, tx, deleted=event.type == ASSIGNMENT_DELETED)


@consumer.once(LOG_WRITTEN, LOG_CHANGED, LOG_DELETED)
def logged(event: Event, tx: Transaction) -> None:
    """Count a coaching log by the criterion that was the lowest."""
    coaching().log(event, tx, deleted=event.type == LOG_DELETED)


@consumer.once(PRACTICE_APPROVED)
def given_to_practise(event: Event, tx: Transaction) -> None:
    """Count a practice scenario from its approval on."""
    coaching().approved(event, tx)


@consumer.once(PRACTICE_ATTEMPTED)
def practised(event: Event, tx: Transaction) -> None:
    """Count an attempt at it."""
    coaching().attempted(event, tx)


@consumer.once(PRACTICE_CLOSED)
def practised_no_more(event: Event, tx: Transaction) -> None:
    """Count it as due no more."""
    coaching().closed(event, tx)


@safely
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Work off a batch of messages, or rebuild some of an agent's rollups."""
    if "rebuild" in event:
        request = read_event(RebuildRequest, event["rebuild"])
        done = projector.rebuild(
            request.agent_id, request.place, seconds_left=lambda: context.get_remaining_time_in_millis() / 1000
        )
        return done.model_dump(mode="json")
    return consumer.work_off(event, context)
