"""The rights that no call of ours uses, since AWS itself does: each with its reason.

What stands here and isn't needed any more fails the same test as a right that is used by nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class UsedByAws:
    """Rights that AWS uses. holder, resource: patterns with `*`."""

    holder: str
    actions: tuple[str, ...]
    why: str
    resource: str = "*"

    def means(self, holder: str, action: str, resource: str) -> bool:
        """Whether a right is one of these."""
        return fnmatchcase(holder, self.holder) and action in self.actions and fnmatchcase(resource, self.resource)


USED_BY_AWS: Sequence[UsedByAws] = (
    UsedByAws("*", ("logs:CreateLogStream", "logs:PutLogEvents"), "Lambda writes what a function logs."),
    UsedByAws(
        "*",
        ("xray:PutTelemetryRecords", "xray:PutTraceSegments"),
        "Lambda and Step Functions send the traces of what they run.",
    ),
    *(
        UsedByAws(
            machine,
            (
                "logs:CreateLogDelivery",
                "logs:DeleteLogDelivery",
                "logs:DescribeLogGroups",
                "logs:DescribeResourcePolicies",
                "logs:GetLogDelivery",
                "logs:ListLogDeliveries",
                "logs:PutResourcePolicy",
                "logs:UpdateLogDelivery",
                "xray:GetSamplingRules",
                "xray:GetSamplingTargets",
            ),
            "Step Functions sets up where a state machine's log goes, and asks which executions to trace.",
        )
        for machine in (
            "bulk_import",
            "draft_answers",
            "practice",
            "held_batch",
            "interaction_pipeline",
            "people_import",
            "performance_summary",
        )
    ),
    UsedByAws(
        "bulk_import",
        ("states:DescribeExecution", "states:StopExecution"),
        "Step Functions watches the children of a distributed map, and stops them when it is stopped itself.",
    ),
    *(
        UsedByAws(
            consumer,
            ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
            "Lambda takes messages off the queue for its consumer.",
        )
        for consumer in (
            "follow_reviews",
            "intake_recording",
            "raise_flags",
            "roll_up",
            "send_notices",
            "send_to_channels",
        )
    ),
    UsedByAws(
        "publish_events",
        ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"),
        "Lambda reads the streams for the function.",
    ),
    UsedByAws("publish_events", ("kms:DescribeKey",), "Lambda looks at the key of an encrypted stream."),
    UsedByAws(
        "publish_events",
        ("sqs:SendMessage",),
        "Lambda puts what couldn't be published into a dead-letter queue.",
        resource="*-dead-letters",
    ),
    UsedByAws(
        "run_schedules",
        ("sqs:SendMessage",),
        "Lambda puts calls of the schedule that failed into a dead-letter queue.",
        resource="*-dead-letters",
    ),
    UsedByAws(
        "TranscribeRole*",
        (
            "kms:Decrypt",
            "kms:GenerateDataKey",
            "s3:GetBucketLocation",
            "s3:GetObject",
            "s3:ListBucket",
            "s3:PutObject",
        ),
        "Transcribe reads recordings and writes what it made of them.",
    ),
    UsedByAws(
        "CustomCDKBucketDeployment*",
        (
            "cloudfront:CreateInvalidation",
            "cloudfront:GetInvalidation",
            "s3:AbortMultipartUpload",
            "s3:DeleteObject",
            "s3:GetBucketLocation",
            "s3:GetObject",
            "s3:ListBucket",
            "s3:PutObject",
        ),
        "The CDK's function copies the console's files while CloudFormation deploys them.",
    ),
)
