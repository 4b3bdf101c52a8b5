"""What a limit of AWS is, and what limits are reckoned with: the load of a large account, and AWS's documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SHARE: Final = 0.7
"""Tests fail when so much of a limit is used: there must be time to do something about it."""

RAISED: Final = "Something has to be done before that many conversations come; its row says what."
REFUSED: Final = "It is used up on purpose: more is refused, held or put off before AWS has to."
DELAYED: Final = "What is above isn't lost: it comes later."
"""Why a limit that is only reckoned may be used further than `SHARE`."""

# What the table reckons with.
AGENTS: Final = 5_000
INTERACTIONS_A_MONTH: Final = 1_000_000
WORKING_HOURS_A_MONTH: Final = 220
BUSY_A_SECOND: Final = 2.5
"""Conversations in a busy second: twice the mean of 1,000,000 in 220 working hours."""
NIGHT_A_SECOND: Final = 12.6
"""The same when a day's are handed in within one hour, at night."""
IMPORTED_A_SECOND: Final = 80
"""Lines of a bulk import in production: twelve at once, 0.15 seconds each."""
REQUESTS_A_SECOND: Final = (AGENTS * 60 + 500 * 1_000) / 36_000 * 3
"""Of the API, in a busy second: three times the mean of a day of ten hours."""
MODEL_S: Final = 21
"""Seconds that functions run for a conversation, two calls of the model among them."""

KB: Final = 1024
MB: Final = 1024 * KB

HTTP_API: Final = "API Gateway developer guide, Quotas for HTTP APIs"
CLOUDFORMATION: Final = "CloudFormation user guide, Quotas"
IAM: Final = "IAM user guide, IAM and STS quotas"
LAMBDA: Final = "Lambda developer guide, Quotas"
STEP_FUNCTIONS: Final = "Step Functions developer guide, Service quotas"
DYNAMODB: Final = "DynamoDB developer guide, Quotas"
SQS: Final = "SQS developer guide, Quotas"
EVENTBRIDGE: Final = "EventBridge user guide, Quotas"
S3: Final = "S3 user guide, Performance design patterns"
CLOUDWATCH: Final = "CloudWatch user guide, Service quotas"
TRANSCRIBE: Final = "AWS General Reference, Transcribe quotas"
BEDROCK: Final = "AWS General Reference, Bedrock quotas"
COGNITO: Final = "Cognito developer guide, Quotas"
KMS: Final = "KMS developer guide, Request quotas"
SECRETS: Final = "Secrets Manager user guide, Quotas"
SES: Final = "SES developer guide, Service quotas"
CLOUDFRONT: Final = "CloudFront developer guide, Quotas"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit.

    most: how much, in `unit`. adjustable: whether AWS raises it. source: the document that says so.
    now: what is used, where that is no number to be counted in the templates.
    at_scale: what it comes to with 5,000 agents and 1,000,000 conversations a month, and how that is reckoned.
    comes_to: the same as a number in `unit`, where nothing is counted; a bulk import, or a day's that come at night, if
        that is more. near: why that may be more than `SHARE` of it, one of the reasons above.
    """

    service: str
    what: str
    most: float
    unit: str
    adjustable: bool
    source: str
    at_scale: str
    now: str = ""
    comes_to: float = 0.0
    near: str = ""
