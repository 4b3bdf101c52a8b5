"""What AWS allows, in one place: the table in docs/operations.md is made of it, and tests hold the templates to it.

Numbers are those of AWS's documents, named with each, as they stood in November 2026; where Regions differ, it is the
smaller one. What is adjustable can be raised with Service Quotas; look there for what your account really has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SHARE: Final = 0.7
"""Tests fail when so much of a limit is used: there must be time to do something about it."""

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
    """

    service: str
    what: str
    most: float
    unit: str
    adjustable: bool
    source: str
    at_scale: str
    now: str = ""


_WITH_FEATURES: Final = "the same: it grows with features, not with people or conversations"

COUNTED: Final[dict[str, Limit]] = {
    "routes": Limit("API Gateway", "routes of an HTTP API", 300, "", True, HTTP_API, _WITH_FEATURES),
    "integrations": Limit("API Gateway", "integrations of an HTTP API", 300, "", False, HTTP_API, _WITH_FEATURES),
    "access_log": Limit("API Gateway", "template of the access log", 3 * KB, "bytes", False, HTTP_API, "the same"),
    "resources": Limit("CloudFormation", "resources of a stack", 500, "", False, CLOUDFORMATION, _WITH_FEATURES),
    "outputs": Limit("CloudFormation", "outputs of a stack", 200, "", False, CLOUDFORMATION, _WITH_FEATURES),
    "parameters": Limit("CloudFormation", "parameters of a stack", 200, "", False, CLOUDFORMATION, _WITH_FEATURES),
    "template": Limit("CloudFormation", "a template", 1 * MB, "bytes", False, CLOUDFORMATION, _WITH_FEATURES),
    "role_policies": Limit(
        "IAM", "inline policies of a role, all together", 10_240, "characters", False, IAM, _WITH_FEATURES
    ),
    "trust_policy": Limit("IAM", "trust policy of a role", 2_048, "characters", True, IAM, "the same"),
    "roles": Limit("IAM", "roles of an account", 1_000, "", True, IAM, "the same for each environment"),
    "environment": Limit("Lambda", "environment variables of a function", 4 * KB, "bytes", False, LAMBDA, "the same"),
    "layers": Limit("Lambda", "layers of a function", 5, "", False, LAMBDA, "the same"),
    "unzipped": Limit(
        "Lambda", "layers and function, unzipped", 250, "MB", False, LAMBDA, "the same; the design allows 70"
    ),
    "function_name": Limit("Lambda", "name of a function", 64, "characters", False, LAMBDA, "the same"),
    "definition": Limit(
        "Step Functions", "definition of a state machine", 1 * MB, "bytes", False, STEP_FUNCTIONS, _WITH_FEATURES
    ),
    "history": Limit(
        "Step Functions",
        "events in the history of an execution",
        25_000,
        "",
        False,
        STEP_FUNCTIONS,
        "the same: the longest is a transcription that is looked at until its time is up",
    ),
    "indexes": Limit("DynamoDB", "global secondary indexes of a table", 20, "", True, DYNAMODB, "the same"),
    "rules": Limit("EventBridge", "rules of a bus", 300, "", True, EVENTBRIDGE, _WITH_FEATURES),
    "targets": Limit("EventBridge", "targets of a rule", 5, "", False, EVENTBRIDGE, "the same"),
    "pattern": Limit("EventBridge", "pattern of a rule", 2_048, "characters", True, EVENTBRIDGE, _WITH_FEATURES),
    "alarms": Limit("CloudWatch", "alarms of a Region", 5_000, "", True, CLOUDWATCH, "the same for each environment"),
    "widgets": Limit("CloudWatch", "widgets of a dashboard", 500, "", False, CLOUDWATCH, _WITH_FEATURES),
    "dashboard_metrics": Limit(
        "CloudWatch", "metrics of a dashboard, all widgets together", 2_500, "", False, CLOUDWATCH, _WITH_FEATURES
    ),
    "widget_metrics": Limit("CloudWatch", "metrics of a widget", 500, "", False, CLOUDWATCH, "the same"),
    "edge_function": Limit("CloudFront", "a function at the edge", 10 * KB, "bytes", False, CLOUDFRONT, "the same"),
    "queue_name": Limit("SQS", "name of a queue", 80, "characters", False, SQS, "the same"),
}
"""What can be counted in the templates and the code; `infra.usage` does it."""

