"""Limits whose use can be counted in the templates and the code; `infra.usage` does it."""

from __future__ import annotations

from typing import Final

from infra.limits.model import (
    CLOUDFORMATION,
    CLOUDFRONT,
    CLOUDWATCH,
    DYNAMODB,
    EVENTBRIDGE,
    HTTP_API,
    IAM,
    KB,
    LAMBDA,
    MB,
    SQS,
    STEP_FUNCTIONS,
    Limit,
)

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
