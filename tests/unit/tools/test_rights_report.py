"""The tools that prove rights, on policies and calls made up for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.settings import load
from tools.rights.calls import CONFIGURED_MODEL, Call, Environment, Request, UnknownCall, requests_of
from tools.rights.evaluation import UnknownCondition, allowed
from tools.rights.policies import Policy, Statement, roles
from tools.rights.proof import DEPLOYED, recorded
from tools.rights.reference import action, faults, overlap
from tools.rights.stacks import Stacks

ACCOUNT = "us-east-1:000000000000"
TEMPLATES: dict[str, Any] = {
    "Data": {
        "Resources": {"Rows": {"Type": "AWS::DynamoDB::Table", "Properties": {}}},
        "Outputs": {
            "Out": {"Value": {"Fn::GetAtt": ["Rows", "Arn"]}, "Export": {"Name": "Debrief-local-Data:RowsArn"}},
        },
    },
    "Work": {
        "Resources": {
            "Worker": {
                "Type": "AWS::Lambda::Function",
                "Properties": {"FunctionName": "debrief-local-work", "Role": {"Fn::GetAtt": ["Role", "Arn"]}},
            },
            "Role": {"Type": "AWS::IAM::Role", "Properties": {}},
            "Policy": {
                "Type": "AWS::IAM::Policy",
                "Properties": {
                    "Roles": [{"Ref": "Role"}],
                    "PolicyDocument": {
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Action": "dynamodb:Query",
                                "Resource": {
                                    "Fn::Join": [
                                        "",
                                        [{"Fn::ImportValue": "Debrief-local-Data:RowsArn"}, "/index/GSI1"],
                                    ]
                                },
                            }
                        ]
                    },
                },
            },
        }
    },
}


@pytest.fixture
def plain() -> Environment:
    return Environment.of(Stacks("local", TEMPLATES), load("local", {}))


def asked(environment: Environment, service: str, operation: str, **params: Any) -> list[str]:
    call = Call("any", service, operation, params)
    return [f"{each.action} {each.resource.rsplit(':', 1)[-1]}" for each in requests_of(call, environment)]


def statement(actions: str, resource: str = "*", **conditions: dict[str, str]) -> Statement:
    known = {operator: {key: (value,) for key, value in keys.items()} for operator, keys in conditions.items()}
    return Statement("Allow", tuple(actions.split()), (resource,), known)


# The reference -------------------------------------------------------------------------------------------------------


@pytest.mark.feature("N19")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (statement("s3:ReadObject", "arn:aws:s3:::any/*"), "there is no action s3:ReadObject"),
        (statement("nosuch:Thing"), "there is no action nosuch:Thing"),
        (
            statement("transcribe:StartCallAnalyticsJob", f"arn:aws:transcribe:{ACCOUNT}:analytics-job/*"),
            "transcribe:StartCallAnalyticsJob takes no resource",
        ),
        (
            statement("transcribe:GetCallAnalyticsJob", f"arn:aws:transcribe:{ACCOUNT}:analytics-job/*"),
            r"transcribe:GetCallAnalyticsJob doesn't take .*analytics-job/\*, but .*:analytics/\$\{JobName\}",
        ),
        (
            statement("dynamodb:PutItem dynamodb:Query", f"arn:aws:dynamodb:{ACCOUNT}:table/any/index/GSI1"),
            "dynamodb:PutItem doesn't take .*index/GSI1",
        ),
        (statement("s3:ListBucket", "arn:aws:s3:::any/*"), "s3:ListBucket doesn't take"),
        (statement("s3:GetObject"), "s3:GetObject takes resources and is granted on all of them"),
        (
            statement("states:StartExecution", f"arn:aws:states:{ACCOUNT}:execution:any:*"),
            "states:StartExecution doesn't take",
        ),
        (
            statement("transcribe:StartCallAnalyticsJob", StringEquals={"transcribe:OutputBucketName": "any"}),
            "knows no condition key transcribe:OutputBucketName",
        ),
        (
            statement("sqs:SendMessage", f"arn:aws:sqs:{ACCOUNT}:any", StringEquals={"aws:SourceOwner": "any"}),
            "knows no condition key aws:SourceOwner",
        ),
    ],
)
def test_what_the_reference_does_not_know_is_a_fault(wrong: Statement, sentence: str) -> None:
    (found,) = faults(Policy("Any/Policy", (wrong,)))
    assert re.search(sentence, found), found
    assert found.startswith("Any/Policy: ")


@pytest.mark.feature("N19")
@pytest.mark.parametrize(
    "right",
    [
        # Kinds of resource of which one is enough.
        statement("states:DescribeExecution", f"arn:aws:states:{ACCOUNT}:execution:any:*"),
        statement("bedrock:InvokeModel", "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-x-v1:0"),
        statement("bedrock:InvokeModel", f"arn:aws:bedrock:{ACCOUNT}:inference-profile/us.anthropic.claude-x-v1:0"),
        statement("logs:PutLogEvents", f"arn:aws:logs:{ACCOUNT}:log-group:/aws/lambda/any:*"),
        statement("xray:PutTraceSegments"),
        statement("iam:PassRole", "arn:aws:iam::000000000000:role/any", StringEquals={"iam:PassedToService": "any"}),
        statement("s3:GetObject", "arn:aws:s3:::any/folder/*", StringEquals={"s3:ExistingObjectTag/kind": "any"}),
    ],
)
def test_what_the_reference_knows_is_no_fault(right: Statement) -> None:
    assert list(faults(Policy("Any/Policy", (right,)))) == []


def test_the_policy_of_a_resource_may_say_all_and_mean_itself() -> None:
    own = Policy("Any/Key", (statement("kms:*"),), of_resource=True)
    assert list(faults(own)) == []
    assert len(list(faults(Policy("Any/Policy", (statement("kms:Decrypt"),))))) == 1


def test_the_reference_knows_actions_whatever_their_case() -> None:
    found = action("states:startexecution")
    assert found is not None
    assert found.name == "states:StartExecution"
    assert action("states") is None


PIECES = st.lists(st.sampled_from(["a", "b", "/", "*", "?"]), max_size=6).map("".join)
FORM = "a/${Name}/b"


def names(longest: int) -> Iterator[str]:
    """Every name of up to so many signs that may stand in the place of `${Name}`."""
    yield from ("a", "b", *(first + rest for first in "ab" for rest in (names(longest - 1) if longest > 1 else ())))


@given(pattern=PIECES)
def test_a_pattern_overlaps_a_form_where_it_means_an_arn_of_that_form(pattern: str) -> None:
    meant = re.compile("".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in pattern))
    assert overlap(pattern, FORM) == any(meant.fullmatch(f"a/{name}/b") for name in names(6))


# Calls ---------------------------------------------------------------------------------------------------------------


@pytest.mark.feature("N19")
def test_a_transaction_asks_for_the_right_of_each_of_its_parts(plain: Environment) -> None:
    items = [
        {"Put": {"TableName": "one"}},
        {"Put": {"TableName": "one"}},
        {"Update": {"TableName": "two"}},
        {"Delete": {"TableName": "two"}},
        {"ConditionCheck": {"TableName": "three"}},
    ]
    assert asked(plain, "dynamodb", "TransactWriteItems", TransactItems=items) == [
        "dynamodb:PutItem table/one",
        "dynamodb:UpdateItem table/two",
        "dynamodb:DeleteItem table/two",
        "dynamodb:ConditionCheckItem table/three",
    ]


@pytest.mark.feature("N19")
def test_each_kind_of_call_asks_for_its_rights(plain: Environment) -> None:
    def of(service: str, operation: str, **params: Any) -> list[str]:
        return asked(plain, service, operation, **params)

    assert of("dynamodb", "Query", TableName="one", IndexName="GSI2") == ["dynamodb:Query table/one/index/GSI2"]
    assert of("dynamodb", "BatchGetItem", RequestItems={"one": [], "two": []}) == [
        "dynamodb:BatchGetItem table/one",
        "dynamodb:BatchGetItem table/two",
    ]
    assert of("s3", "UploadPart", Bucket="one", Key="a/b") == ["s3:PutObject one/a/b"]
    assert of("s3", "HeadObject", Bucket="one", Key="a/b") == ["s3:GetObject one/a/b"]
    assert of("sqs", "SendMessageBatch", QueueUrl="http://any/000000000000/one") == ["sqs:SendMessage one"]
    assert of("sqs", "GetQueueUrl", QueueName="one") == ["sqs:GetQueueUrl one"]
    assert of("bedrock-runtime", "Converse", modelId="other") == ["bedrock:InvokeModel foundation-model/other"]
    assert of("events", "PutEvents", Entries=[{"EventBusName": "one"}, {"EventBusName": "one"}]) == [
        "events:PutEvents event-bus/one"
    ]
    assert of(
        "sesv2", "SendEmail", FromEmailAddress="Debrief <debrief@sample.example>", ConfigurationSetName="one"
    ) == [
        "ses:SendEmail identity/sample.example",
        # In the sandbox, which isn't for production, the recipient's as well.
        "ses:SendEmail identity/somebody@sample.example",
        "ses:SendEmail configuration-set/one",
    ]
    with pytest.raises(UnknownCall, match="any calls ec2:RunInstances"):
        of("ec2", "RunInstances")
    with pytest.raises(UnknownCall, match="any calls s3:PutBucketPolicy"):
        of("s3", "PutBucketPolicy", Bucket="one")


# Evaluation ----------------------------------------------------------------------------------------------------------


def test_a_statement_allows_what_its_action_resource_and_condition_say() -> None:
    may = statement("s3:GetObject", "arn:aws:s3:::one/a/*", StringEquals={"s3:x": "y"}, StringLike={"s3:z": "1*"})
    given = (("s3:x", "y"), ("s3:Z", "12"))
    assert allowed(Request("s3:GetObject", "arn:aws:s3:::one/a/b/c", given), [may])
    assert not allowed(Request("s3:GetObject", "arn:aws:s3:::one/b", given), [may])
    assert not allowed(Request("s3:PutObject", "arn:aws:s3:::one/a/b", given), [may])
    assert not allowed(Request("s3:GetObject", "arn:aws:s3:::one/a/b", given[:1]), [may])
    assert not allowed(Request("s3:GetObject", "arn:aws:s3:::one/a/b", (("s3:x", "n"), ("s3:z", "12"))), [may])


def test_every_row_that_is_touched_must_be_of_a_kind_that_is_allowed() -> None:
    may = statement("dynamodb:GetItem", "one", **{"ForAllValues:StringLike": {"dynamodb:LeadingKeys": "BUDGET#*"}})

    def reads(*kinds: str) -> Request:
        return Request("dynamodb:GetItem", "one", tuple(("dynamodb:LeadingKeys", kind) for kind in kinds))

    assert allowed(reads("BUDGET#"), [may])
    assert not allowed(reads("BUDGET#", "USER#"), [may])
    assert not allowed(reads("USER#"), [may])


def test_a_denial_wins_where_its_condition_holds() -> None:
    may = statement("s3:GetObject", "arn:aws:s3:::one/*")
    everything = Statement("Deny", ("s3:*",), ("arn:aws:s3:::one/*",))
    in_the_clear = Statement("Deny", ("s3:*",), ("*",), {"Bool": {"aws:SecureTransport": ("false",)}})
    request = Request("s3:GetObject", "arn:aws:s3:::one/a")
    assert not allowed(request, [may, everything])
    assert allowed(request, [may, in_the_clear]), "AWS's clients speak TLS"


def test_a_condition_that_nobody_understands_is_an_error() -> None:
    with pytest.raises(UnknownCondition, match="IpAddress"):
        allowed(Request("s3:GetObject", "one"), [statement("s3:GetObject", "one", IpAddress={"aws:SourceIp": "any"})])


# Recordings ----------------------------------------------------------------------------------------------------------


def test_templates_are_read_as_they_would_stand_in_an_account() -> None:
    (held,) = roles(Stacks("local", TEMPLATES)).values()
    assert held.holder == "work"
    assert held.arn == "arn:aws:iam::000000000000:role/Role"
    assert held.statements == (statement("dynamodb:Query", f"arn:aws:dynamodb:{ACCOUNT}:table/Rows/index/GSI1"),)


@pytest.mark.feature("N19")
def test_calls_of_several_clouds_are_one_call_under_the_names_of_the_templates(
    plain: Environment, tmp_path: Path
) -> None:
    for cloud in ("one", "two"):
        folder = tmp_path / cloud
        folder.mkdir()
        names = {"Data": {"Rows": f"Rows-{cloud}"}, "Work": {"Role": f"Role-{cloud}", "Worker": "debrief-local-work"}}
        (folder / DEPLOYED).write_text(json.dumps(names), encoding="utf-8")
        query = {"TableName": f"Rows-{cloud}", "IndexName": "GSI1"}
        found = {"holder": "debrief-local-work", "service": "dynamodb", "operation": "Query", "params": query}
        asking = {**found, "service": "bedrock-runtime", "operation": "Converse", "params": {"modelId": "offline"}}
        asking["holder"] = f"arn:aws:iam::000000000000:role/Role-{cloud}"
        text = "\n".join(json.dumps(each) for each in (found, asking, found))
        (folder / "debrief-local-work-1.jsonl").write_text(text, encoding="utf-8")
    never_up = tmp_path / "never up"
    never_up.mkdir()
    assert recorded([tmp_path / "one", tmp_path / "two", never_up], plain) == [
        Call("work", "bedrock-runtime", "Converse", {"modelId": CONFIGURED_MODEL}),
        Call("work", "dynamodb", "Query", {"TableName": "Rows", "IndexName": "GSI1"}),
    ]