RECKONED: Final[tuple[Limit, ...]] = (
    Limit(
        "API Gateway",
        "time for an answer",
        30,
        "s",
        False,
        HTTP_API,
        "the same",
        now="functions end after 29 s, a call to AWS after 24",
    ),
    Limit(
        "API Gateway",
        "body of a request or an answer",
        10,
        "MB",
        False,
        HTTP_API,
        "the same: files go to S3 by signed addresses",
        now="Lambda's 6 MB come first",
    ),
    Limit(
        "API Gateway",
        "request line and headers",
        10_240,
        "bytes",
        False,
        HTTP_API,
        "the same",
        now="a token of 1.2 KB, a cursor of 0.5",
    ),
    Limit(
        "API Gateway",
        "requests a second, all APIs of a Region",
        10_000,
        "",
        True,
        "API Gateway developer guide, Quotas",
        "60: 800,000 a day (60 for each agent, 1,000 for each of 500 who lead) in 10 hours, the busiest three times "
        "the mean",
        now="200 allowed in production",
    ),
    Limit(
        "Lambda",
        "body of an answer",
        6,
        "MB",
        False,
        LAMBDA,
        "the same",
        now="5.5 MB: a longer transcript is held at the intake",
    ),
    Limit(
        "Lambda",
        "executions at once in a Region (new accounts have fewer)",
        1_000,
        "",
        True,
        LAMBDA,
        "111: 2.5 conversations a second × 21 s (two calls of the model, the rest below a second) = 53, queues and "
        "imports 52, the API 60 × 0.1 s = 6. At night 12.6 × 21 = 265 in place of 53",
        now="52 for queues and imports, in production: intake 20, imports 12, rollups 10, notices 10",
    ),
    Limit(
        "Lambda",
        "new executions of a function in 10 seconds",
        1_000,
        "",
        False,
        LAMBDA,
        "30: 2.5 conversations a second",
    ),
    Limit(
        "Lambda",
        "an event, asynchronous or from a queue",
        1,
        "MB",
        False,
        LAMBDA,
        "the same",
        now="1 KB: ids and keys",
    ),
    Limit("Lambda", "time of an execution", 900, "s", False, LAMBDA, "the same", now="870 to cut an import, else 300"),
    Limit(
        "Lambda",
        "memory of a function (new accounts: 3,008)",
        10_240,
        "MB",
        False,
        LAMBDA,
        "the same",
        now="2,304, for a document of 50 MB",
    ),
    Limit(
        "Lambda",
        "storage of code and layers",
        75,
        "GB",
        True,
        LAMBDA,
        "the same: 0.05 for each environment, earlier versions are deleted",
    ),
    Limit(
        "Step Functions",
        "input and output of a state",
        256,
        "KiB",
        False,
        STEP_FUNCTIONS,
        "the same",
        now="2 KB: ids and keys",
    ),
    Limit(
        "Step Functions",
        "StartExecution a second (1,300 at once; 150 and 800 in smaller Regions)",
        150,
        "",
        True,
        STEP_FUNCTIONS,
        "2.5, at night 12.6; a bulk import 80, because production's runs twelve at once",
    ),
    Limit(
        "Step Functions",
        "state transitions a second (5,000 in large Regions)",
        800,
        "",
        True,
        STEP_FUNCTIONS,
        "20: 2.5 × 8, and 5 for each look at a transcription; a bulk import 640: 80 × 8. What is above is only delayed",
    ),
    Limit(
        "Step Functions",
        "executions open at once",
        1_000_000,
        "",
        True,
        STEP_FUNCTIONS,
        "750: 2.5 a second × 300 s where audio is transcribed",
    ),
    Limit(
        "Step Functions",
        "children of a distributed map at once",
        10_000,
        "",
        False,
        STEP_FUNCTIONS,
        "12 in production",
    ),
    Limit(
        "DynamoDB", "an item", 400, "KB", False, DYNAMODB, "the same", now="2 to 20; transcripts and dossiers are in S3"
    ),
    Limit(
        "DynamoDB",
        "items of a transaction (and 4 MB)",
        100,
        "",
        False,
        DYNAMODB,
        "the same",
        now="100: rollups and notices fill theirs (`MOST_ITEMS`), all else stays below 30",
    ),
    Limit(
        "DynamoDB",
        "write units a second of a partition, of a table or an index",
        1_000,
        "",
        False,
        DYNAMODB,
        "25: a conversation writes 9 units to its year's list, × 2.5; a bulk import 720: 80 × 9. Counts of imports "
        "are spread over 16 rows",
    ),
    Limit(
        "DynamoDB",
        "read units a second of a partition",
        3_000,
        "",
        False,
        DYNAMODB,
        "300: 60 requests a second × 5 units, were they all of one account's settings and year",
    ),
    Limit(
        "DynamoDB",
        "write units a second of a table on demand",
        40_000,
        "",
        True,
        DYNAMODB,
        "190: 25 items × 3 units × 2.5; a bulk import 6,000. A new table begins with 4,000 and doubles within minutes",
    ),
    Limit(
        "SQS",
        "messages in flight of a queue",
        120_000,
        "",
        True,
        SQS,
        "100: 20 at once × 5 in a batch",
    ),
    Limit("SQS", "a message", 1, "MiB", False, SQS, "the same", now="1 KB"),
    Limit("SQS", "time that a message is hidden", 43_200, "s", False, SQS, "the same", now="362: 6 × 60 + 2"),
    Limit(
        "EventBridge",
        "PutEvents a second (10,000 in the largest Regions)",
        400,
        "",
        True,
        EVENTBRIDGE,
        "10: 4 events × 2.5; a bulk import 32: 80 × 4 in entries of ten",
    ),
    Limit("EventBridge", "entries of a PutEvents, 1 MB together", 10, "", False, EVENTBRIDGE, "the same", now="10"),
    Limit(
        "EventBridge",
        "deliveries to targets a second (18,750 in the largest Regions)",
        750,
        "",
        True,
        EVENTBRIDGE,
        "10: 4 × 2.5; a bulk import 320. What is above is only delayed",
    ),
    Limit(
        "S3",
        "PUT a second under a prefix (GET: 5,500)",
        3_500,
        "",
        False,
        S3,
        "10: 4 × 2.5; a bulk import 160",
    ),
    Limit(
        "Transcribe",
        "Call Analytics jobs at once (others wait in line)",
        100,
        "",
        True,
        TRANSCRIBE,
        "**to be raised to 450**, if all are recordings: 2.5 a second × 180 s. 100 take 2,000 an hour; what waits "
        "longer than two hours fails, and is released again",
    ),
    Limit(
        "Transcribe",
        "transcription jobs of one channel at once",
        250,
        "",
        True,
        TRANSCRIBE,
        "**to be raised to 450**, if all are recordings of one channel",
    ),
    Limit(
        "Transcribe", "StartCallAnalyticsJob a second", 10, "", True, TRANSCRIBE, "2.5, at night 12.6: it is retried"
    ),
    Limit(
        "Transcribe",
        "GetCallAnalyticsJob a second",
        20,
        "",
        True,
        TRANSCRIBE,
        "15: 450 jobs, each looked at every 30 s. **To be raised** where a day's come at night",
    ),
    Limit(
        "Transcribe",
        "a recording for Call Analytics",
        500,
        "MB",
        False,
        TRANSCRIBE,
        "the same",
        now="a larger one fails, with Transcribe's reason",
    ),
    Limit(
        "Bedrock",
        "requests a minute of a model (it differs by model and account)",
        200,
        "",
        True,
        BEDROCK,
        "**to be raised to 400**: 2 calls × 2.5 × 60 = 300, and answers for drafts and summaries",
    ),
    Limit(
        "Bedrock",
        "tokens a minute of a model (it differs by model and account)",
        200_000,
        "",
        True,
        BEDROCK,
        "**to be raised to 2,500,000**: 300 calls × (6,000 + 800) = 2,040,000. What is refused is repeated for about "
        "ten minutes, then fails; spread imports accordingly",
    ),
    Limit(
        "Cognito",
        "sign-ins a second (category UserAuthentication)",
        120,
        "",
        True,
        COGNITO,
        "11: all 5,000 within 15 minutes, two calls each",
    ),
    Limit(
        "Cognito",
        "renewed sign-ins a second (category UserToken)",
        120,
        "",
        True,
        COGNITO,
        "1.4: 5,000 an hour",
    ),
    Limit(
        "Cognito",
        "people invited a second (category UserCreation)",
        50,
        "",
        True,
        COGNITO,
        "5: a person invites people one by one",
    ),
    Limit(
        "Cognito",
        "e-mails a day from its own sender",
        50,
        "",
        False,
        COGNITO,
        "**an own sender** (`DEBRIEF_EMAIL_FROM`): 5,000 invitations would take 100 days",
    ),
    Limit(
        "KMS",
        "requests a second with symmetric keys (100,000 in large Regions)",
        10_000,
        "",
        True,
        KMS,
        "30: bucket keys and DynamoDB ask once in minutes, queues aren't encrypted with it",
    ),
    Limit(
        "Secrets Manager",
        "GetSecretValue a second",
        10_000,
        "",
        False,
        SECRETS,
        "1: once when a function of the API starts",
    ),
    Limit(
        "SES",
        "e-mails a day (200 until the account leaves the sandbox)",
        50_000,
        "",
        True,
        SES,
        "10,000: two for each agent",
    ),
    Limit(
        "SES",
        "e-mails a second (1 in the sandbox)",
        14,
        "",
        True,
        SES,
        "10: so many of the notices' function run at once",
    ),
)
"""What shows only while it runs."""
