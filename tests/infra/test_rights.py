"""What the templates grant, held against AWS's own reference and against calls that must and must not be possible."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from infra.settings import load
from tests.infra.conftest import CHECKED, EVERYTHING, Environment
from tools.rights import calls
from tools.rights.calls import CONFIGURED_MODEL, Call, Request, requests_of
from tools.rights.policies import policies, roles
from tools.rights.proof import Right, prove, refused, unused
from tools.rights.reference import faults
from tools.rights.stacks import Stacks, UnreadableTemplate
from tools.rights.used_by_aws import UsedByAws

Json = dict[str, Any]
ACCOUNT = "us-east-1:000000000000"


def seen(environment: Environment, templates: dict[str, Json] | None = None) -> calls.Environment:
    stacks = Stacks(environment.name, templates or environment.templates)
    return calls.Environment.of(stacks, load(environment.name, {}))


def name_of(environment: Environment, kind: str, beginning: str) -> str:
    """The only resource of a type whose logical id begins so."""
    (found,) = (key for key in environment.resources("Data", kind) if key.startswith(beginning))
    return found


# The reference -------------------------------------------------------------------------------------------------------


GLOBAL = (
    ("DEBRIEF_MODEL_ID", "global.example.model-v1:0"),
    ("DEBRIEF_MODEL_INPUT_USD", "3"),
    ("DEBRIEF_MODEL_OUTPUT_USD", "15"),
)


@pytest.mark.feature("N19")
@pytest.mark.parametrize(
    ("name", "variables"),
    [
        *((name, ()) for name in (*CHECKED, "local")),
        pytest.param("prod", EVERYTHING, id="prod-everything"),
        pytest.param("dev", EVERYTHING, id="dev-everything"),
        pytest.param("staging", GLOBAL, id="staging-global"),
    ],
)
def test_every_statement_fits_the_published_reference(
    synthesised: Callable[..., Environment], name: str, variables: tuple[tuple[str, str], ...]
) -> None:
    stacks = Stacks(name, synthesised(name, variables).templates)
    found = list(policies(stacks))
    assert {each.place.split("/")[0] for each in found} >= {"Data", "Workflows", "Api"}
    assert {each.of_resource for each in found} == {each.trust for each in found} == {True, False}
    assert [fault for policy in found for fault in faults(policy)] == []


# Templates -----------------------------------------------------------------------------------------------------------


def test_every_function_and_state_machine_has_a_role_of_its_own(prod: Environment, local: Environment) -> None:
    held = roles(seen(prod).stacks)
    functions = {each["Properties"]["FunctionName"].removeprefix("debrief-prod-") for each in prod.functions().values()}
    machines = {
        "bulk_import",
        "draft_answers",
        "practice",
        "held_batch",
        "interaction_pipeline",
        "people_import",
        "performance_summary",
    }
    assert functions | machines <= set(held)
    assert len({role.arn for role in held.values()}) == len(held)
    assert roles(seen(local).stacks)["import_lines"].arn == held["import_lines"].arn, "both are read by the same names"


def test_what_a_template_says_in_an_unknown_way_is_an_error(local: Environment) -> None:
    templates = copy.deepcopy(local.templates)
    policy = templates["Data"]["Resources"][name_of(local, "AWS::S3::BucketPolicy", "Content")]
    policy["Properties"]["PolicyDocument"]["Statement"][0]["Resource"] = {"Fn::Base64": "any"}
    with pytest.raises(UnreadableTemplate, match=r"Data has .*Fn::Base64"):
        list(policies(Stacks("local", templates)))
    policy["Properties"]["PolicyDocument"]["Statement"][0] = {"Effect": "Allow", "NotAction": "s3:GetObject"}
    with pytest.raises(UnreadableTemplate, match="NotAction"):
        list(policies(Stacks("local", templates)))


# Calls ---------------------------------------------------------------------------------------------------------------


def asked(environment: calls.Environment, service: str, operation: str, **params: Any) -> list[str]:
    call = Call("any", service, operation, params)
    return [f"{each.action} {each.resource.rsplit(':', 1)[-1]}" for each in requests_of(call, environment)]


def test_no_role_comes_near_what_iam_takes(prod: Environment) -> None:
    """IAM takes 10,240 signs of policies in one role; names in an account are longer than those here."""
    for role in roles(seen(prod).stacks).values():
        written = json.dumps([vars(each) for each in role.statements], separators=(",", ":"))
        assert len(written) < 10_240 / 2, role.holder


@pytest.mark.feature("N19")
def test_what_aws_does_on_the_callers_behalf_is_asked_for_too(prod: Environment) -> None:
    environment = seen(prod)
    key = next(iter(prod.resources("Data", "AWS::KMS::Key")))
    table = name_of(prod, "AWS::DynamoDB::Table", "people")
    bucket = name_of(prod, "AWS::S3::Bucket", "Content")
    assert asked(environment, "dynamodb", "GetItem", TableName=table)[1:] == [f"kms:Decrypt key/{key}"]
    assert asked(environment, "dynamodb", "PutItem", TableName=table)[1:] == [
        f"kms:Decrypt key/{key}",
        f"kms:GenerateDataKey key/{key}",
    ]
    assert asked(environment, "s3", "PutObject", Bucket=bucket, Key="a")[1:] == [f"kms:GenerateDataKey key/{key}"]
    missing = Call("any", "s3", "GetObject", {"Bucket": bucket, "Key": "a"}, missing=True)
    assert Request("s3:ListBucket", f"arn:aws:s3:::{bucket}") in requests_of(missing, environment)
    converse = Call("any", "bedrock-runtime", "Converse", {"modelId": CONFIGURED_MODEL})
    places = [request.resource.split(":")[5].split("/")[0] for request in requests_of(converse, environment)]
    assert places == ["inference-profile", *["foundation-model"] * 3]
    started = Call(
        "any", "transcribe", "StartCallAnalyticsJob", {"OutputLocation": "s3://a/b", "DataAccessRoleArn": "arn:role"}
    )
    assert requests_of(started, environment) == [
        Request("transcribe:StartCallAnalyticsJob", "*", (("transcribe:OutputLocation", "s3://a/b"),)),
        Request("iam:PassRole", "arn:role", (("iam:PassedToService", "transcribe.amazonaws.com"),)),
    ]


# The proof -----------------------------------------------------------------------------------------------------------


def taken_away(environment: Environment, function: str, action: str) -> dict[str, Json]:
    """The templates without one action of a function's, wherever its role has it."""
    templates = copy.deepcopy(environment.templates)
    taken = 0
    for template in templates.values():
        for key, resource in template["Resources"].items():
            if resource["Type"] != "AWS::IAM::Policy" or not key.startswith(f"{function.replace('_', '')}Role"):
                continue
            document = resource["Properties"]["PolicyDocument"]
            for each in list(document["Statement"]):
                actions = each["Action"] if isinstance(each["Action"], list) else [each["Action"]]
                if action in actions:
                    taken += 1
                    each["Action"] = [one for one in actions if one != action]
                    if not each["Action"]:
                        document["Statement"].remove(each)
    assert taken, f"{function} may not {action} anyway"
    return templates


