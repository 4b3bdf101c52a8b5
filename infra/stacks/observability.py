"""Dashboards: the API, the functions, the workflows, the queues and the tables of one environment."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import aws_cdk as cdk
import cdk_monitoring_constructs as monitoring
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.folders import FUNCTIONS, folder_of
from infra.settings import Settings
from infra.stacks.api.stack import ApiStack
from infra.stacks.data import DataStack
from infra.stacks.notices import NoticesStack
from infra.stacks.workflows.stack import WorkflowsStack


class ObservabilityStack(cdk.Stack):
    """Draws only; the alarms stand beside what they watch.

    Functions, queues and state machines are looked up by their fixed names, so that this stack never holds another one
    back.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Settings,
        data: DataStack,
        workflows: WorkflowsStack,
        api: ApiStack,
        notices: NoticesStack,
        **kwargs: Any,
    ) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self._prefix = f"debrief-{settings.name}"
        if not settings.dashboards:
            return
        self._api(api.api)
        self._functions([*api.function_names, *workflows.function_names, *notices.function_names])
        self._workflows([each.name for each in workflows.workflows])
        self._queues(["intake", "roll-up", "notices", "channels"])
        self._tables(data)

    def _board(self, name: str) -> monitoring.MonitoringFacade:
        return monitoring.MonitoringFacade(
            self,
            f"{self._prefix}-{name}",
            metric_factory_defaults=monitoring.MetricFactoryDefaults(namespace="Debrief"),
            alarm_factory_defaults=monitoring.AlarmFactoryDefaults(
                alarm_name_prefix=self._prefix, actions_enabled=False
            ),
        )

    def _api(self, api: apigatewayv2.HttpApi) -> None:
        self._board("api").monitor_api_gateway_v2_http_api(api=api, human_readable_name="API")

    def _functions(self, functions: list[str]) -> None:
        """A board for each folder of functions: together they would have more widgets than one board may."""
        for kind, names in groupby(sorted(functions, key=_kind), _kind):
            board = self._board(f"functions-{kind}")
            for each in names:
                function = lambda_.Function.from_function_name(self, f"F-{each}", f"{self._prefix}-{each}")
                board.monitor_lambda_function(lambda_function=function, human_readable_name=each)

    def _workflows(self, names: list[str]) -> None:
        board = self._board("workflows")
        for each in names:
            machine = sfn.StateMachine.from_state_machine_name(self, f"W-{each}", f"{self._prefix}-{each}")
            board.monitor_step_function(state_machine=machine, human_readable_name=each)

    def _queues(self, names: list[str]) -> None:
        board = self._board("queues")
        for each in names:
            queue, letters = (
                sqs.Queue.from_queue_arn(
                    self, f"Q-{name}", self.format_arn(service="sqs", resource=f"{self._prefix}-{name}")
                )
                for name in (each, f"{each}-dead-letters")
            )
            board.monitor_sqs_queue_with_dlq(queue=queue, dead_letter_queue=letters, human_readable_name=each)

    def _tables(self, data: DataStack) -> None:
        board = self._board("tables")
        for each in data.context_tables:
            name = each.node.id
            table = dynamodb.Table.from_table_name(self, f"T-{name}", each.table.table_name)
            board.monitor_dynamo_table(
                table=table, billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST, human_readable_name=name
            )


def _kind(function: str) -> str:
    """What starts a function: the folder below functions/ that it is in."""
    return folder_of(function).relative_to(FUNCTIONS).parts[0]
