"""What makes moto quicker changes none of its answers."""

from typing import Any

import pytest
from moto.dynamodb.responses import DynamoResult

from debrief.kernel.storage.clients import client
from tests.unit import moto_answers

ROW = {"PK": {"S": "A"}, "SK": {"S": "B"}, "n": {"N": "1.50"}, "deep": {"M": {"l": {"L": [{"BOOL": True}]}}}}
KEY = {"PK": {"S": "A"}, "SK": {"S": "B"}}
TABLE = "test-quality"
REQUESTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("put_item", {"TableName": TABLE, "Item": ROW, "ReturnValues": "ALL_OLD", "ReturnConsumedCapacity": "TOTAL"}),
    ("get_item", {"TableName": TABLE, "Key": KEY, "ReturnConsumedCapacity": "INDEXES"}),
    ("get_item", {"TableName": TABLE, "Key": {"PK": {"S": "none"}, "SK": {"S": "none"}}}),
    (
        "query",
        {
            "TableName": TABLE,
            "KeyConditionExpression": "PK = :pk",
            "ExpressionAttributeValues": {":pk": {"S": "A"}},
            "Limit": 1,
        },
    ),
    (
        "update_item",
        {
            "TableName": TABLE,
            "Key": KEY,
            "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
            "ReturnValues": "ALL_NEW",
        },
    ),
    ("batch_get_item", {"RequestItems": {TABLE: {"Keys": [KEY]}}}),
    ("transact_get_items", {"TransactItems": [{"Get": {"TableName": TABLE, "Key": KEY}}]}),
    ("transact_write_items", {"TransactItems": [{"Delete": {"TableName": TABLE, "Key": KEY}}]}),
    ("describe_table", {"TableName": TABLE}),
)


@pytest.mark.usefixtures("aws")
def test_answers_are_moto_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers() -> list[dict[str, Any]]:
        found = [getattr(client("dynamodb"), name)(**request) for name, request in REQUESTS]
        for each in found:
            del each["ResponseMetadata"]
        return found

    quick = answers()
    monkeypatch.setattr(DynamoResult, "execute_result", moto_answers._execute_result)
    assert quick == answers()


@pytest.mark.parametrize("run", ("first", "second"))
@pytest.mark.usefixtures("aws")
def test_every_account_begins_without_rows(run: str) -> None:
    found = client("dynamodb").get_item(TableName=TABLE, Key=KEY)
    assert "Item" not in found, run
    client("dynamodb").put_item(TableName=TABLE, Item=ROW)