DONE: dict[str, tuple[str, str, Callable[[Environment], Call]]] = {
    "an object": (
        "import_split",
        "s3:PutObject",
        lambda found: Call(
            "import_split",
            "s3",
            "PutObject",
            {"Bucket": name_of(found, "AWS::S3::Bucket", "Recordings"), "Key": "debrief/manifests/im_1.json"},
        ),
    ),
    "a part of a transaction": (
        "settle_intake",
        "dynamodb:UpdateItem",
        lambda found: Call(
            "settle_intake",
            "dynamodb",
            "TransactWriteItems",
            {"TransactItems": [{"Update": {"TableName": name_of(found, "AWS::DynamoDB::Table", "interactions")}}]},
        ),
    ),
    "a key behind a table": (
        "roll_up",
        "kms:Decrypt",
        lambda found: Call(
            "roll_up", "dynamodb", "GetItem", {"TableName": name_of(found, "AWS::DynamoDB::Table", "people")}
        ),
    ),
    "the model": (
        "summary_prompt",
        "bedrock:InvokeModel",
        lambda _: Call("summary_prompt", "bedrock-runtime", "Converse", {"modelId": CONFIGURED_MODEL}),
    ),
    "the user pool": (
        "people_api",
        "cognito-idp:AdminDisableUser",
        lambda found: Call(
            "people_api",
            "cognito-idp",
            "AdminDisableUser",
            {"UserPoolId": name_of(found, "AWS::Cognito::UserPool", "UserPool")},
        ),
    ),
}


@pytest.mark.feature("N19")
@pytest.mark.parametrize("what", DONE)
def test_a_call_whose_grant_is_taken_away_is_refused_by_name(prod: Environment, what: str) -> None:
    function, action, made = DONE[what]
    call = made(prod)
    assert refused([call], seen(prod)) == []
    found = refused([call], seen(prod, taken_away(prod, function, action)))
    assert found
    for sentence in found:
        assert sentence.startswith(
            f"prod: {function} calls {call.service}:{call.operation} and may not {action} on arn:"
        )


def on_table(function: str, operation: str, table: str, **params: Any) -> Callable[[Environment], Call]:
    """A call on a table, which a transaction or a batch names deeper than the others."""

    def made(found: Environment) -> Call:
        name = name_of(found, "AWS::DynamoDB::Table", table)
        if operation == "BatchGetItem":
            return Call(function, "dynamodb", operation, {"RequestItems": {name: ["any"]}})
        if operation == "TransactWriteItems":
            items = [{member: {"TableName": name, **given}} for member, given in params.items()]
            return Call(function, "dynamodb", operation, {"TransactItems": items})
        return Call(function, "dynamodb", operation, {"TableName": name, **params})

    return made


SELDOM: dict[str, Callable[[Environment], Call]] = {
    "trouble of a scorecard": on_table("evaluate_automatically", "TransactWriteItems", "quality", Update={}),
    "people behind a team's average": on_table("insights_api", "BatchGetItem", "people"),
    **{
        f"a part of a kept answer, {api}": on_table(f"{api}_api", "GetItem", "idempotency")
        for api in ("people", "interactions", "quality", "coaching", "summaries", "notices")
    },
}


