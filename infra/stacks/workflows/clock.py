"""What runs by the clock, and by hand."""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk.aws_sqs import Queue

from infra import nag
from infra.constructs import grants
from infra.constructs.alarms import FIVE_MINUTES
from infra.constructs.function import DebriefFunction
from infra.constructs.queues import Undelivered, dead_letter_queue
from infra.constructs.schedule import schedule
from infra.constructs.workflow import Workflow
from infra.stacks.data import RAW_TRANSCRIPTS, SUMMARIES, TRANSCRIPTS
from infra.stacks.workflows.room import LONG, Room


def run_schedules(room: Room, looked_after: Iterable[Workflow], summary: Workflow) -> DebriefFunction:
    """What does due work, in every table that holds some. Runs may overlap, so no concurrency is reserved."""
    may, alarms = room.may, room.data.alarms
    run = room.functions.add(
        "run_schedules",
        [
            may.interactions(
                "BatchGetItem",
                "ConditionCheckItem",
                "DeleteItem",
                "GetItem",
                "PutItem",
                "Query",
                "Query GSI1",
                "Query GSI2",
                "UpdateItem",
            ),
            may.summaries("DeleteItem", "GetItem", "PutItem", "Query GSI1", "UpdateItem"),
            # Digests are made, and channels have their turn.
            may.notices("BatchGetItem", "DeleteItem", "PutItem", "Query", "Query GSI1", "UpdateItem"),
            # The report of a 1-to-1 is asked for in the night before it, where the account wants that.
            # Groups that are sent become assignments; how far plans have come is looked at each night.
            may.coaching(
                "BatchGetItem",
                "ConditionCheckItem",
                "DeleteItem",
                "GetItem",
                "PutItem",
                "Query",
                "Query GSI1",
                "Query GSI3",
                "UpdateItem",
            ),
            # Benchmarks are made of all agents' rollups.
            may.insights("GetItem", "PutItem", "Query", "Query GSI1", "UpdateItem"),
            summary.grant_start(),
            # Transcripts are read and written where speakers are swapped in everything of an import or a source.
            may.content(
                read=[TRANSCRIPTS],
                write=[TRANSCRIPTS],
                delete=[RAW_TRANSCRIPTS, SUMMARIES, TRANSCRIPTS],
                look=True,
            ),
            may.recordings(delete=[grants.ANYWHERE], look=True),
            # What agents let pass is acknowledged, disputes are looked after, others like an upheld one re-scored;
            # who hasn't handed in for a calibration is reminded; goals are drawn among what was evaluated of
            # agents, and forecasts read what scorecards came to.
            may.quality(*grants.ALL_ROW_ACTIONS),
            # Rows by role are written for people who are as they were read.
            may.people(*grants.ALL_ROW_ACTIONS),
            # Sign-ins are brought to what their people are; who hasn't signed in yet is invited at the new address.
            may.users(*grants.SIGN_IN_ACTIONS),
            *(each.grant_start(describe=True) for each in looked_after),
            may.stalled_after,
        ],
        seconds=LONG,
        invoked_asynchronously=True,
    )
    schedule(room.stack, "RunSchedules", run, every=Duration.minutes(1), event={})
    alarms.on(
        room.stack,
        "DueLate",
        metric=_due_metric(room, "DueLate", run),
        threshold=Duration.minutes(10).to_seconds(),
        meaning="due work waits too long, or nobody looks for it",
        periods=3,
        silence_is_trouble=True,
    )
    alarms.on(
        room.stack,
        "DueGivenUp",
        metric=_due_metric(room, "DueGivenUp", run),
        threshold=1,
        meaning="due work failed every try and was given up",
    )
    return run


def _due_metric(room: Room, name: str, run: DebriefFunction) -> cloudwatch.Metric:
    """A metric that `run_schedules` writes into its log."""
    return cloudwatch.Metric(
        namespace="Debrief",
        metric_name=name,
        dimensions_map={"service": run.name, "environment": room.settings.name},
        statistic="Maximum",
        period=FIVE_MINUTES,
    )


def publish_events(room: Room) -> Queue:
    may, data = room.may, room.data
    publish = room.functions.add(
        "publish_events",
        [
            *(
                outbox("BatchWriteItem", "Query GSI1")
                for outbox in (
                    may.people,
                    may.interactions,
                    may.quality,
                    may.coaching,
                    may.summaries,
                    may.notices,
                )
            ),
            may.publish,
        ],
        # A sweep works until the next one begins: after an outage there may be hundreds of thousands of events.
        seconds=60 * min(room.settings.sweep_minutes, 15),
        invoked_asynchronously=True,
        reads_streams=True,
    )
    undelivered = dead_letter_queue(
        room.stack,
        "UnpublishedEvents",
        f"debrief-{room.settings.name}-unpublished-events-dead-letters",
        data.alarms,
    )
    nag.used_by_stream_mappings(undelivered)
    for table in data.outbox_tables:
        publish.function.add_event_source(
            sources.DynamoEventSource(
                table.table,
                starting_position=lambda_.StartingPosition.TRIM_HORIZON,
                batch_size=100,
                bisect_batch_on_error=True,
                report_batch_item_failures=True,
                retry_attempts=5,
                max_record_age=Duration.hours(6),
                on_failure=Undelivered(undelivered),
                filters=[
                    lambda_.FilterCriteria.filter(
                        {
                            "eventName": lambda_.FilterRule.is_equal("INSERT"),
                            "dynamodb": {"NewImage": {"kind": {"S": lambda_.FilterRule.is_equal("outbox")}}},
                        }
                    )
                ],
            )
        )
    data.alarms.on(
        room.stack,
        "EventsLate",
        metric=publish.function.metric("IteratorAge", statistic="Maximum", period=FIVE_MINUTES),
        threshold=Duration.minutes(15).to_milliseconds(),
        meaning="events leave their tables too late",
    )
    every = Duration.minutes(room.settings.sweep_minutes)
    schedule(room.stack, "PublishEventsSchedule", publish, every=every, event={"sweep": True})
    return undelivered


def bootstrap_account(room: Room) -> DebriefFunction:
    """Who may invoke functions in the account gives it its first admin, once."""
    may = room.may
    rights = [
        may.people("GetItem", "PutItem", "Query", "UpdateItem"),
        # An admin who is invited again may have another address in the pool by now.
        may.users("AdminCreateUser", "AdminGetUser", "AdminUpdateUserAttributes"),
    ]
    return room.functions.add("bootstrap_account", rights, seconds=30)
