"""What makes moto quicker changes none of its answers."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.signers import RequestSigner
from moto.core.botocore_stubber import BotocoreStubber
from moto.dynamodb.responses import DynamoResult

from debrief.kernel.storage.clients import client
from tests.unit import moto_answers, moto_requests, moto_updates

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
    monkeypatch.setattr(BotocoreStubber, "process_request", moto_requests._process)
    monkeypatch.setattr(RequestSigner, "handler", moto_requests._sign)
    assert quick == answers()


@pytest.mark.usefixtures("aws")
def test_refusals_are_moto_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = {"Put": {"TableName": TABLE, "Item": ROW, "ConditionExpression": "attribute_not_exists(PK)"}}
    refused: tuple[tuple[str, dict[str, Any]], ...] = (
        ("put_item", {"TableName": "none", "Item": ROW}),
        ("put_item", {**taken["Put"], "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}),
        ("put_item", {"TableName": TABLE, "Item": {"PK": {"S": "A"}}}),
        ("query", {"TableName": TABLE, "KeyConditionExpression": "nothing"}),
        ("transact_write_items", {"TransactItems": [taken]}),
    )

    def answers() -> list[dict[str, Any]]:
        found = []
        for name, request in refused:
            with pytest.raises(ClientError) as raised:
                getattr(client("dynamodb"), name)(**request)
            told = raised.value.response
            found.append({**told, "ResponseMetadata": told["ResponseMetadata"]["HTTPStatusCode"]})
        return found

    client("dynamodb").put_item(TableName=TABLE, Item=ROW)
    quick = answers()
    monkeypatch.setattr(BotocoreStubber, "process_request", moto_requests._process)
    assert quick == answers()


VALUES = {":n": {"N": "2"}, ":s": {"S": "text"}, ":l": {"L": [{"S": "x"}]}, ":set": {"NS": ["1"]}}
NAMES = {"#n": "n", "#d": "deep", "#k": "SK"}
UPDATES = (
    "SET #n = :n, deep.l[0] = :s, t = if_not_exists(t, :n) REMOVE gone ADD c :n",
    "SET #d.l = list_append(deep.l, :l), u = #n + :n, v = :n - #n",
    "REMOVE deep.l[0], deep.l[1], #n SET x = :s",
    "ADD numbers :set DELETE others :set",
    "SET a = :s SET b = :s",
    "REMOVE a REMOVE b",
    "SET deep.l = :l, deep.l[0] = :s",
    "SET #n = :n, n = :n",
    "SET #n = :n, #n = :s",
    "SET #k = :s",
    "SET a = :unknown",
    "SET a = #unknown",
    "SET nothing.there = :s",
    "SET u = #d + :n",
    "ADD deep :n",
    "SET a = ",
)


@pytest.mark.parametrize("update", UPDATES)
@pytest.mark.usefixtures("aws")
def test_updates_come_to_moto_s_own(monkeypatch: pytest.MonkeyPatch, update: str) -> None:
    dynamodb = client("dynamodb")
    names = {name: to for name, to in NAMES.items() if name in update}
    values = {
        name: value for name, value in VALUES.items() if f"{name} " in f"{update} ".replace(",", " ").replace(")", " ")
    }

    def came_to() -> Any:
        """The row afterwards, and the error. Twice, for what is kept of the first time."""
        found = []
        for _ in range(2):
            dynamodb.put_item(TableName=TABLE, Item=ROW)
            try:
                dynamodb.update_item(
                    TableName=TABLE,
                    Key=KEY,
                    UpdateExpression=update,
                    **({"ExpressionAttributeNames": names} if names else {}),
                    **({"ExpressionAttributeValues": values} if values else {}),
                )
                error = None
            except ClientError as raised:
                error = raised.response["Error"]
            found.append((error, dynamodb.get_item(TableName=TABLE, Key=KEY)["Item"]))
        return found

    quick = came_to()
    for (owner, name), own in moto_updates.OWN.items():
        if own is None:
            monkeypatch.delattr(owner, name)
        else:
            monkeypatch.setattr(owner, name, own)
    assert quick == came_to()


@pytest.mark.parametrize("run", ("first", "second"))
@pytest.mark.usefixtures("aws")
def test_every_account_begins_without_rows(run: str) -> None:
    found = client("dynamodb").get_item(TableName=TABLE, Key=KEY)
    assert "Item" not in found, run
    client("dynamodb").put_item(TableName=TABLE, Item=ROW)
