"""How a conversation becomes what is kept of it: the pipeline, and who hands recordings to be transcribed."""

from __future__ import annotations

from aws_cdk import aws_iam as iam

from infra import nag
from infra.constructs import grants
from infra.constructs.function import DebriefFunction
from infra.constructs.workflow import Workflow
from infra.stacks.data import RAW_TRANSCRIPTS, TRANSCRIPTS
from infra.stacks.workflows.room import LONG, MODEL, SHORT, TWICE, Room


def interaction_pipeline(room: Room, settle: DebriefFunction) -> Workflow:
    may, add = room.may, room.functions.add
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
        seconds=LONG,
    )
    pay = add(
        "pay_for_transcription",
        [
            may.interactions("DeleteItem", "GetItem", "PutItem", "UpdateItem"),
            may.pay_for_transcription,
        ],
        seconds=SHORT,
    )
    analyse = add(
        "analyse_interaction",
        [
            may.content(read=[TRANSCRIPTS]),
            may.interactions("DeleteItem", "GetItem", "PutItem", "UpdateItem"),
            may.people("BatchGetItem", "GetItem"),
            may.ask_model,
        ],
        seconds=MODEL,
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
        seconds=TWICE,
    )
    transcribe = _transcribe_role(room)
    workflow = Workflow(
        room.stack,
        "interaction_pipeline",
        settings=room.settings,
        alarms=room.data.alarms,
        functions={
            "NormaliseTranscriptFunction": normalise,
            "PayForTranscriptionFunction": pay,
            "AnalyseInteractionFunction": analyse,
            "EvaluateAutomaticallyFunction": evaluate,
            "SettleIntakeFunction": settle,
        },
        texts={"ContentBucket": room.data.content.bucket_name, "TranscribeRole": transcribe.role_arn},
        numbers={
            "PollSeconds": room.settings.transcription.poll_seconds,
            "PollLimit": room.settings.transcription.poll_limit,
            **room.retries(model=True, throttles=True),
        },
    )
    _transcribe(room, workflow, transcribe)
    return workflow


def _transcribe(room: Room, workflow: Workflow, role: iam.Role) -> None:
    """Let the pipeline have recordings transcribed, as `role`, into one folder.

    A job that is only being started has no resource yet: where its result goes is what bounds it.
    """
    bucket = room.data.content.bucket_name
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
        iam.PolicyStatement(actions=["transcribe:GetCallAnalyticsJob"], resources=[_jobs(room, "analytics")]),
        iam.PolicyStatement(actions=["transcribe:GetTranscriptionJob"], resources=[_jobs(room, "transcription-job")]),
        iam.PolicyStatement(
            actions=["iam:PassRole"],
            resources=[role.role_arn],
            conditions={"StringEquals": {"iam:PassedToService": "transcribe.amazonaws.com"}},
        ),
    ]
    policy = iam.Policy(room.stack, "TranscribePolicy", statements=statements, roles=[workflow.role])
    # Executions begin when the state machine is there: the policy has to be there before.
    workflow.machine.node.add_dependency(policy)
    nag.starting_jobs_has_no_resource(policy)
    for kind in ("analytics", "transcription-job"):
        nag.jobs_have_no_names(policy, kind)


def _jobs(room: Room, kind: str) -> str:
    """Jobs of one kind. The service authorization reference calls those of Call Analytics `analytics`."""
    return room.stack.format_arn(service="transcribe", resource=kind, resource_name="*")


def _transcribe_role(room: Room) -> iam.Role:
    """What Transcribe itself may do: read recordings, write raw transcripts."""
    role = iam.Role(
        room.stack,
        "TranscribeRole",
        assumed_by=iam.ServicePrincipal(
            "transcribe.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": room.stack.account}}
        ),
    )
    recordings, content = room.data.recordings, room.data.content
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
    if room.data.key:
        role.add_to_policy(
            iam.PolicyStatement(actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[room.data.key.key_arn])
        )
    return role
