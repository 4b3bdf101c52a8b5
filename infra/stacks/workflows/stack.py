"""What isn't asked through the API: the state machines, the intake, the events, the rollups, and what hands start."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from constructs import Construct

from infra.constructs import grants
from infra.constructs.workflow import Workflow
from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.stacks.shared import Functions, Rights
from infra.stacks.workflows import clock, consumers, conversations, many, written
from infra.stacks.workflows.room import SHORT, Room


class WorkflowsStack(cdk.Stack):
    """State machines, queue consumers, stream consumers, schedules and operations."""

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, data: DataStack, **kwargs: Any
    ) -> None:
        super().__init__(scope, construct_id, termination_protection=settings.termination_protection, **kwargs)
        self._functions = Functions(self, settings, data.alarms)
        may = Rights(data, settings)
        room = Room(self, settings, data, may, self._functions)
        settle = self._functions.add(
            # Lines of a batch that failed are read once more, to keep each with its reason.
            "settle_intake",
            [
                may.interactions("DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
                may.recordings(read=[grants.ANYWHERE]),
            ],
            seconds=SHORT,
        )

        self.interaction_pipeline = conversations.interaction_pipeline(room, settle)
        self.bulk_import = many.bulk_import(room, settle, self.interaction_pipeline)
        self.performance_summary = written.performance_summary(room)
        self.draft_answers = written.draft_answers(room)
        self.people_import = many.people_import(room)
        self.held_batch = many.held_batch(room, self.interaction_pipeline)
        self.practice = written.practice(room)
        self.consumers = [
            consumers.intake(room, self.interaction_pipeline, self.bulk_import),
            consumers.roll_up(room),
            consumers.follow_reviews(room, self.practice),
            consumers.raise_flags(room),
        ]
        looked_after = (self.interaction_pipeline, self.bulk_import, self.people_import, self.held_batch)
        clock.run_schedules(room, looked_after, self.performance_summary)
        self._undelivered = clock.publish_events(room)
        self._bootstrap = clock.bootstrap_account(room)
        self._outputs()

    @property
    def workflows(self) -> list[Workflow]:
        """All state machines."""
        return [
            self.interaction_pipeline,
            self.bulk_import,
            self.performance_summary,
            self.draft_answers,
            self.people_import,
            self.held_batch,
            self.practice,
        ]

    @property
    def function_names(self) -> list[str]:
        """The functions of this stack."""
        return [each.name for each in self._functions.made]

    def _outputs(self) -> None:
        values = {
            "BootstrapFunction": self._bootstrap.function.function_name,
            "InteractionPipelineArn": self.interaction_pipeline.machine.state_machine_arn,
            "BulkImportArn": self.bulk_import.machine.state_machine_arn,
            "PerformanceSummaryArn": self.performance_summary.machine.state_machine_arn,
            "DraftAnswersArn": self.draft_answers.machine.state_machine_arn,
            "PeopleImportArn": self.people_import.machine.state_machine_arn,
            "HeldBatchArn": self.held_batch.machine.state_machine_arn,
            "PracticeArn": self.practice.machine.state_machine_arn,
            "UnpublishedEventsDeadLettersUrl": self._undelivered.queue_url,
        }
        for consumer in self.consumers:
            values[f"{consumer.node.id}QueueUrl"] = consumer.queue.queue_url
            values[f"{consumer.node.id}DeadLettersUrl"] = consumer.dead_letters.queue_url
        for function in self._functions.made:
            if function.dead_letters:
                name = "".join(part.capitalize() for part in function.name.split("_"))
                values[f"{name}DeadLettersUrl"] = function.dead_letters.queue_url
        for name, value in values.items():
            cdk.CfnOutput(self, name, value=value)
