"""What works in the background: the state machines, their functions, the intake, the events and the rollups."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from constructs import Construct

from infra import nag
from infra.constructs import grants
from infra.constructs.alarms import FIVE_MINUTES
from infra.constructs.function import DebriefFunction
from infra.constructs.queue_consumer import QueueConsumer
from infra.constructs.queues import dead_letter_queue
from infra.constructs.schedule import schedule
from infra.constructs.workflow import Workflow
from infra.settings import Settings
from infra.stacks.data import MANIFESTS, RAW_TRANSCRIPTS, DataStack
from infra.stacks.shared import Functions, Rights

# Shorter than a task's TimeoutSeconds in the state machine files, so that a function ends by its own clock first.
_SHORT, _LONG, _MODEL, _FILE = 30, 120, 300, 870


class WorkflowsStack(cdk.Stack):
    """State machines, queue consumers, stream consumers and schedules."""

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, data: DataStack, **kwargs: Any
    ) -> None:
        super().__init__(scope, construct_id, termination_protection=settings.termination_protection, **kwargs)
        self._settings = settings
        self._data = data
        self._may = Rights(data, settings)
        self._functions = Functions(self, settings, data.alarms)
        self._settle = self._functions.add(
            # Lines of a batch that failed are read once more, to keep each with its reason.
            "settle_intake",
            [self._may.write_interactions, self._may.read_recordings],
            seconds=_SHORT,
        )

        self.interaction_pipeline = self._interaction_pipeline()
        self._start_pipeline = grants.start(self.interaction_pipeline)
        self.bulk_import = self._bulk_import()
        self.performance_summary = self._performance_summary()
        self.consumers = [self._intake(), self._roll_up()]
        self._run_schedules()
        self.publish_dead_letters = self._publish_events()
        self._outputs()

    @property
    def workflows(self) -> list[Workflow]:
        """All state machines."""
        return [self.interaction_pipeline, self.bulk_import, self.performance_summary]

    @property
    def function_names(self) -> list[str]:
        """The functions of this stack."""
        return [each.name for each in self._functions.made]

    def _retries(self, *, model: bool) -> dict[str, int]:
        retry = self._settings.retry
        numbers = {
            "RetryIntervalSeconds": retry.interval_seconds,
            "RetryMaxDelaySeconds": retry.max_delay_seconds,
        }
        if model:
            numbers["ModelRetryIntervalSeconds"] = retry.model_interval_seconds
            numbers["ModelRetryMaxDelaySeconds"] = retry.model_max_delay_seconds
        return numbers

    def _interaction_pipeline(self) -> Workflow:
        may, add = self._may, self._functions.add
        normalise = add(
            "normalise_transcript",
            [may.read_recordings, may.write_content, may.write_interactions, may.read_people],
            seconds=_LONG,
        )
        analyse = add(
            "analyse_interaction",
            [may.write_content, may.write_interactions, may.read_people, may.ask_model],
            seconds=_MODEL,
        )
        evaluate = add(
            "evaluate_automatically",
            [may.read_content, may.read_interactions, may.write_quality, may.read_people, may.ask_model],
            seconds=_MODEL,
        )
        transcribe = self._transcribe_role()
        workflow = Workflow(
            self,
            "interaction_pipeline",
            settings=self._settings,
            alarms=self._data.alarms,
            functions={
                "NormaliseTranscriptFunction": normalise,
                "AnalyseInteractionFunction": analyse,
                "EvaluateAutomaticallyFunction": evaluate,
                "SettleIntakeFunction": self._settle,
            },
            texts={"ContentBucket": self._data.content.bucket_name, "TranscribeRole": transcribe.role_arn},
            numbers={
                "PollSeconds": self._settings.transcription.poll_seconds,
                "PollLimit": self._settings.transcription.poll_limit,
                **self._retries(model=True),
            },
        )
        workflow.allow(
            "transcribe:StartCallAnalyticsJob", "transcribe:GetCallAnalyticsJob", on=[self._jobs("analytics-job")]
        )
        workflow.allow(
            "transcribe:StartTranscriptionJob",
            "transcribe:GetTranscriptionJob",
            on=[self._jobs("transcription-job")],
        )
        for kind in ("analytics-job", "transcription-job"):
            nag.jobs_have_no_names(workflow.role, kind)
        workflow.role.add_to_policy(
            iam.PolicyStatement(
                actions=["iam:PassRole"],
                resources=[transcribe.role_arn],
                conditions={"StringEquals": {"iam:PassedToService": "transcribe.amazonaws.com"}},
            )
        )
        return workflow

    def _jobs(self, kind: str) -> str:
        return self.format_arn(service="transcribe", resource=kind, resource_name="*")

    def _transcribe_role(self) -> iam.Role:
        """What Transcribe itself may do: read recordings, write raw transcripts."""
        role = iam.Role(
            self,
            "TranscribeRole",
            assumed_by=iam.ServicePrincipal(
                "transcribe.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": self.account}}
            ),
        )
        recordings, content = self._data.recordings, self._data.content
        for actions, resource in (
            (["s3:GetObject"], recordings.arn_for_objects("*")),
            (["s3:GetObject", "s3:PutObject"], content.arn_for_objects(f"{RAW_TRANSCRIPTS}*")),
        ):
            role.add_to_policy(iam.PolicyStatement(actions=actions, resources=[resource]))
        nag.objects_have_no_names(role, recordings)
        nag.objects_have_no_names(role, content, RAW_TRANSCRIPTS)
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["s3:GetBucketLocation", "s3:ListBucket"],
                resources=[recordings.bucket_arn, content.bucket_arn],
            )
        )
        if self._data.key:
            role.add_to_policy(
                iam.PolicyStatement(actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[self._data.key.key_arn])
            )
        return role

    def _bulk_import(self) -> Workflow:
        may, add = self._may, self._functions.add
        split = add("import_split", [may.write_recordings, may.write_interactions], seconds=_FILE)
        lines = add(
            "import_lines",
            [may.write_recordings, may.write_interactions, may.read_people, self._start_pipeline, may.stalled_after],
            seconds=_LONG,
        )
        workflow = Workflow(
            self,
            "bulk_import",
            settings=self._settings,
            alarms=self._data.alarms,
            functions={
                "ImportSplitFunction": split,
                "ImportLinesFunction": lines,
                "SettleIntakeFunction": self._settle,
            },
            numbers={
                "ImportConcurrency": self._settings.import_concurrency,
                "ImportBatchLines": self._settings.import_batch_lines,
                **self._retries(model=False),
            },
        )
        workflow.allow_distributed_map(self._data.recordings, MANIFESTS)
        return workflow

    def _performance_summary(self) -> Workflow:
        may, add = self._may, self._functions.add
        functions = {
            "SummaryGatherFunction": add(
                "summary_gather",
                [
                    may.read_people,
                    may.write_summaries,
                    may.read_quality,
                    may.read_interactions,
                    may.read_insights,
                    may.read_coaching,
                    may.write_content,
                ],
                seconds=_LONG,
            ),
            "SummaryCapFunction": add("summary_cap", [may.write_summaries, may.write_content], seconds=60),
            "SummaryPromptFunction": add(
                "summary_prompt", [may.write_summaries, may.write_content, may.ask_model], seconds=_MODEL
            ),
            "SummaryFilterChipsFunction": add(
                "summary_filter_chips", [may.write_summaries, may.write_content, may.read_quality], seconds=60
            ),
            "SummarySaveFunction": add("summary_save", [may.write_summaries, may.write_content], seconds=60),
            "SummaryFailFunction": add("summary_fail", [may.write_summaries], seconds=_SHORT),
        }
        return Workflow(
            self,
            "performance_summary",
            settings=self._settings,
            alarms=self._data.alarms,
            functions=functions,
            numbers=self._retries(model=True),
        )

    def _intake(self) -> QueueConsumer:
        may, data = self._may, self._data
        intake = self._functions.add(
            "intake_recording",
            [
                may.read_recordings,
                may.write_interactions,
                may.read_people,
                self._start_pipeline,
                grants.start(self.bulk_import),
                may.stalled_after,
            ],
            seconds=60,
        )
        return QueueConsumer(
            self,
            "Intake",
            name=f"debrief-{self._settings.name}-intake",
            consumer=intake,
            alarms=data.alarms,
            pattern=events.EventPattern(
                source=["aws.s3"],
                detail_type=["Object Created"],
                detail={
                    "bucket": {"name": [data.recordings.bucket_name]},
                    "object": {"key": [{"anything-but": {"prefix": MANIFESTS}}]},
                },
            ),
        )

    def _roll_up(self) -> QueueConsumer:
        may = self._may
        roll_up = self._functions.add(
            "roll_up",
            [may.write_insights, may.read_quality, may.read_interactions, may.read_people],
            seconds=60,
        )
        return QueueConsumer(
            self,
            "RollUp",
            name=f"debrief-{self._settings.name}-roll-up",
            consumer=roll_up,
            alarms=self._data.alarms,
            bus=self._data.bus,
            pattern=events.EventPattern(
                detail_type=events.Match.any_of(
                    events.Match.prefix("debrief.quality.evaluation."),
                    events.Match.prefix("debrief.interactions.interaction."),
                )
            ),
        )

    def _run_schedules(self) -> DebriefFunction:
        """What does due work, in every table that holds some. Runs may overlap, so no concurrency is reserved."""
        may, alarms = self._may, self._data.alarms
        run = self._functions.add(
            "run_schedules",
            [
                may.write_interactions,
                may.write_summaries,
                grants.start(self.interaction_pipeline, describe=True),
                grants.start(self.bulk_import, describe=True),
                may.stalled_after,
            ],
            seconds=_LONG,
            invoked_asynchronously=True,
        )
        schedule(self, "RunSchedules", run, every=Duration.minutes(1), event={})
        alarms.on(
            self,
            "DueLate",
            metric=self._due_metric("DueLate", run),
            threshold=Duration.minutes(10).to_seconds(),
            meaning="due work waits too long, or nobody looks for it",
            periods=3,
            silence_is_trouble=True,
        )
        alarms.on(
            self,
            "DueGivenUp",
            metric=self._due_metric("DueGivenUp", run),
            threshold=1,
            meaning="due work failed every try and was given up",
        )
        return run

    def _due_metric(self, name: str, run: DebriefFunction) -> cloudwatch.Metric:
        """A metric that `run_schedules` writes into its log."""
        return cloudwatch.Metric(
            namespace="Debrief",
            metric_name=name,
            dimensions_map={"service": run.name, "environment": self._settings.name},
            statistic="Maximum",
            period=FIVE_MINUTES,
        )

    def _publish_events(self) -> DebriefFunction:
        may, data = self._may, self._data
        publish = self._functions.add(
            "publish_events",
            [
                may.write_people,
                may.write_interactions,
                may.write_quality,
                may.write_coaching,
                may.write_summaries,
                may.publish,
            ],
            seconds=60,
            invoked_asynchronously=True,
            reads_streams=True,
        )
        undelivered = dead_letter_queue(
            self,
            "UnpublishedEvents",
            f"debrief-{self._settings.name}-unpublished-events-dead-letters",
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
                    on_failure=sources.SqsDlq(undelivered),
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
            self,
            "EventsLate",
            metric=publish.function.metric("IteratorAge", statistic="Maximum", period=FIVE_MINUTES),
            threshold=Duration.minutes(15).to_milliseconds(),
            meaning="events leave their tables too late",
        )
        every = Duration.minutes(self._settings.sweep_minutes)
        schedule(self, "PublishEventsSchedule", publish, every=every, event={"sweep": True})
        self._undelivered = undelivered
        return publish

    def _outputs(self) -> None:
        values = {
            "InteractionPipelineArn": self.interaction_pipeline.machine.state_machine_arn,
            "BulkImportArn": self.bulk_import.machine.state_machine_arn,
            "PerformanceSummaryArn": self.performance_summary.machine.state_machine_arn,
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
