"""A Step Functions state machine from a file in statemachines/."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra import nag
from infra.constructs import grants
from infra.constructs.alarms import FIVE_MINUTES, Alarms
from infra.constructs.definition import DefinitionError, definition
from infra.constructs.function import DebriefFunction, retention_of
from infra.settings import Settings


class Workflow(Construct):
    """A state machine that may call exactly the functions its file names.

    Parameters
    ----------
    functions: placeholder (`NormaliseTranscriptFunction`) → function.
    texts: further placeholders that stay text.
    numbers: placeholders that become numbers.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        settings: Settings,
        alarms: Alarms,
        functions: Mapping[str, DebriefFunction],
        texts: Mapping[str, str] | None = None,
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(scope, name)
        text = json.dumps(definition(name, numbers or {}), indent=2)
        substitutions = {key: each.function.function_arn for key, each in functions.items()} | dict(texts or {})
        named = set(re.findall(r"\$\{(\w+)\}", text))
        if named != set(substitutions):
            raise DefinitionError(f"{name}: placeholders {sorted(named)} and values {sorted(substitutions)} differ")
        self.name = name
        self.machine_name = f"debrief-{settings.name}-{name}"
        self.executions_arn = Stack.of(self).format_arn(
            service="states",
            resource="execution",
            resource_name=f"{self.machine_name}:*",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("states.amazonaws.com"))
        self.role.add_to_policy(
            iam.PolicyStatement(
                actions=["lambda:InvokeFunction"],
                resources=[each.function.function_arn for each in functions.values()],
            )
        )
        self.machine = sfn.StateMachine(
            self,
            "Machine",
            state_machine_name=self.machine_name,
            definition_body=sfn.DefinitionBody.from_string(text),
            definition_substitutions=substitutions,
            role=self.role,
            tracing_enabled=True,
            logs=sfn.LogOptions(
                destination=logs.LogGroup(
                    self,
                    "Logs",
                    log_group_name=f"/aws/vendedlogs/states/{self.machine_name}",
                    retention=retention_of(settings.retention.logs_days),
                    removal_policy=(RemovalPolicy.RETAIN if settings.protection == "retain" else RemovalPolicy.DESTROY),
                ),
                level=sfn.LogLevel.ERROR,
                include_execution_data=False,
            ),
        )
        nag.only_errors_logged(self.machine)
        nag.log_delivery_has_no_resource(self.role)
        for construct_id, metric, meaning in (
            ("Failed", self.machine.metric_failed(period=FIVE_MINUTES), "failed"),
            ("TimedOut", self.machine.metric_timed_out(period=FIVE_MINUTES), "ran out of time"),
            ("Throttled", self.machine.metric_throttled(period=FIVE_MINUTES), "was throttled"),
        ):
            alarms.on(self, construct_id, metric=metric, threshold=1, meaning=f"{name} {meaning}")

    def grant_start(self, *, describe: bool = False) -> grants.Grant:
        """Start executions, and on request look at them."""

        def grant(function: lambda_.Function) -> None:
            arn = self.machine.state_machine_arn
            grants.allow(function, ["states:StartExecution"], [arn])
            if describe:
                grants.allow(function, ["states:DescribeExecution"], [self.executions_arn])
                nag.executions_have_no_names(grants.role_of(function), self.machine_name)
            function.add_environment(f"{self.name.upper()}_STATE_MACHINE_ARN", arn)

        return grant

    def allow_distributed_map(self, bucket: s3.IBucket, prefix: str) -> None:
        """Let the state machine run its own children over a list in `bucket` under `prefix`.

        An own policy, not the role's: it names the state machine, which itself waits for the role's policy.
        """
        statements = [
            iam.PolicyStatement(actions=["states:StartExecution"], resources=[self.machine.state_machine_arn]),
            iam.PolicyStatement(
                actions=["states:DescribeExecution", "states:StopExecution"], resources=[self.executions_arn]
            ),
            iam.PolicyStatement(actions=["s3:GetObject"], resources=[bucket.arn_for_objects(f"{prefix}*")]),
        ]
        if bucket.encryption_key:
            statements.append(iam.PolicyStatement(actions=["kms:Decrypt"], resources=[bucket.encryption_key.key_arn]))
        policy = iam.Policy(self, "MapPolicy", statements=statements, roles=[self.role])
        nag.executions_have_no_names(policy, self.machine_name)
        nag.objects_have_no_names(policy, bucket, prefix)
