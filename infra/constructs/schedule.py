"""Functions that run by the clock."""

from __future__ import annotations

from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from infra.constructs.function import DebriefFunction


def schedule(
    scope: Construct, construct_id: str, function: DebriefFunction, *, every: Duration, event: dict[str, Any]
) -> events.Rule:
    """Call the function at a fixed rate. Nothing else calls it asynchronously: how is settled for such calls.

    The next call is the repeat of one that failed, or that couldn't begin before it: Lambda keeps what it was too busy
    for, six hours if nobody says otherwise, and would then run all of it side by side. Such a call ends in the
    function's dead-letter queue.
    """
    if function.dead_letters is None:
        raise ValueError(f"{function.name} is called by a schedule and needs invoked_asynchronously=True")
    function.function.configure_async_invoke(max_event_age=every, retry_attempts=0)
    return events.Rule(
        scope,
        construct_id,
        schedule=events.Schedule.rate(every),
        targets=[
            targets.LambdaFunction(
                function.function,
                event=events.RuleTargetInput.from_object(event),
                dead_letter_queue=function.dead_letters,
                retry_attempts=2,
                max_event_age=every,
            )
        ],
    )
