"""What is written down of AWS calls: who, what, on what, and nothing of what they carry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError

from local.engine.patches.calls import machine_of
from local.engine.recording.sitecustomize import Recorder, names_in
from local.settings import LocalSettings
from tests.unit.conftest import REGION


@pytest.fixture
def session(aws: None, tmp_path: Path) -> botocore.session.Session:
    """A session whose clients tell a recorder; as `install` does it for all of a process."""
    recorder = Recorder(str(tmp_path), "debrief-local-any")
    made = botocore.session.Session()
    made.register("before-parameter-build", recorder.asked)
    made.register("after-call.s3", recorder.answered)
    return made


def written(folder: Path) -> list[dict[str, Any]]:
    (file,) = folder.glob("debrief-local-any-*.jsonl")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.feature("N19")
def test_a_call_is_written_down_once_without_what_it_carries(session: botocore.session.Session, tmp_path: Path) -> None:
    dynamodb: Any = session.create_client("dynamodb", region_name=REGION)
    secret = {"PK": {"S": "USER#1"}, "SK": {"S": "USER"}, "body": {"S": "what somebody said"}}
    for _ in range(2):
        put = {"Put": {"TableName": "test-people", "Item": secret}}
        check = {
            "ConditionCheck": {
                "TableName": "test-quality",
                "Key": {"PK": {"S": "x"}, "SK": {"S": "x"}},
                "ConditionExpression": "attribute_not_exists(PK)",
            }
        }
        dynamodb.transact_write_items(TransactItems=[put, check])
    found = written(tmp_path)
    assert found == [
        {
            "holder": "debrief-local-any",
            "service": "dynamodb",
            "operation": "TransactWriteItems",
            "params": {
                "TransactItems": [
                    {"Put": {"TableName": "test-people", "LeadingKey": "USER#"}},
                    {"ConditionCheck": {"TableName": "test-quality", "LeadingKey": "x"}},
                ]
            },
        }
    ]


@pytest.mark.feature("N19")
def test_an_object_that_is_not_there_is_told_and_so_is_an_address(
    session: botocore.session.Session, tmp_path: Path
) -> None:
    s3: Any = session.create_client("s3", region_name=REGION)
    place = {"Bucket": "test-content", "Key": "a/b"}
    with pytest.raises(ClientError):
        s3.get_object(**place)
    s3.generate_presigned_url("put_object", Params=place)
    found = [(each["operation"], each["params"], each.get("missing", False)) for each in written(tmp_path)]
    assert found == [("GetObject", place, False), ("GetObject", place, True), ("PutObject", place, False)]


def test_of_a_partition_key_only_its_kind_is_kept() -> None:
    key = {"PK": {"S": "EMAIL#somebody@sample.example"}, "SK": {"S": "EMAIL"}}
    assert names_in({"TableName": "one", "Key": key}) == {"TableName": "one", "LeadingKey": "EMAIL#"}
    query = {
        "TableName": "one",
        "IndexName": "GSI1",
        "KeyConditionExpression": "#1 BETWEEN :1 AND :2 AND #0 = :0",
        "ExpressionAttributeNames": {"#0": "GSI1PK", "#1": "GSI1SK"},
        "ExpressionAttributeValues": {":0": {"S": "AGENT#us_1"}, ":1": {"S": "a"}, ":2": {"S": "b"}},
    }
    assert names_in(query) == {"TableName": "one", "IndexName": "GSI1", "LeadingKey": "AGENT#"}
    account = {"PK": {"S": "ACCOUNT"}, "SK": {"S": "SETTINGS"}}
    batch = {
        "two": {"Keys": [key, account, key]},
        "one": [{"PutRequest": {"Item": key}}, {"DeleteRequest": {"Key": key}}],
    }
    assert names_in({"RequestItems": batch, "ReturnConsumedCapacity": "NONE"}) == {
        "RequestItems": {"one": ["EMAIL#"], "two": ["ACCOUNT", "EMAIL#"]}
    }
    assert names_in({"TableName": "other", "Key": {"id": {"S": "any"}}}) == {"TableName": "other"}


def test_a_maps_children_are_executions_of_its_state_machine() -> None:
    arn = "arn:aws:states:us-east-1:000000000000:stateMachine:debrief-local-bulk_import"
    assert machine_of({"stateMachineArn": arn}) == machine_of({"stateMachineArn": f"{arn}/Batches"}) == arn


def test_recording_is_off_unless_a_folder_is_named(tmp_path: Path) -> None:
    assert LocalSettings.from_env({}).record_calls is None
    settings = LocalSettings.from_env({"DEBRIEF_RECORD_CALLS": str(tmp_path)})
    assert settings.record_calls == tmp_path
    assert LocalSettings.from_env(settings.to_env()) == settings