@pytest.mark.feature("N19")
@pytest.mark.parametrize("what", SELDOM)
@pytest.mark.parametrize("name", ["local", "prod"])
def test_what_happens_seldom_is_granted_as_well(
    synthesised: Callable[[str], Environment], name: str, what: str
) -> None:
    environment = synthesised(name)
    assert refused([SELDOM[what](environment)], seen(environment)) == []


TRANSCRIBED = {"OutputLocation": "s3://{bucket}/transcription/in_1/", "CallAnalyticsJobName": "in_1-1"}


@pytest.mark.feature("S2.1", "N19")
@pytest.mark.parametrize("name", [*CHECKED, "local"])
def test_recordings_may_be_transcribed_into_one_folder_and_nowhere_else(
    synthesised: Callable[[str], Environment], name: str
) -> None:
    environment = synthesised(name)
    bucket = name_of(environment, "AWS::S3::Bucket", "Content")
    (role,) = (
        f"arn:aws:iam::000000000000:role/{key}"
        for key in environment.resources("Workflows", "AWS::IAM::Role")
        if key.startswith("TranscribeRole")
    )

    def made(operation: str, **params: Any) -> list[str]:
        return refused([Call("interaction_pipeline", "transcribe", operation, params)], seen(environment))

    stereo = {"DataAccessRoleArn": role, "OutputLocation": f"s3://{bucket}/transcription/in_1/"}
    mono = {
        "JobExecutionSettings": {"DataAccessRoleArn": role},
        "OutputBucketName": bucket,
        "OutputKey": "transcription/in_1/in_1-1.json",
    }
    assert made("StartCallAnalyticsJob", **stereo) == []
    assert made("StartTranscriptionJob", **mono) == []
    assert made("GetCallAnalyticsJob", CallAnalyticsJobName="in_1-1") == []
    assert made("GetTranscriptionJob", TranscriptionJobName="in_1-1") == []
    assert len(made("StartCallAnalyticsJob", **stereo | {"OutputLocation": f"s3://{bucket}/transcripts/"})) == 1
    assert len(made("StartCallAnalyticsJob", DataAccessRoleArn=role)) == 1, (
        "then it would go to Transcribe's own bucket"
    )
    assert len(made("StartTranscriptionJob", **mono | {"OutputBucketName": "another"})) == 1
    assert len(made("StartTranscriptionJob", **mono | {"OutputKey": "transcripts/int_1.json"})) == 1
    other = {"DataAccessRoleArn": "arn:aws:iam::000000000000:role/another"}
    assert len(made("StartCallAnalyticsJob", **stereo | other)) == 1
    assert len(made("StartCallAnalyticsJob", **stereo | {"OutputLocation": "s3://another/"} | other)) == 2


@pytest.mark.feature("N19")
def test_what_aws_uses_somebody_may_do(prod: Environment, local: Environment) -> None:
    assert prove([], [seen(local), seen(prod)]).needless == ()


@pytest.mark.feature("N19")
@pytest.mark.parametrize(
    ("holder", "only"),
    [
        ("roll_up", {"DeleteMessage", "GetQueueAttributes", "ReceiveMessage"}),
        (
            "send_notices",
            {"ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ReceiveMessage"},
        ),
        (
            "send_to_channels",
            {"ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ReceiveMessage"},
        ),
        ("publish_events", {"SendMessage"}),
        ("run_schedules", {"SendMessage"}),
    ],
)
def test_lambda_may_do_with_queues_what_it_does_and_no_more(prod: Environment, holder: str, only: set[str]) -> None:
    granted = {action for statement in roles(seen(prod).stacks)[holder].statements for action in statement.actions}
    assert {each.removeprefix("sqs:") for each in granted if each.startswith("sqs:")} == only


@pytest.mark.feature("N19")
def test_a_right_that_nobody_uses_is_told_and_one_that_aws_uses_is_not(local: Environment) -> None:
    environment = seen(local)
    table = name_of(local, "AWS::DynamoDB::Table", "interactions")
    read = Call("import_lines", "dynamodb", "GetItem", {"TableName": table})
    right = Right("import_lines", "dynamodb:GetItem", f"arn:aws:dynamodb:{ACCOUNT}:table/{table}")
    assert right in unused([], environment)
    assert right not in unused([read], environment)
    assert right not in unused([read], seen(local, taken_away(local, "import_lines", "dynamodb:GetItem")))
    known = (
        UsedByAws("*", ("logs:CreateLogStream",), "any"),
        UsedByAws("import_lines", ("dynamodb:GetItem", "s3:DeleteObject"), "any"),
    )
    proof = prove([read], [environment], known)
    told = [each for each in proof.unused if each.startswith("import_lines: ")]
    assert any("dynamodb:PutItem on" in each for each in told)
    assert not any("logs:CreateLogStream" in each for each in proof.unused)
    # It has a right to read people as well, so only the other half of the second entry is too much.
    assert [each.split(" stands in ")[0] for each in proof.needless] == ["import_lines: s3:DeleteObject"]
