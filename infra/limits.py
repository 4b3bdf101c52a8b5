"""What AWS allows, in one place: the table in docs/operations.md is made of it, and tests hold the templates to it.

Numbers are those of AWS's documents, named with each, as they stood in November 2026; where Regions differ, it is the
smaller one. What is adjustable can be raised with Service Quotas; look there for what your account really has.
"""

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
        "Lambda",
        "layers and function, unzipped",
        250,
        "MB",
        False,
        LAMBDA,
        "the same; our own budgets are 65, and 75 for printing",
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
        comes_to=29,
        near=REFUSED,
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
        comes_to=6,
    ),
    Limit(
        "API Gateway",
        "request line and headers",
        10_240,
        "bytes",
        False,
        HTTP_API,
        "the same",
        now="some 2,000: a token of 1,200, a cursor of 500",
        comes_to=2_000,
    ),
    Limit(
        "API Gateway",
        "requests a second, all APIs of a Region",
        10_000,
        "",
        True,
        "API Gateway developer guide, Quotas",
        "67: 800,000 a day (60 for each agent, 1,000 for each of 500 who lead) in 10 hours, the busiest three times "
        "the mean",
        now="200 allowed in production",
        comes_to=REQUESTS_A_SECOND,
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
        comes_to=5.5,
        near=REFUSED,
    ),
    Limit(
        "Lambda",
        "executions at once in a Region (new accounts have fewer)",
        1_000,
        "",
        True,
        LAMBDA,
        "112: 2.5 conversations a second × 21 s (two calls of the model, the rest below a second) = 53, queues and "
        "imports 52, the API 67 × 0.1 s = 7. At night 323, with 12.6 × 21 = 265 in place of 53. A bulk import would "
        "take 80 × 21 = 1,680, if the model answered so many; what is refused is repeated",
        now="52 for queues and imports, in production: intake 20, imports 12, rollups 10, notices 10",
        comes_to=NIGHT_A_SECOND * MODEL_S + 52 + REQUESTS_A_SECOND * 0.1,
    ),
    Limit(
        "Lambda",
        "new executions of a function in 10 seconds",
        1_000,
        "",
        False,
        LAMBDA,
        "126: 12.6 a second at night, were each a new one",
        comes_to=NIGHT_A_SECOND * 10,
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
        comes_to=1 / KB,
    ),
    Limit(
        "Lambda",
        "time of an execution",
        900,
        "s",
        False,
        LAMBDA,
        "the same",
        now="870 to cut an import, else 300",
        comes_to=870,
        near=REFUSED,
    ),
    Limit(
        "Lambda",
        "memory of a function (new accounts: 3,008)",
        10_240,
        "MB",
        False,
        LAMBDA,
        "the same",
        now="2,304, for a document of 50 MB",
        comes_to=2_304,
    ),
    Limit(
        "Lambda",
        "storage of code and layers",
        75,
        "GB",
        True,
        LAMBDA,
        "the same: 0.05 for each environment, earlier versions are deleted",
        comes_to=0.05 * 3,
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
        comes_to=2,
    ),
    Limit(
        "Step Functions",
        "StartExecution a second (1,300 at once; 150 and 800 in smaller Regions)",
        150,
        "",
        True,
        STEP_FUNCTIONS,
        "2.5, at night 12.6; a bulk import 80, because production's runs twelve at once",
        comes_to=IMPORTED_A_SECOND,
    ),
    Limit(
        "Step Functions",
        "state transitions a second (5,000 in large Regions)",
        800,
        "",
        True,
        STEP_FUNCTIONS,
        "20: 2.5 × 8, and 5 for each look at a transcription; a bulk import 640: 80 × 8. What is above is only delayed",
        comes_to=IMPORTED_A_SECOND * 8,
        near=DELAYED,
    ),
    Limit(
        "Step Functions",
        "DescribeExecution a second (15 and 300 at once in large Regions)",
        10,
        "",
        True,
        STEP_FUNCTIONS,
        "below 1: asked only of a run that is late. After an import that stands still as many as are late; what is "
        "above is put off by a minute",
        comes_to=1,
    ),
    Limit(
        "Step Functions",
        "executions open at once",
        1_000_000,
        "",
        True,
        STEP_FUNCTIONS,
        "750: 2.5 a second × 300 s where audio is transcribed",
        comes_to=BUSY_A_SECOND * 300,
    ),
    Limit(
        "Step Functions",
        "children of a distributed map at once",
        10_000,
        "",
        False,
        STEP_FUNCTIONS,
        "12 in production",
        comes_to=12,
    ),
    Limit(
        "DynamoDB",
        "an item",
        400,
        "KB",
        False,
        DYNAMODB,
        "the same",
        now="2 to 20; transcripts and dossiers are in S3. Scorecards and evaluations may have 371, and more is refused",
        comes_to=371,
        near=REFUSED,
    ),
    Limit(
        "DynamoDB",
        "items of a transaction (and 4 MB)",
        100,
        "",
        False,
        DYNAMODB,
        "the same",
        now="100: rollups, outcomes and notices fill theirs (`MOST_ITEMS`), all else stays below 30",
        comes_to=100,
        near=REFUSED,
    ),
    Limit(
        "DynamoDB",
        "write units a second of a partition, of a table or an index",
        1_000,
        "",
        False,
        DYNAMODB,
        "25: a conversation writes 9 units to its year's list, × 2.5; a bulk import 720: 80 × 9, which is why no more "
        "of its lines are taken at once. Counts of imports are spread over 16 rows",
        comes_to=IMPORTED_A_SECOND * 9,
        near=REFUSED,
    ),
    Limit(
        "DynamoDB",
        "read units a second of a partition",
        3_000,
        "",
        False,
        DYNAMODB,
        "333: 67 requests a second × 5 units, were they all of one account's settings and year",
        comes_to=REQUESTS_A_SECOND * 5,
    ),
    Limit(
        "DynamoDB",
        "write units a second of a table on demand",
        40_000,
        "",
        True,
        DYNAMODB,
        "190: 25 items × 3 units × 2.5; a bulk import 6,000. A new table begins with 4,000 and doubles within minutes",
        comes_to=IMPORTED_A_SECOND * 25 * 3,
    ),
    Limit(
        "SQS",
        "messages in flight of a queue",
        120_000,
        "",
        True,
        SQS,
        "1,000: 10 at once × 100 in a batch, of the rollups",
        comes_to=10 * 100,
    ),
    Limit("SQS", "a message", 1, "MiB", False, SQS, "the same", now="1 KB", comes_to=1 / KB),
    Limit(
        "SQS",
        "time that a message is hidden",
        43_200,
        "s",
        False,
        SQS,
        "the same",
        now="362: 6 × 60 + 2",
        comes_to=6 * 60 + 2,
    ),
    Limit(
        "EventBridge",
        "PutEvents a second (10,000 in the largest Regions)",
        400,
        "",
        True,
        EVENTBRIDGE,
        "10: 4 events × 2.5; a bulk import 32: 80 × 4 in entries of ten; 52 with the 20 of the sweep after an outage",
        comes_to=IMPORTED_A_SECOND * 4 / 10 + 20,
    ),
    Limit(
        "EventBridge",
        "entries of a PutEvents, 1 MB together",
        10,
        "",
        False,
        EVENTBRIDGE,
        "the same",
        now="10",
        comes_to=10,
        near=REFUSED,
    ),
    Limit(
        "EventBridge",
        "deliveries to targets a second (18,750 in the largest Regions)",
        750,
        "",
        True,
        EVENTBRIDGE,
        "10: 4 × 2.5; a bulk import 320. What is above is only delayed",
        comes_to=IMPORTED_A_SECOND * 4,
    ),
    Limit(
        "S3",
        "PUT a second under a prefix (GET: 5,500)",
        3_500,
        "",
        False,
        S3,
        "10: 4 × 2.5; a bulk import 160",
        comes_to=IMPORTED_A_SECOND * 2,
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
        comes_to=BUSY_A_SECOND * 180,
        near=RAISED,
    ),
    Limit(
        "Transcribe",
        "transcription jobs of one channel at once",
        250,
        "",
        True,
        TRANSCRIBE,
        "**to be raised to 450**, if all are recordings of one channel",
        comes_to=BUSY_A_SECOND * 180,
        near=RAISED,
    ),
    Limit(
        "Transcribe",
        "StartCallAnalyticsJob a second",
        10,
        "",
        True,
        TRANSCRIBE,
        "2.5, and **to be raised to 20** where a day's come at night: 12.6. "
        "What is refused is repeated for about ten minutes",
        comes_to=NIGHT_A_SECOND,
        near=RAISED,
    ),
    Limit(
        "Transcribe",
        "GetCallAnalyticsJob a second",
        20,
        "",
        True,
        TRANSCRIBE,
        "**to be raised to 100**, if all are recordings: 15, 450 jobs, each looked at every 30 s; where a day's come "
        "at night 76. What is refused is repeated for about ten minutes",
        comes_to=NIGHT_A_SECOND * 180 / 30,
        near=RAISED,
    ),
    Limit(
        "Transcribe",
        "StartTranscriptionJob a second",
        25,
        "",
        True,
        TRANSCRIBE,
        "2.5, where a day's come at night 12.6, if all are recordings of one channel",
        comes_to=NIGHT_A_SECOND,
    ),
    Limit(
        "Transcribe",
        "GetTranscriptionJob a second",
        30,
        "",
        True,
        TRANSCRIBE,
        "15, if all are recordings of one channel, and **to be raised to 110** where a day's come at night: 76. What "
        "is refused is repeated for about ten minutes",
        comes_to=NIGHT_A_SECOND * 180 / 30,
        near=RAISED,
    ),
    Limit(
        "Transcribe",
        "a recording for Call Analytics",
        500,
        "MB",
        False,
        TRANSCRIBE,
        "the same: half an hour in two channels of 8 kHz has 58",
        now="a larger one fails, with Transcribe's reason",
        comes_to=58,
    ),
    Limit(
        "Bedrock",
        "requests a minute of a model (it differs by model and account)",
        200,
        "",
        True,
        BEDROCK,
        "**to be raised to 400**: 2 calls × 2.5 × 60 = 300, and answers for drafts and summaries",
        comes_to=BUSY_A_SECOND * 2 * 60,
        near=RAISED,
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
        comes_to=BUSY_A_SECOND * 2 * 60 * (6_000 + 800),
        near=RAISED,
    ),
    Limit(
        "Cognito",
        "sign-ins a second (category UserAuthentication)",
        120,
        "",
        True,
        COGNITO,
        "11: all 5,000 within 15 minutes, two calls each",
        comes_to=AGENTS * 2 / 900,
    ),
    Limit(
        "Cognito",
        "renewed sign-ins a second (category UserToken)",
        120,
        "",
        True,
        COGNITO,
        "1.4: 5,000 an hour",
        comes_to=AGENTS / 3_600,
    ),
    Limit(
        "Cognito",
        "people invited a second (category UserCreation)",
        50,
        "",
        True,
        COGNITO,
        "5: a person invites people one by one",
        comes_to=5,
    ),
    Limit(
        "Cognito",
        "e-mails a day from its own sender",
        50,
        "",
        False,
        COGNITO,
        "**an own sender** (`DEBRIEF_EMAIL_FROM`): 5,000 invitations would take 100 days",
        comes_to=AGENTS,
        near=RAISED,
    ),
    Limit(
        "KMS",
        "requests a second with symmetric keys (100,000 in large Regions)",
        10_000,
        "",
        True,
        KMS,
        "30: bucket keys and DynamoDB ask once in minutes, queues aren't encrypted with it",
        comes_to=30,
    ),
    Limit(
        "Secrets Manager",
        "GetSecretValue a second",
        10_000,
        "",
        False,
        SECRETS,
        "1: once when a function of the API starts",
        comes_to=1,
    ),
    Limit(
        "SES",
        "e-mails a day (200 until the account leaves the sandbox)",
        50_000,
        "",
        True,
        SES,
        "10,000: two for each agent",
        comes_to=AGENTS * 2,
    ),
    Limit(
        "SES",
        "e-mails a second (1 in the sandbox)",
        14,
        "",
        True,
        SES,
        "10: so many of the notices' function run at once. What is refused waits and is sent again",
        comes_to=10,
        near=DELAYED,
    ),
)
"""What shows only while it runs."""
