"""One Lambda function: one folder below functions/, with everything a function must have."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra import nag
from infra.constructs.alarms import FIVE_MINUTES, Alarms
from infra.constructs.grants import Grant
from infra.constructs.layers import NOT_PACKAGED, Layers
from infra.constructs.queues import dead_letter_queue
from infra.folders import FUNCTIONS, folder_of, module_of
from infra.runtime import lambda_runtime
from infra.settings import Settings


class DebriefFunction(Construct):
    """A function with an own role, an own log group, tracing and alarms; and with nothing it wasn't given.

    `invoked_asynchronously` adds a dead-letter queue for events that failed all their tries. `reads_streams` is for a
    function that table streams are mapped to.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        settings: Settings,
        layers: Layers,
        alarms: Alarms,
        grants: Iterable[Grant] = (),
        timeout: Duration | None = None,
        invoked_asynchronously: bool = False,
        reads_streams: bool = False,
    ) -> None:
        super().__init__(scope, name)
        place = folder_of(name).relative_to(FUNCTIONS)
        self.name = name
        self.timeout = timeout or Duration.seconds(30)
        function_name = f"debrief-{settings.name}-{name}"
        log_group = logs.LogGroup(
            self,
            "Logs",
            log_group_name=f"/aws/lambda/{function_name}",
            retention=retention_of(settings.retention.logs_days),
            removal_policy=RemovalPolicy.RETAIN if settings.protection == "retain" else RemovalPolicy.DESTROY,
        )
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[log_group.log_group_arn]
            )
        )
        self.dead_letters: sqs.Queue | None = None
        if invoked_asynchronously:
            self.dead_letters = dead_letter_queue(
                self, "DeadLetters", f"debrief-{settings.name}-{name}-dead-letters", alarms
            )
        self.function = lambda_.Function(
            self,
            "Function",
            function_name=function_name,
            # Its own folder, packaged with its name, so that imports read the same here, in tests and deployed.
            code=lambda_.Code.from_asset(
                str(FUNCTIONS),
                exclude=[*_all_but(place), *NOT_PACKAGED],
                ignore_mode=cdk.IgnoreMode.GIT,
            ),
            handler=f"{module_of(name)}.lambda_handler",
            runtime=lambda_runtime(),
            architecture=lambda_.Architecture.ARM_64,
            layers=layers.of(name),
            memory_size=settings.memory(name),
            timeout=self.timeout,
            reserved_concurrent_executions=settings.reserved_concurrency.get(name),
            tracing=lambda_.Tracing.ACTIVE,
            role=role,
            log_group=log_group,
            dead_letter_queue=self.dead_letters,
            environment={
                "DEBRIEF_ENV": settings.name,
                "POWERTOOLS_SERVICE_NAME": name,
                "POWERTOOLS_LOG_LEVEL": settings.log_level,
                # Pydantic would read every package's metadata at cold start, looking for plug-ins.
                "PYDANTIC_DISABLE_PLUGINS": "__all__",
            },
        )
        if reads_streams:
            nag.traces_and_streams_have_no_resource(role)
        else:
            nag.traces_have_no_resource(role)
        for grant in grants:
            grant(self.function)
        alarms.on(
            self,
            "Errors",
            metric=self.function.metric_errors(period=FIVE_MINUTES),
            threshold=1,
            meaning=f"{name} raised an error",
        )
        alarms.on(
            self,
            "Throttles",
            metric=self.function.metric_throttles(period=FIVE_MINUTES),
            threshold=1,
            meaning=f"{name} was throttled",
        )


def _all_but(place: Path) -> list[str]:
    """What is left out of a package, in the words of a .gitignore: everything but one folder, level by level."""
    patterns: list[str] = []
    for level in reversed([place, *place.parents][:-1]):
        parent = "" if level.parent == Path(".") else f"{level.parent}/"
        patterns += [f"{parent}*", f"!{level}"]
    return [*patterns, f"!{place}/**"]


def retention_of(days: int) -> logs.RetentionDays:
    """The retention that CloudWatch offers for a number of days."""
    try:
        return _RETENTION[days]
    except KeyError:
        raise ValueError(f"logs can be kept for {sorted(_RETENTION)} days, not {days}") from None


_RETENTION = {
    1: logs.RetentionDays.ONE_DAY,
    7: logs.RetentionDays.ONE_WEEK,
    14: logs.RetentionDays.TWO_WEEKS,
    30: logs.RetentionDays.ONE_MONTH,
    90: logs.RetentionDays.THREE_MONTHS,
    180: logs.RetentionDays.SIX_MONTHS,
    365: logs.RetentionDays.ONE_YEAR,
}
