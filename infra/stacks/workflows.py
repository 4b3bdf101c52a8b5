"""What isn't asked through the API: the state machines, the intake, the events, the rollups, and what hands start."""

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
from infra.constructs.queues import Undelivered, dead_letter_queue
from infra.constructs.schedule import schedule
from infra.constructs.workflow import Workflow
from infra.settings import Settings
from infra.stacks.data import INSIDE, MANIFESTS, OWN, PEOPLE_IMPORTS, RAW_TRANSCRIPTS, SUMMARIES, TRANSCRIPTS, DataStack
from infra.stacks.shared import Functions, Rights

# Shorter than a task's TimeoutSeconds in the state machine files, so that a function ends by its own clock first.
_SHORT, _LONG, _MODEL, _TWICE, _FILE = 30, 120, 300, 570, 870
# _TWICE: of functions that ask the model a second time, after an answer.

COUNTED = [
    "debrief.coaching.assignment.changed.v1",
    "debrief.coaching.assignment.created.v1",
    "debrief.coaching.assignment.deleted.v1",
    "debrief.coaching.coaching_log.changed.v1",
    "debrief.coaching.coaching_log.deleted.v1",
    "debrief.coaching.coaching_log.written.v1",
    "debrief.coaching.practice.approved.v1",
    "debrief.coaching.practice.attempted.v1",
    "debrief.coaching.practice.closed.v1",
    "debrief.interactions.interaction.analysed.v1",
    "debrief.interactions.interaction.deleted.v1",
    "debrief.interactions.interaction.recorded.v1",
    "debrief.quality.calibration.closed.v1",
    "debrief.quality.calibration.deleted.v1",
    "debrief.quality.evaluation.completed.v1",
    "debrief.quality.evaluation.deleted.v1",
    "debrief.quality.evaluation.rescored.v1",
    "debrief.quality.evaluation.superseded.v1",
]
"""The types of events that the rollups hear of: exactly those that the function has a handler for."""

FOLLOWED = [
    "debrief.coaching.assignment.created.v1",
    "debrief.interactions.interaction.deleted.v1",
    "debrief.coaching.coaching_log.written.v1",
    "debrief.people.user.deactivated.v1",
    "debrief.quality.dispute.decided.v1",
    "debrief.quality.dispute.raised.v1",
    "debrief.quality.evaluation.acknowledged.v1",
    "debrief.quality.evaluation.completed.v1",
    "debrief.quality.evaluation.deleted.v1",
    "debrief.quality.evaluation.rescored.v1",
    "debrief.quality.evaluation.superseded.v1",
    "debrief.quality.flag.raised.v1",
    "debrief.quality.flag.withdrawn.v1",
]
"""The types of events that coaching follows: exactly those that the function has a handler for."""


FLAGGED = [
    "debrief.interactions.interaction.analysed.v1",
    "debrief.interactions.interaction.deleted.v1",
    "debrief.people.role.changed.v1",
    "debrief.people.user.activated.v1",
    "debrief.people.user.changed.v1",
    "debrief.people.user.deactivated.v1",
    "debrief.quality.evaluation.completed.v1",
    "debrief.quality.evaluation.deleted.v1",
    "debrief.quality.evaluation.rescored.v1",
    "debrief.quality.evaluation.superseded.v1",
]
"""The types of events that flags rest on: exactly those that the function has a handler for."""


