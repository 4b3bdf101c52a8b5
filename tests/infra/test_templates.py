"""What every stack must hold to, asked of the templates that are deployed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from debrief.people.directory_client import _OWED
from infra.constructs.context_table import INDEXES
from infra.constructs.definition import STATE_MACHINES
from infra.stacks.api.roots import LEAVES, ROOTS
from infra.stacks.api.stack import OPEN_CALENDARS
from tests.infra.conftest import CHECKED, ELSEWHERE, EVERYTHING, Environment
from tools.rights import reference

ROOT = Path(__file__).resolve().parents[2]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements(environment: Environment) -> Iterator[tuple[str, dict[str, Any]]]:
    """The statements of every role, not those of resources (a bucket's own policy must deny everybody)."""
    for name, policy in environment.all("AWS::IAM::Policy").items():
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            yield name, statement


def rights(environment: Environment, function: str) -> dict[str, set[str]]:
    """What one function may do: action → the resources as text."""
    role = function.replace("_", "") + "RoleDefaultPolicy"
    found: dict[str, set[str]] = {}
    for name, statement in statements(environment):
        if name.split("/")[1].startswith(role):
            for action in listed(statement["Action"]):
                found.setdefault(action, set()).update(json.dumps(each) for each in listed(statement["Resource"]))
    assert found, f"no policy of {function}"
    return found


@pytest.mark.parametrize("name", CHECKED)
def test_nag_finds_nothing(synthesised: Callable[[str], Environment], name: str) -> None:
    """Synthesis raises on a finding, so templates mean that there was none."""
    assert set(synthesised(name).templates) == {"Data", "Workflows", "Api", "Web", "Notices", "Observability"}


def test_functions_are_traced_sized_and_logged_for_a_time(prod: Environment) -> None:
    functions = prod.functions()
    assert len(functions) >= 22
    groups = {each["Properties"]["LogGroupName"] for each in prod.all("AWS::Logs::LogGroup").values()}
    for name, function in functions.items():
        properties = function["Properties"]
        assert properties["TracingConfig"] == {"Mode": "Active"}, name
        assert properties["Architectures"] == ["arm64"], name
        assert properties["Handler"].endswith(".handler.lambda_handler"), name
        assert properties["Timeout"] <= 900, name
        assert properties["MemorySize"] >= 256, name
        # What prints has the fonts beside the two layers that all have.
        assert len(properties["Layers"]) == (3 if "summariesapi" in name else 2), name
        assert f"/aws/lambda/{properties['FunctionName']}" in groups, name
        assert "AWS_ENDPOINT_URL" not in properties["Environment"]["Variables"], name
    for name, group in prod.all("AWS::Logs::LogGroup").items():
        assert group["Properties"]["RetentionInDays"] == 90, name


def test_every_function_has_alarms_on_errors_and_throttles(prod: Environment) -> None:
    watched: dict[str, set[str]] = {}
    for name, alarm in prod.all("AWS::CloudWatch::Alarm").items():
        properties = alarm["Properties"]
        assert properties["AlarmActions"], name
        assert properties["AlarmDescription"].startswith("prod: "), name
        for dimension in properties.get("Dimensions", []):
            if dimension["Name"] == "FunctionName":
                watched.setdefault(dimension["Value"]["Ref"], set()).add(properties["MetricName"])
    for name in prod.functions():
        assert {"Errors", "Throttles"} <= watched[name.split("/")[1]], name


def test_no_action_is_a_wildcard_and_a_resource_only_where_aws_offers_nothing_else(prod: Environment) -> None:
    for name, statement in statements(prod):
        for action in listed(statement["Action"]):
            assert "*" not in action, (name, action)
            if "*" in listed(statement["Resource"]):
                known = reference.action(action)
                assert known is not None
                assert not known.arns, (name, action)


def test_nobody_may_scan_or_delete_tables_and_buckets(prod: Environment) -> None:
    for name, statement in statements(prod):
        forbidden = {
            "dynamodb:Scan",
            "dynamodb:PartiQLSelect",
            "dynamodb:DeleteTable",
            "s3:DeleteBucket",
            "iam:CreateRole",
        }
        assert not forbidden & set(listed(statement["Action"])), name


def test_indexes_are_granted_by_name(prod: Environment) -> None:
    queried = rights(prod, "insights_api")["dynamodb:Query"]
    assert {each for each in INDEXES if any(f"/index/{each}" in resource for resource in queried)} == {
        "GSI1",
        "GSI2",
        "GSI3",
    }
    for name, statement in statements(prod):
        assert "/index/*" not in json.dumps(statement["Resource"]), name


@pytest.mark.parametrize(
    ("function", "may", "may_not"),
    [
        ("insights_api", {"dynamodb:Query"}, {"dynamodb:PutItem", "s3:GetObject", "bedrock:InvokeModel"}),
        (
            "people_api",
            {"cognito-idp:AdminCreateUser", "states:StartExecution", "s3:PutObject"},
            {"states:DescribeExecution", "s3:GetObject", "cognito-idp:AdminSetUserPassword"},
        ),
        ("work_held_batch", {"dynamodb:DeleteItem", "states:StartExecution"}, {"states:DescribeExecution"}),
        ("write_people", {"dynamodb:UpdateItem", "s3:GetObject"}, {"s3:PutObject", "cognito-idp:AdminCreateUser"}),
        (
            "quality_api",
            {"dynamodb:DeleteItem", "s3:GetObject", "states:StartExecution"},
            {"s3:PutObject", "bedrock:InvokeModel"},
        ),
        (
            "summaries_api",
            {"states:StartExecution", "s3:GetObject"},
            {"bedrock:InvokeModel", "s3:PutObject", "s3:DeleteObject"},
        ),
        ("summary_prompt", {"bedrock:InvokeModel"}, {"states:StartExecution", "events:PutEvents"}),
        (
            "run_schedules",
            # Speakers that a person has corrected for a whole import or source: transcripts are written anew.
            {"states:StartExecution", "dynamodb:UpdateItem", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"},
            {"bedrock:InvokeModel", "events:PutEvents"},
        ),
        ("import_lines", {"s3:GetObject", "s3:PutObject"}, {"s3:DeleteObject", "s3:ListBucket"}),
        ("publish_events", {"events:PutEvents", "dynamodb:GetRecords"}, {"s3:GetObject"}),
        ("settle_intake", {"dynamodb:DeleteItem", "dynamodb:UpdateItem"}, {"s3:PutObject", "states:StartExecution"}),
        ("send_notices", {"dynamodb:PutItem", "sqs:ChangeMessageVisibility"}, {"ses:SendEmail", "s3:GetObject"}),
        (
            "notices_api",
            {"dynamodb:Query", "secretsmanager:PutSecretValue"},
            {"ses:SendEmail", "cognito-idp:AdminCreateUser"},
        ),
        (
            "send_to_channels",
            {"dynamodb:PutItem", "secretsmanager:GetSecretValue"},
            {"ses:SendEmail", "secretsmanager:PutSecretValue", "secretsmanager:CreateSecret"},
        ),
    ],
)
def test_functions_may_do_what_they_need_and_no_more(
    prod: Environment, function: str, may: set[str], may_not: set[str]
) -> None:
    granted = rights(prod, function)
    assert may <= set(granted)
    assert not may_not & set(granted)


def test_only_the_configured_model_may_be_asked(prod: Environment) -> None:
    for resource in rights(prod, "analyse_interaction")["bedrock:InvokeModel"]:
        assert "claude-sonnet-4-5" in resource
        assert "*" not in resource


def test_a_model_behind_a_profile_may_be_asked_only_through_it(prod: Environment, everything: Environment) -> None:
    for environment in (prod, everything):
        profiles, models = set(), set()
        for name, statement in statements(environment):
            if listed(statement["Action"]) == ["bedrock:InvokeModel"]:
                through = statement.get("Condition", {}).get("StringEquals", {}).get("bedrock:InferenceProfileArn")
                texts = [json.dumps(each) for each in listed(statement["Resource"])]
                assert all(("foundation-model" in text) == (through is not None) for text in texts), name
                profiles |= set(texts) if through is None else set()
                models |= {json.dumps(through)} if through is not None else set()
        assert models
        assert models <= profiles
    variables = next(
        each["Properties"]["Environment"]["Variables"]
        for each in everything.functions().values()
        if each["Properties"]["FunctionName"].endswith("summary_prompt")
    )
    assert variables["MODEL_ID"] == dict(EVERYTHING)["DEBRIEF_MODEL_ID"]


def test_environment_variables_tell_only_what_is_granted(prod: Environment) -> None:
    variables = {
        each["Properties"]["FunctionName"].removeprefix("debrief-prod-"): set(
            each["Properties"]["Environment"]["Variables"]
        )
        for each in prod.functions().values()
    }
    common = {"DEBRIEF_ENV", "POWERTOOLS_SERVICE_NAME", "POWERTOOLS_LOG_LEVEL", "PYDANTIC_DISABLE_PLUGINS"}
    assert variables["settle_intake"] == common | {"INTERACTIONS_TABLE", "RECORDINGS_BUCKET"}
    assert variables["insights_api"] == common | {"PEOPLE_TABLE", "INSIGHTS_TABLE", "QUALITY_TABLE"}
    assert variables["intake_recording"] == common | {
        "RECORDINGS_BUCKET",
        "INTERACTIONS_TABLE",
        "PEOPLE_TABLE",
        "INTERACTION_PIPELINE_STATE_MACHINE_ARN",
        "BULK_IMPORT_STATE_MACHINE_ARN",
    }
    assert variables["summary_prompt"] == common | {
        "PEOPLE_TABLE",
        "SUMMARIES_TABLE",
        "CONTENT_BUCKET",
        "MODEL_ID",
        "MODEL_INPUT_USD",
        "MODEL_OUTPUT_USD",
    }


@pytest.mark.feature("N9")
def test_who_asks_the_model_keeps_the_budget_and_touches_nobodys_row(prod: Environment) -> None:
    asking: set[str] = set()
    kept: dict[str, dict[str, list[str]]] = {}
    for name, statement in statements(prod):
        actions = set(listed(statement["Action"]))
        if "bedrock:InvokeModel" in actions:
            asking.add(name)
        condition = statement.get("Condition", {}).get("ForAllValues:StringLike", {})
        if keys := condition.get("dynamodb:LeadingKeys"):
            (resource,) = listed(statement["Resource"])
            assert "people" in json.dumps(resource).casefold()
            kept.setdefault(name, {}).update({action: listed(keys) for action in actions})
    assert len(asking) == 7
    # Whoever pays for transcriptions counts in the same rows, and asks no model.
    (paying,) = set(kept) - asking
    assert kept.pop(paying) == {"dynamodb:GetItem": ["ACCOUNT"], "dynamodb:UpdateItem": ["BUDGET#*"]}
    assert set(kept) == asking
    for rights_of_one in kept.values():
        assert rights_of_one == {
            "dynamodb:GetItem": ["ACCOUNT", "BUDGET#*"],
            "dynamodb:UpdateItem": ["BUDGET#*"],
            "dynamodb:DeleteItem": ["BUDGET#*"],
        }


PATHS = {
    path
    for roots in ROOTS.values()
    for root in roots
    for path in (f"/{root}", *(() if root in LEAVES else (f"/{root}/{{proxy+}}",)))
}


@pytest.mark.parametrize("name", [*CHECKED, "local"])
def test_every_route_but_a_browsers_question_asks_for_a_token(
    synthesised: Callable[..., Environment], name: str
) -> None:
    api = synthesised(name)
    authorizers = set(api.resources("Api", "AWS::ApiGatewayV2::Authorizer"))
    seen: dict[str, set[str]] = {"ANY": set(), "OPTIONS": set(), "GET": set(), "HEAD": set()}
    for key, route in api.resources("Api", "AWS::ApiGatewayV2::Route").items():
        method, path = route["Properties"]["RouteKey"].split(" ")
        seen[method].add(path)
        if method == "OPTIONS":
            assert route["Properties"]["AuthorizationType"] == "NONE", key
            assert answered_by(api, route) == "answer_preflight", key
        elif method in ("GET", "HEAD"):
            assert route["Properties"]["AuthorizationType"] == "NONE", key
            assert answered_by(api, route) == "read_calendar", key
        else:
            assert route["Properties"]["AuthorizationType"] == "JWT", key
            assert route["Properties"]["AuthorizerId"]["Ref"] in authorizers, key
            assert answered_by(api, route) == next(f for f, roots in ROOTS.items() if path.split("/")[1] in roots), key
    calendars = {OPEN_CALENDARS}
    assert seen == {"ANY": PATHS, "OPTIONS": PATHS, "GET": calendars, "HEAD": calendars}


def answered_by(environment: Environment, route: dict[str, Any]) -> str:
    """The name of the function behind a route."""
    api = environment.resources("Api")
    integration = api[route["Properties"]["Target"]["Fn::Join"][1][1]["Ref"]]["Properties"]
    function = api[integration["IntegrationUri"]["Fn::GetAtt"][0]]["Properties"]["FunctionName"]
    return str(function).removeprefix(f"debrief-{environment.name}-")


def test_without_pages_of_others_only_secret_calendars_are_without_a_token(
    synthesised: Callable[..., Environment],
) -> None:
    alone = synthesised("prod", (("DEBRIEF_API_ORIGINS", ""),))
    routes = alone.resources("Api", "AWS::ApiGatewayV2::Route").values()
    free = [each["Properties"]["RouteKey"] for each in routes if each["Properties"]["AuthorizationType"] != "JWT"]
    assert sorted(free) == [f"GET {OPEN_CALENDARS}", f"HEAD {OPEN_CALENDARS}"]
    assert len(routes) == len(PATHS) + 2
    assert not any("answer_preflight" in each["Properties"]["FunctionName"] for each in alone.functions().values())


def test_what_answers_browsers_has_no_rights_of_its_own(prod: Environment) -> None:
    granted = set(rights(prod, "answer_preflight"))
    assert granted == {
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    }


def test_what_reads_secret_calendars_may_read_little_and_is_asked_seldom(prod: Environment) -> None:
    """It writes nothing, asks no index of all people, and has its own, few tries a second."""
    granted = {each for each in rights(prod, "read_calendar") if each.startswith("dynamodb:")}
    assert granted == {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"}
    (stage,) = prod.resources("Api", "AWS::ApiGatewayV2::Stage").values()
    limits = {"ThrottlingRateLimit": 20, "ThrottlingBurstLimit": 40}
    named = {f"GET {OPEN_CALENDARS}", f"HEAD {OPEN_CALENDARS}"}
    assert stage["Properties"]["RouteSettings"] == dict.fromkeys(named, limits)
    routes = prod.resources("Api", "AWS::ApiGatewayV2::Route")
    keys = {key for key, each in routes.items() if each["Properties"]["RouteKey"] in named}
    assert keys <= set(stage["DependsOn"])


def test_the_api_has_room_for_half_as_many_paths_again(prod: Environment) -> None:
    """Of 300 routes of an API and 500 resources of a stack, with the routes for browsers' questions counted too."""
    assert 1.5 * len(prod.resources("Api", "AWS::ApiGatewayV2::Route")) < 300
    assert 1.5 * len(prod.resources("Api")) < 500


def test_stage_is_throttled_and_logged(prod: Environment) -> None:
    (stage,) = prod.resources("Api", "AWS::ApiGatewayV2::Stage").values()
    assert stage["Properties"]["DefaultRouteSettings"]["ThrottlingRateLimit"] == 200
    log = json.loads(stage["Properties"]["AccessLogSettings"]["Format"])
    assert log["route"] == "$context.routeKey"
    assert not {"$context.identity.sourceIp", "$context.authorizer.claims.email"} & set(log.values())


@pytest.mark.parametrize("name", [*CHECKED, "local"])
def test_queues_end_in_dead_letters(synthesised: Callable[[str], Environment], name: str) -> None:
    environment = synthesised(name)
    for key, queue in environment.all("AWS::SQS::Queue").items():
        properties = queue["Properties"]
        assert properties["SqsManagedSseEnabled"] is True, key
        if not properties["QueueName"].endswith("-dead-letters"):
            assert properties["RedrivePolicy"]["maxReceiveCount"] == 5, key


def test_dead_letters_and_waiting_messages_raise_alarms(prod: Environment) -> None:
    watched: dict[str, set[str]] = {}
    for alarm in prod.all("AWS::CloudWatch::Alarm").values():
        for dimension in alarm["Properties"].get("Dimensions", []):
            if dimension["Name"] == "QueueName":
                metric = alarm["Properties"]["MetricName"]
                watched.setdefault(dimension["Value"]["Fn::GetAtt"][0], set()).add(metric)
    for key, queue in prod.all("AWS::SQS::Queue").items():
        letters = queue["Properties"]["QueueName"].endswith("-dead-letters")
        expected = "ApproximateNumberOfMessagesVisible" if letters else "ApproximateAgeOfOldestMessage"
        assert expected in watched[key.split("/")[1]], key


def test_a_message_is_hidden_six_times_as_long_as_its_worker_may_take(prod: Environment) -> None:
    checked = 0
    for stack in ("Workflows", "Notices"):
        resources = prod.resources(stack)
        for mapping in prod.resources(stack, "AWS::Lambda::EventSourceMapping").values():
            source = mapping["Properties"]["EventSourceArn"]
            if "Fn::GetAtt" in source:
                queue = resources[source["Fn::GetAtt"][0]]["Properties"]
                worker = resources[mapping["Properties"]["FunctionName"]["Ref"]]["Properties"]
                window = mapping["Properties"].get("MaximumBatchingWindowInSeconds", 0)
                assert queue["VisibilityTimeout"] >= 6 * worker["Timeout"] + window
                assert mapping["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
                # A flood of messages waits in the queue; the account's concurrency is left to the API.
                assert 2 <= mapping["Properties"]["ScalingConfig"]["MaximumConcurrency"] <= 100
                checked += 1
    assert checked == 6


def test_functions_called_asynchronously_have_dead_letters(prod: Environment) -> None:
    functions = prod.resources("Workflows", "AWS::Lambda::Function")
    called = {
        target["Arn"]["Fn::GetAtt"][0]
        for rule in prod.all("AWS::Events::Rule").values()
        for target in rule["Properties"]["Targets"]
        if target["Arn"]["Fn::GetAtt"][0] in functions
    }
    assert len(called) == 2
    for key in called:
        assert functions[key]["Properties"]["DeadLetterConfig"]["TargetArn"], key


def rates_of(environment: Environment, function: str) -> list[str]:
    """How often the clock calls a function, by its logical id."""
    return [
        each["Properties"]["ScheduleExpression"]
        for each in environment.all("AWS::Events::Rule").values()
        if any(target["Arn"]["Fn::GetAtt"][0] == function for target in each["Properties"]["Targets"])
    ]


def test_a_sweep_of_events_may_go_on_until_the_next_one(prod: Environment) -> None:
    functions = prod.resources("Workflows", "AWS::Lambda::Function")
    (publish,) = [
        key for key, each in functions.items() if each["Properties"]["FunctionName"].endswith("publish_events")
    ]
    assert rates_of(prod, publish) == ["rate(5 minutes)"]
    assert functions[publish]["Properties"]["Timeout"] == 300
    assert calls_of(prod, publish) == (0, 300), "the next sweep is its repeat; two at once would publish all twice"


def calls_of(environment: Environment, function: str) -> tuple[int, int]:
    """How often Lambda repeats a call that failed, and after how many seconds it no longer begins one."""
    settled = environment.resources("Workflows", "AWS::Lambda::EventInvokeConfig").values()
    (of_it,) = [each["Properties"] for each in settled if each["Properties"]["FunctionName"] == {"Ref": function}]
    return of_it["MaximumRetryAttempts"], of_it["MaximumEventAgeInSeconds"]


def test_due_work_is_looked_for_every_minute_and_its_silence_is_an_alarm(prod: Environment) -> None:
    functions = prod.resources("Workflows", "AWS::Lambda::Function")
    (runner,) = [key for key, each in functions.items() if each["Properties"]["FunctionName"].endswith("run_schedules")]
    assert rates_of(prod, runner) == ["rate(1 minute)"]
    assert calls_of(prod, runner) == (0, 60), "what was too busy to begin is left to the next minute"
    assert "ReservedConcurrentExecutions" not in functions[runner]["Properties"], "runs may overlap"
    alarms = {
        each["Properties"]["MetricName"]: each["Properties"]
        for each in prod.all("AWS::CloudWatch::Alarm").values()
        if each["Properties"].get("Namespace") == "Debrief"
    }
    assert {name: each["TreatMissingData"] for name, each in alarms.items()} == {
        "DueLate": "breaching",
        "DueGivenUp": "notBreaching",
    }
    for each in alarms.values():
        assert each["Dimensions"] == [
            {"Name": "environment", "Value": "prod"},
            {"Name": "service", "Value": "run_schedules"},
        ]
    assert (alarms["DueLate"]["Threshold"], alarms["DueLate"]["EvaluationPeriods"]) == (600, 3)
    assert alarms["DueGivenUp"]["Threshold"] == 1


@pytest.mark.feature("N8")
def test_what_is_deleted_from_a_bucket_is_gone_when_operations_says_so(prod: Environment) -> None:
    kept = [
        rule
        for bucket in prod.all("AWS::S3::Bucket").values()
        if "VersioningConfiguration" in bucket["Properties"]
        for rule in bucket["Properties"]["LifecycleConfiguration"]["Rules"]
        if "NoncurrentVersionExpiration" in rule
    ]
    assert len(kept) >= 2, "recordings and content"
    for rule in kept:
        assert not {"Prefix", "TagFilters"} & set(rule), "it is for every object"
        assert rule["NoncurrentVersionExpiration"]["NoncurrentDays"] + 2 <= 32
        assert rule["ExpiredObjectDeleteMarker"] is True
    assert "**32 days**" in (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def test_whoever_starts_runs_that_are_looked_after_knows_the_patience_of_a_laptop(
    local: Environment, prod: Environment
) -> None:
    def told(environment: Environment) -> set[str]:
        return {
            each["Properties"]["FunctionName"].removeprefix(f"debrief-{environment.name}-")
            for each in environment.functions().values()
            if "STALLED_AFTER_S" in each["Properties"]["Environment"]["Variables"]
        }

    starts = {
        each["Properties"]["FunctionName"].removeprefix("debrief-local-")
        for each in local.functions().values()
        if {"INTERACTION_PIPELINE_STATE_MACHINE_ARN", "PEOPLE_IMPORT_STATE_MACHINE_ARN"}
        & each["Properties"]["Environment"]["Variables"].keys()
    }
    expected = {
        "intake_recording",
        "import_lines",
        "interactions_api",
        "people_api",
        "run_schedules",
        "work_held_batch",
    }
    assert told(local) == starts == expected
    assert told(prod) == set()


def test_events_leave_every_table_with_an_outbox(prod: Environment) -> None:
    streams = [
        each["Properties"]
        for each in prod.resources("Workflows", "AWS::Lambda::EventSourceMapping").values()
        if "StartingPosition" in each["Properties"]
    ]
    assert len(streams) == 6
    for properties in streams:
        (found,) = properties["FilterCriteria"]["Filters"]
        assert json.loads(found["Pattern"]) == {
            "eventName": ["INSERT"],
            "dynamodb": {"NewImage": {"kind": {"S": ["outbox"]}}},
        }
        assert properties["BisectBatchOnFunctionError"] is True
        assert properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert properties["DestinationConfig"]["OnFailure"]["Destination"]


def test_tables_can_be_restored_and_are_not_deleted_by_accident(prod: Environment) -> None:
    tables = prod.resources("Data", "AWS::DynamoDB::Table")
    assert len(tables) == 8
    for key, table in tables.items():
        properties = table["Properties"]
        assert properties["BillingMode"] == "PAY_PER_REQUEST", key
        assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}, key
        assert properties["DeletionProtectionEnabled"] is True, key
        assert properties["SSESpecification"]["SSEType"] == "KMS", key
        assert table["DeletionPolicy"] == "Retain", key
        if properties["KeySchema"][0]["AttributeName"] == "PK":
            names = [index["IndexName"] for index in properties["GlobalSecondaryIndexes"]]
            assert names == list(INDEXES), key
            assert all(
                index["Projection"] == {"ProjectionType": "ALL"} for index in properties["GlobalSecondaryIndexes"]
            )
            assert properties["TimeToLiveSpecification"]["AttributeName"] == "expires_at", key
        else:
            assert properties["KeySchema"] == [{"AttributeName": "id", "KeyType": "HASH"}], key
            assert properties["TimeToLiveSpecification"]["AttributeName"] == "expiration", key
    streamed = [key for key, each in tables.items() if "StreamSpecification" in each["Properties"]]
    assert len(streamed) == 6


def test_buckets_are_private_encrypted_and_versioned(prod: Environment) -> None:
    for key, bucket in prod.resources("Data", "AWS::S3::Bucket").items():
        properties = bucket["Properties"]
        assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}, key
        assert properties["BucketEncryption"], key
        assert properties["LifecycleConfiguration"]["Rules"], key
        if not key.startswith("AccessLogs"):
            assert properties["VersioningConfiguration"] == {"Status": "Enabled"}, key
            assert properties["LoggingConfiguration"], key
    for key, policy in prod.resources("Data", "AWS::S3::BucketPolicy").items():
        denied = [s for s in policy["Properties"]["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
        assert denied[0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}, key


def test_recordings_announce_themselves_but_working_files_do_not(prod: Environment) -> None:
    (bucket,) = (
        each for key, each in prod.resources("Data", "AWS::S3::Bucket").items() if key.startswith("Recordings")
    )
    notification = bucket["Properties"]["NotificationConfiguration"]
    assert notification == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    patterns = [each["Properties"].get("EventPattern", {}) for each in prod.all("AWS::Events::Rule").values()]
    (created,) = [each for each in patterns if each.get("source") == ["aws.s3"]]
    assert created["detail"]["object"]["key"] == [{"anything-but": {"prefix": "debrief/"}}]


def test_people_sign_in_without_sending_passwords_in_prod(
    prod: Environment, synthesised: Callable[[str], Environment]
) -> None:
    (pool,) = prod.resources("Data", "AWS::Cognito::UserPool").values()
    assert pool["Properties"]["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert pool["Properties"]["DeletionProtection"] == "ACTIVE"
    assert pool["Properties"]["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    # Long enough for somebody who is away for a week; the invitation can be sent again.
    assert pool["Properties"]["Policies"]["PasswordPolicy"]["TemporaryPasswordValidityDays"] == 14
    for environment, expected in ((prod, False), (synthesised("dev"), True)):
        (client,) = environment.resources("Data", "AWS::Cognito::UserPoolClient").values()
        assert ("ALLOW_USER_PASSWORD_AUTH" in client["Properties"]["ExplicitAuthFlows"]) is expected
        assert "ALLOW_USER_SRP_AUTH" in client["Properties"]["ExplicitAuthFlows"]
        assert client["Properties"]["EnableTokenRevocation"] is True
        assert client["Properties"]["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": 60}
        # The two exclude each other: a rotated token is only exchanged by GetTokensFromRefreshToken.
        assert "ALLOW_REFRESH_TOKEN_AUTH" not in client["Properties"]["ExplicitAuthFlows"]


@pytest.mark.feature("P1", "P4")
def test_nobody_changes_the_address_that_they_sign_in_with_by_themselves(
    prod: Environment, synthesised: Callable[[str], Environment]
) -> None:
    """An access token can else change it, have the new one verified, and ask for a new password there."""
    for environment in (prod, synthesised("dev")):
        (client,) = environment.resources("Data", "AWS::Cognito::UserPoolClient").values()
        assert client["Properties"]["WriteAttributes"] == ["locale"]
        # Cognito refuses a client that may not write what a person must have.
        (pool,) = environment.resources("Data", "AWS::Cognito::UserPool").values()
        assert not any(each.get("Required") for each in pool["Properties"]["Schema"])
        # The sign-in itself, and "Forgot your password?", go by it.
        assert pool["Properties"]["AliasAttributes"] == ["email"]


@pytest.mark.feature("P1")
def test_the_pool_has_what_the_directory_notes_with_a_sign_in(prod: Environment) -> None:
    (pool,) = prod.resources("Data", "AWS::Cognito::UserPool").values()
    (own,) = [each for each in pool["Properties"]["Schema"] if each["Name"] != "email"]
    assert (f"custom:{own['Name']}", own["AttributeDataType"], own["Mutable"]) == (_OWED["Name"], "String", True)
    assert len(_OWED["Value"]) <= int(own["StringAttributeConstraints"]["MaxLength"])


def test_e_mails_come_from_the_accounts_own_sender_where_it_has_one(
    prod: Environment, everything: Environment, synthesised: Callable[..., Environment]
) -> None:
    (pool,) = prod.resources("Data", "AWS::Cognito::UserPool").values()
    assert "EmailConfiguration" not in pool["Properties"]
    assert pool["Properties"]["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    (pool,) = everything.resources("Data", "AWS::Cognito::UserPool").values()
    email = pool["Properties"]["EmailConfiguration"]
    assert email["EmailSendingAccount"] == "DEVELOPER"
    assert email["From"] == "Debrief <debrief@mail.example.org>"
    identity = json.dumps(email["SourceArn"])
    assert (
        identity.index('"AWS::Region"') < identity.index('"AWS::AccountId"') < identity.index(":identity/example.org")
    )
    invitation = pool["Properties"]["AdminCreateUserConfig"]
    assert invitation["AllowAdminCreateUserOnly"] is True
    text = invitation["InviteMessageTemplate"]["EmailMessage"]
    # Cognito refuses an invitation without both.
    assert "{####}" in text
    assert "{username}" in text
    assert "https://debrief.example.org/" in text
    (pool,) = synthesised("dev", ELSEWHERE).resources("Data", "AWS::Cognito::UserPool").values()
    assert ":ses:eu-west-1:" in json.dumps(pool["Properties"]["EmailConfiguration"]["SourceArn"])


def test_prod_keeps_backups_and_an_archive_of_events(prod: Environment) -> None:
    (plan,) = prod.resources("Data", "AWS::Backup::BackupPlan").values()
    kept = [rule["Lifecycle"]["DeleteAfterDays"] for rule in plan["Properties"]["BackupPlan"]["BackupPlanRule"]]
    assert kept == [35, 365]
    assert prod.resources("Data", "AWS::Events::Archive")


def test_state_machines_are_traced_and_log_errors_without_data(prod: Environment) -> None:
    machines = prod.resources("Workflows", "AWS::StepFunctions::StateMachine")
    assert len(machines) == len(list(STATE_MACHINES.glob("*.asl.json")))
    watched = [each["Properties"]["MetricName"] for each in prod.all("AWS::CloudWatch::Alarm").values()]
    for metric in ("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionThrottled"):
        assert watched.count(metric) == len(machines)
    for key, machine in machines.items():
        assert machine["Properties"]["TracingConfiguration"] == {"Enabled": True}, key
        logging = machine["Properties"]["LoggingConfiguration"]
        assert logging["Level"] == "ERROR", key
        assert logging["IncludeExecutionData"] is False, key
        json.loads(machine["Properties"]["DefinitionString"])


def test_roles_are_passed_to_transcribe_only(prod: Environment) -> None:
    passed = [each for _, each in statements(prod) if "iam:PassRole" in listed(each["Action"])]
    (statement,) = passed
    assert statement["Condition"] == {"StringEquals": {"iam:PassedToService": "transcribe.amazonaws.com"}}


def test_layer_versions_are_never_exported(prod: Environment) -> None:
    """A version's ARN changes with each edit, and an export that is in use can't change."""
    for template in prod.templates.values():
        assert "LayerVersion" not in json.dumps(template.get("Outputs", {}))
        assert "Layer" not in "".join(str(key) for key in template.get("Outputs", {}))


def test_outputs_tell_what_clients_and_operators_need(prod: Environment) -> None:
    outputs = {key for template in prod.templates.values() for key in template.get("Outputs", {})}
    assert {
        "ApiUrl",
        "ApiId",
        "UserPoolId",
        "UserPoolClientId",
        "RecordingsBucket",
        "ContentBucket",
        "EventBusName",
        "CursorSecretArn",
        "PeopleTable",
        "InteractionsTable",
        "QualityTable",
        "CoachingTable",
        "SummariesTable",
        "NoticesTable",
        "InsightsTable",
        "IdempotencyTable",
        "InteractionPipelineArn",
        "BulkImportArn",
        "PerformanceSummaryArn",
        "PeopleImportArn",
        "HeldBatchArn",
        "IntakeQueueUrl",
        "IntakeDeadLettersUrl",
        "RollUpQueueUrl",
        "RollUpDeadLettersUrl",
        "UnpublishedEventsDeadLettersUrl",
        "NoticesQueueUrl",
        "NoticesDeadLettersUrl",
    } <= outputs


def test_resources_carry_application_and_environment(prod: Environment) -> None:
    (bus,) = prod.resources("Data", "AWS::Events::EventBus").values()
    assert {"Key": "application", "Value": "debrief"} in bus["Properties"]["Tags"]
    assert {"Key": "environment", "Value": "prod"} in bus["Properties"]["Tags"]


def test_the_laptop_gets_the_same_functions_without_the_dependencies_layer(
    local: Environment, prod: Environment
) -> None:
    def names(environment: Environment) -> set[str]:
        functions = environment.functions().values()
        return {each["Properties"]["FunctionName"].removeprefix(f"debrief-{environment.name}-") for each in functions}

    assert names(local) == names(prod)
    for function in local.all("AWS::Lambda::Function").values():
        assert len(function["Properties"]["Layers"]) == 1
    assert not local.all("AWS::CloudWatch::Alarm")


def test_no_template_names_an_account_or_a_region(prod: Environment) -> None:
    for name, template in prod.templates.items():
        text = json.dumps(template)
        for statement in ("arn:aws:iam::0", "arn:aws:iam::1", ".us-east-1.amazonaws.com"):
            assert statement not in text, name
