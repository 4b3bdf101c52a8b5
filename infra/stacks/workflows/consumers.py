"""Who hears of what has happened."""

from __future__ import annotations

from aws_cdk import aws_events as events

from infra.constructs import grants
from infra.constructs.queue_consumer import QueueConsumer
from infra.constructs.workflow import Workflow
from infra.stacks.data import INSIDE, OWN, TRANSCRIPTS
from infra.stacks.workflows.heard import COUNTED, FLAGGED, FOLLOWED
from infra.stacks.workflows.room import Room


def intake(room: Room, pipeline: Workflow, bulk_import: Workflow) -> QueueConsumer:
    may, data = room.may, room.data
    intake = room.functions.add(
        "intake_recording",
        [
            # What lies beside a dropped object is looked for, what lies inside is taken out.
            may.recordings(read=[grants.ANYWHERE], write=[INSIDE], look=True),
            may.interactions("DeleteItem", "GetItem", "PutItem", "Query GSI1", "UpdateItem"),
            may.people("GetItem", "Query GSI2"),
            pipeline.grant_start(),
            bulk_import.grant_start(),
            may.stalled_after,
        ],
        seconds=60,
    )
    return QueueConsumer(
        room.stack,
        "Intake",
        name=f"debrief-{room.settings.name}-intake",
        consumer=intake,
        alarms=data.alarms,
        setting=room.settings.queue(intake.name),
        # So few that even five of the largest documents are read before the function's time is up.
        batch_size=5,
        pattern=events.EventPattern(
            source=["aws.s3"],
            detail_type=["Object Created"],
            detail={
                "bucket": {"name": [data.recordings.bucket_name]},
                "object": {"key": [{"anything-but": {"prefix": OWN}}]},
            },
        ),
    )


def roll_up(room: Room) -> QueueConsumer:
    may = room.may
    roll_up = room.functions.add(
        "roll_up",
        [
            # A conversation's own rows go when it is sorted otherwise; a first refresh of benchmarks is made due.
            may.insights("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "UpdateItem"),
            # The queries are for building rollups anew, what is written are the outcomes beside evaluations.
            may.quality(
                *("BatchGetItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem"),
                *("Query", "Query GSI2", "Query GSI3"),
            ),
            may.interactions("BatchGetItem", "Query GSI1"),
            may.people("GetItem"),
        ],
        seconds=60,
    )
    return QueueConsumer(
        room.stack,
        "RollUp",
        name=f"debrief-{room.settings.name}-roll-up",
        consumer=roll_up,
        alarms=room.data.alarms,
        setting=room.settings.queue(roll_up.name),
        bus=room.data.bus,
        pattern=events.EventPattern(detail_type=COUNTED),
        # What one batch changes is written together: the more of them, the fewer transactions meet in the same
        # rows (docs/decisions/0037-consumers-and-merged-batches.md).
        batch_size=100,
    )


def follow_reviews(room: Room, practice: Workflow) -> QueueConsumer:
    """What keeps coaching in step with reviews and disputes, flags, and agents who leave."""
    may = room.may
    follow = room.functions.add(
        "follow_reviews",
        [
            # GSI1, GSI2: what is open of somebody who has left, in which they learn or help.
            may.coaching(
                *("BatchGetItem", "DeleteItem", "GetItem", "PutItem"),
                *("Query", "Query GSI1", "Query GSI2", "UpdateItem"),
            ),
            # Coaching logs: what of a conversation is flagged, how its evaluations and the agent's calls before it
            # came out. A log is written only while its evaluation is as it was read.
            may.quality("BatchGetItem", "ConditionCheckItem", "GetItem", "Query", "Query GSI3"),
            # Whether a conversation that was deleted is gone, and whether one is in doubt; whether those of a new
            # assignment are still there.
            may.interactions("BatchGetItem", "GetItem"),
            # Whom an agent is held against is chosen in their team, by the week before; who is told of a log leads
            # the agent, and may coach by their roles.
            may.people("GetItem", "Query", "Query GSI3"),
            may.insights("Query"),
            # Each coaching log brings a scenario, which the model writes.
            practice.grant_start(),
        ],
        seconds=60,
    )
    return QueueConsumer(
        room.stack,
        "FollowReviews",
        name=f"debrief-{room.settings.name}-follow-reviews",
        consumer=follow,
        alarms=room.data.alarms,
        setting=room.settings.queue(follow.name),
        bus=room.data.bus,
        pattern=events.EventPattern(detail_type=FOLLOWED),
        batch_size=10,
    )


def raise_flags(room: Room) -> QueueConsumer:
    """What raises flags, and keeps them in step with evaluations, conversations and the reporting line."""
    may = room.may
    flags = room.functions.add(
        "raise_flags",
        [
            # Alert keywords, policies and hang-ups are looked for in what was said.
            may.content(read=[TRANSCRIPTS]),
            may.interactions("GetItem"),
            may.quality(
                "BatchGetItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"
            ),
            # Who leads the agent, and may work with flags by their roles.
            may.people("GetItem", "Query"),
        ],
        seconds=60,
    )
    return QueueConsumer(
        room.stack,
        "RaiseFlags",
        name=f"debrief-{room.settings.name}-raise-flags",
        consumer=flags,
        alarms=room.data.alarms,
        setting=room.settings.queue(flags.name),
        bus=room.data.bus,
        pattern=events.EventPattern(detail_type=FLAGGED),
        batch_size=10,
    )