class WorkflowsStack(cdk.Stack):
    """State machines, queue consumers, stream consumers, schedules and operations."""

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
            [
                self._may.interactions("DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
                self._may.recordings(read=[grants.ANYWHERE]),
            ],
            seconds=_SHORT,
        )

        self.interaction_pipeline = self._interaction_pipeline()
        self.bulk_import = self._bulk_import()
        self.performance_summary = self._performance_summary()
        self.draft_answers = self._draft_answers()
        self.people_import = self._people_import()
        self.held_batch = self._held_batch()
        self.practice = self._practice()
        self.consumers = [self._intake(), self._roll_up(), self._follow_reviews(), self._raise_flags()]
        self._run_schedules()
        self.publish_dead_letters = self._publish_events()
        self._bootstrap = self._bootstrap_account()
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

    def _retries(self, *, model: bool, throttles: bool = False) -> dict[str, int]:
        """The numbers of a machine's retries. throttles: it asks a service other than Lambda itself."""
        retry = self._settings.retry
        numbers = {
            "RetryIntervalSeconds": retry.interval_seconds,
            "RetryMaxDelaySeconds": retry.max_delay_seconds,
        }
        if throttles:
            numbers["ThrottleRetryIntervalSeconds"] = retry.throttle_interval_seconds
            numbers["ThrottleRetryMaxDelaySeconds"] = retry.throttle_max_delay_seconds
        if model:
            numbers["ModelRetryIntervalSeconds"] = retry.model_interval_seconds
            numbers["ModelRetryMaxDelaySeconds"] = retry.model_max_delay_seconds
        return numbers

    def _interaction_pipeline(self) -> Workflow:
        may, add = self._may, self._functions.add
        normalise = add(
            "normalise_transcript",
            [
                may.recordings(read=[grants.ANYWHERE]),
                # What a person said of the same words before stands in the transcript that they gave speakers to.
                may.content(read=[RAW_TRANSCRIPTS, TRANSCRIPTS], write=[TRANSCRIPTS]),
                may.interactions("ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "UpdateItem"),
                # Of more than two voices, who is called as another user is their colleague.
                may.people("GetItem", "Query GSI2"),
            ],
            seconds=_LONG,
        )
        pay = add(
            "pay_for_transcription",
            [
                may.interactions("DeleteItem", "GetItem", "PutItem", "UpdateItem"),
                may.pay_for_transcription,
            ],
            seconds=_SHORT,
        )
        analyse = add(
            "analyse_interaction",
            [
                may.content(read=[TRANSCRIPTS]),
                may.interactions("DeleteItem", "GetItem", "PutItem", "UpdateItem"),
                may.people("BatchGetItem", "GetItem"),
                may.ask_model,
            ],
            seconds=_MODEL,
        )
        evaluate = add(
            "evaluate_automatically",
            [
                may.content(read=[TRANSCRIPTS]),
                may.interactions("ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "UpdateItem"),
                # A scorecard that fails is told with the scorecard, in a row that everybody updates.
                may.quality(
                    "BatchGetItem",
                    "DeleteItem",
                    "GetItem",
                    "PutItem",
                    "Query",
                    "Query GSI2",
                    "Query GSI3",
                    "UpdateItem",
                ),
                # Whom an automation may give an evaluation: what their roles permit, whom they see, who is in a group.
                may.people("BatchGetItem", "GetItem", "Query", "Query GSI1"),
                may.ask_model,
            ],
            seconds=_TWICE,
        )
        transcribe = self._transcribe_role()
        workflow = Workflow(
            self,
            "interaction_pipeline",
            settings=self._settings,
            alarms=self._data.alarms,
            functions={
                "NormaliseTranscriptFunction": normalise,
                "PayForTranscriptionFunction": pay,
                "AnalyseInteractionFunction": analyse,
                "EvaluateAutomaticallyFunction": evaluate,
                "SettleIntakeFunction": self._settle,
            },
            texts={"ContentBucket": self._data.content.bucket_name, "TranscribeRole": transcribe.role_arn},
            numbers={
                "PollSeconds": self._settings.transcription.poll_seconds,
                "PollLimit": self._settings.transcription.poll_limit,
                **self._retries(model=True, throttles=True),
            },
        )
        self._transcribe(workflow, transcribe)
        return workflow

    def _transcribe(self, workflow: Workflow, role: iam.Role) -> None:
        """Let the pipeline have recordings transcribed, as `role`, into one folder.

        A job that is only being started has no resource yet: where its result goes is what bounds it.
        """
        bucket = self._data.content.bucket_name
        statements = [
            iam.PolicyStatement(
                actions=["transcribe:StartCallAnalyticsJob"],
                resources=["*"],
                conditions={"StringLike": {"transcribe:OutputLocation": f"s3://{bucket}/{RAW_TRANSCRIPTS}*"}},
            ),
            iam.PolicyStatement(
                actions=["transcribe:StartTranscriptionJob"],
                resources=["*"],
                conditions={
                    "StringEquals": {"transcribe:OutputBucketName": bucket},
                    "StringLike": {"transcribe:OutputKey": f"{RAW_TRANSCRIPTS}*"},
                },
            ),
            iam.PolicyStatement(actions=["transcribe:GetCallAnalyticsJob"], resources=[self._jobs("analytics")]),
            iam.PolicyStatement(
                actions=["transcribe:GetTranscriptionJob"], resources=[self._jobs("transcription-job")]
            ),
            iam.PolicyStatement(
                actions=["iam:PassRole"],
                resources=[role.role_arn],
                conditions={"StringEquals": {"iam:PassedToService": "transcribe.amazonaws.com"}},
            ),
        ]
        policy = iam.Policy(self, "TranscribePolicy", statements=statements, roles=[workflow.role])
        # Executions begin when the state machine is there: the policy has to be there before.
        workflow.machine.node.add_dependency(policy)
        nag.starting_jobs_has_no_resource(policy)
        for kind in ("analytics", "transcription-job"):
            nag.jobs_have_no_names(policy, kind)

    def _jobs(self, kind: str) -> str:
        """Jobs of one kind. The service authorization reference calls those of Call Analytics `analytics`."""
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
        split = add(
            "import_split",
            [may.recordings(read=[grants.ANYWHERE], write=[MANIFESTS]), may.interactions("GetItem", "PutItem")],
            seconds=_FILE,
        )
        lines = add(
            "import_lines",
            [
                may.recordings(read=[grants.ANYWHERE], write=[INSIDE]),
                # Who isn't known is compared with whoever is called nearly so, a queue with those that are known.
                may.interactions("DeleteItem", "GetItem", "PutItem", "Query GSI1", "UpdateItem"),
                may.people("GetItem", "Query GSI2"),
                self.interaction_pipeline.grant_start(),
                may.stalled_after,
            ],
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
        # Every step but the last asks whether it has been done before, and reads what the one before has left; the last
        # one looks for what further rounds may have left.
        working = may.content(read=[SUMMARIES], write=[SUMMARIES], look=True)
        quoting = may.content(read=[SUMMARIES, TRANSCRIPTS], write=[SUMMARIES], look=True)
        progress = may.summaries("GetItem", "PutItem")
        # Whom no sentence may name: their names are looked up anew, and lie in no dossier.
        naming = may.people("BatchGetItem")
        ending = may.summaries("DeleteItem", "GetItem", "PutItem")
        functions = {
            "SummaryGatherFunction": add(
                "summary_gather",
                [
                    may.quality("BatchGetItem", "GetItem", "Query", "Query GSI1", "Query GSI2"),
                    may.interactions("Query GSI1"),
                    may.insights("Query"),
                    may.coaching("Query", "Query GSI1", "Query GSI3"),
                    # Whom no sentence may name, by their ids.
                    may.people("GetItem", "Query GSI1"),
                    progress,
                    working,
                ],
                seconds=_LONG,
            ),
            "SummaryCapFunction": add("summary_cap", [progress, quoting, may.know_model], seconds=60),
            "SummaryPromptFunction": add("summary_prompt", [progress, working, may.ask_model], seconds=_MODEL),
            # What a rule would leave out shows only beside the transcripts that quotes are looked up in.
            "SummaryRepairFunction": add("summary_repair", [progress, quoting, naming, may.ask_model], seconds=_MODEL),
            "SummaryCheckFunction": add("summary_check", [progress, quoting, naming, may.ask_model], seconds=_MODEL),
            "SummaryFilterChipsFunction": add("summary_filter_chips", [progress, quoting, naming], seconds=60),
            "SummarySaveFunction": add("summary_save", [ending, may.content(read=[SUMMARIES], look=True)], seconds=60),
            # Update: what failed for want of budget is looked after.
            "SummaryFailFunction": add(
                "summary_fail", [may.summaries("DeleteItem", "GetItem", "PutItem", "UpdateItem")], seconds=_SHORT
            ),
        }
        return Workflow(
            self,
            "performance_summary",
            settings=self._settings,
            alarms=self._data.alarms,
            functions=functions,
            numbers=self._retries(model=True),
        )

    def _draft_answers(self) -> Workflow:
        may, add = self._may, self._functions.add
        return Workflow(
            self,
            "draft_answers",
            settings=self._settings,
            alarms=self._data.alarms,
            functions={
                "AnswerDraftFunction": add(
                    "answer_draft",
                    [
                        may.content(read=[TRANSCRIPTS]),
                        may.interactions("GetItem"),
                        may.quality("GetItem", "PutItem", "UpdateItem"),
                        # What the agent and their team are called, so that the model isn't told.
                        may.people("GetItem"),
                        may.ask_model,
                    ],
                    seconds=_TWICE,
                ),
                "FailDraftAnswersFunction": add(
                    "fail_draft_answers", [may.quality("GetItem", "PutItem", "UpdateItem")], seconds=_SHORT
                ),
            },
            numbers=self._retries(model=True),
        )

    def _practice(self) -> Workflow:
        may, add = self._may, self._functions.add
        return Workflow(
            self,
            "practice",
            settings=self._settings,
            alarms=self._data.alarms,
            functions={
                "WorkPracticeFunction": add(
                    "work_practice",
                    [
                        may.coaching("GetItem", "PutItem"),
                        may.quality("GetItem"),
                        # The conversation that a scenario follows from.
                        may.interactions("GetItem"),
                        may.content(read=[TRANSCRIPTS]),
                        # Who leads the agent; and what those in a conversation are called, so that no model is told.
                        may.people("GetItem"),
                        may.ask_model,
                    ],
                    seconds=_MODEL,
                ),
                "FailPracticeFunction": add(
                    "fail_practice", [may.coaching("GetItem", "PutItem"), may.people("GetItem")], seconds=_SHORT
                ),
            },
            numbers=self._retries(model=True),
        )

    def _people_import(self) -> Workflow:
        may, add = self._may, self._functions.add
        return Workflow(
            self,
            "people_import",
            settings=self._settings,
            alarms=self._data.alarms,
            functions={
                "WritePeopleFunction": add(
                    "write_people",
                    [
                        may.people(
                            "BatchGetItem",
                            "ConditionCheckItem",
                            "DeleteItem",
                            "GetItem",
                            "PutItem",
                            "Query",
                            "UpdateItem",
                        ),
                        may.content(read=[PEOPLE_IMPORTS]),
                    ],
                    seconds=_LONG,
                ),
                "FailPeopleImportFunction": add(
                    "fail_people_import", [may.people("DeleteItem", "GetItem", "PutItem")], seconds=_SHORT
                ),
            },
            numbers=self._retries(model=False),
        )

    def _held_batch(self) -> Workflow:
        may, add = self._may, self._functions.add
        return Workflow(
            self,
            "held_batch",
            settings=self._settings,
            alarms=self._data.alarms,
            functions={
                "WorkHeldBatchFunction": add(
                    "work_held_batch",
                    [
                        # What was held is examined anew, wherever it was dropped.
                        may.recordings(read=[grants.ANYWHERE], write=[INSIDE], look=True),
                        may.interactions("DeleteItem", "GetItem", "PutItem", "Query GSI1", "UpdateItem"),
                        may.people("GetItem", "Query", "Query GSI2"),
                        self.interaction_pipeline.grant_start(),
                        may.stalled_after,
                    ],
                    seconds=_LONG,
                ),
                "FailHeldBatchFunction": add(
                    "fail_held_batch", [may.interactions("DeleteItem", "GetItem", "PutItem")], seconds=_SHORT
                ),
            },
            numbers=self._retries(model=False),
        )

    def _intake(self) -> QueueConsumer:
        may, data = self._may, self._data
        intake = self._functions.add(
            "intake_recording",
            [
                # What lies beside a dropped object is looked for, what lies inside is taken out.
                may.recordings(read=[grants.ANYWHERE], write=[INSIDE], look=True),
                may.interactions("DeleteItem", "GetItem", "PutItem", "Query GSI1", "UpdateItem"),
                may.people("GetItem", "Query GSI2"),
                self.interaction_pipeline.grant_start(),
                self.bulk_import.grant_start(),
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
            setting=self._settings.queue(intake.name),
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

    def _roll_up(self) -> QueueConsumer:
        may = self._may
        roll_up = self._functions.add(
            "roll_up",
            [
                # A conversation's own rows go when it is sorted otherwise; a first refresh of benchmarks is made due.
                may.insights("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "UpdateItem"),
                # The queries are for building rollups anew, what is written are the outcomes beside evaluations.
                may.quality(
                    "BatchGetItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query", "Query GSI3"
                ),
                may.interactions("BatchGetItem", "Query GSI1"),
                may.people("GetItem"),
            ],
            seconds=60,
        )
        return QueueConsumer(
            self,
            "RollUp",
            name=f"debrief-{self._settings.name}-roll-up",
            consumer=roll_up,
            alarms=self._data.alarms,
            setting=self._settings.queue(roll_up.name),
            bus=self._data.bus,
            pattern=events.EventPattern(detail_type=COUNTED),
            # What one batch changes is written together: the more of them, the fewer transactions meet in the same
            # rows (docs/decisions/0037-consumers-and-merged-batches.md).
            batch_size=100,
        )

    def _follow_reviews(self) -> QueueConsumer:
        """What keeps coaching in step with reviews and disputes, flags, and agents who leave."""
        may = self._may
        follow = self._functions.add(
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
                # Whether a conversation that was deleted is gone.
                may.interactions("GetItem"),
                # Whom an agent is held against is chosen in their team, by the week before; who is told of a log leads
                # the agent, and may coach by their roles.
                may.people("GetItem", "Query", "Query GSI3"),
                may.insights("Query"),
                # Each coaching log brings a scenario, which the model writes.
                self.practice.grant_start(),
            ],
            seconds=60,
        )
        return QueueConsumer(
            self,
            "FollowReviews",
            name=f"debrief-{self._settings.name}-follow-reviews",
            consumer=follow,
            alarms=self._data.alarms,
            setting=self._settings.queue(follow.name),
            bus=self._data.bus,
            pattern=events.EventPattern(detail_type=FOLLOWED),
            batch_size=10,
        )

    def _raise_flags(self) -> QueueConsumer:
        """What raises flags, and keeps them in step with evaluations, conversations and the reporting line."""
        may = self._may
        flags = self._functions.add(
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
            self,
            "RaiseFlags",
            name=f"debrief-{self._settings.name}-raise-flags",
            consumer=flags,
            alarms=self._data.alarms,
            setting=self._settings.queue(flags.name),
            bus=self._data.bus,
            pattern=events.EventPattern(detail_type=FLAGGED),
            batch_size=10,
        )

    def _run_schedules(self) -> DebriefFunction:
        """What does due work, in every table that holds some. Runs may overlap, so no concurrency is reserved."""
        may, alarms = self._may, self._data.alarms
        run = self._functions.add(
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
                self.performance_summary.grant_start(),
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
                may.quality(
                    "BatchGetItem",
                    "ConditionCheckItem",
                    "DeleteItem",
                    "GetItem",
                    "PutItem",
                    "Query",
                    "Query GSI1",
                    "Query GSI2",
                    "Query GSI3",
                    "UpdateItem",
                ),
                # Rows by role are written for people who are as they were read.
                may.people(
                    "BatchGetItem",
                    "ConditionCheckItem",
                    "DeleteItem",
                    "GetItem",
                    "PutItem",
                    "Query",
                    "Query GSI1",
                    "Query GSI2",
                    "Query GSI3",
                    "UpdateItem",
                ),
                # Sign-ins are brought to what their people are; who hasn't signed in yet is invited at the new address.
                may.users(
                    "AdminCreateUser",
                    "AdminDisableUser",
                    "AdminEnableUser",
                    "AdminGetUser",
                    "AdminUpdateUserAttributes",
                ),
                self.interaction_pipeline.grant_start(describe=True),
                self.bulk_import.grant_start(describe=True),
                self.people_import.grant_start(describe=True),
                self.held_batch.grant_start(describe=True),
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
            seconds=60 * min(self._settings.sweep_minutes, 15),
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

    def _bootstrap_account(self) -> DebriefFunction:
        """Who may invoke functions in the account gives it its first admin, once."""
        may = self._may
        rights = [
            may.people("GetItem", "PutItem", "Query", "UpdateItem"),
            # An admin who is invited again may have another address in the pool by now.
            may.users("AdminCreateUser", "AdminGetUser", "AdminUpdateUserAttributes"),
        ]
        return self._functions.add("bootstrap_account", rights, seconds=30)

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
