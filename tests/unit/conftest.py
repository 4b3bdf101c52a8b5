"""Unit tests: no sockets, no AWS account; what needs AWS runs on moto in this process."""

import os
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import settings
from moto import mock_aws
from pytest_socket import disable_socket, enable_socket

from debrief.kernel.storage.clients import client, forget_clients
from debrief.kernel.storage.tables import INDEXES, forget_connection
from debrief.kernel.web import idempotency
from tests.sizes import soaked
from tests.unit.moto_answers import write_answers_directly
from tests.unit.moto_requests import take_requests_directly
from tests.unit.moto_rows import make_tables, replace_rows
from tests.unit.moto_updates import read_updates_quickly

REGION: Final = "eu-central-1"
CONTEXTS = ("people", "interactions", "quality", "insights", "coaching", "summaries", "notices")
BUCKETS = ("recordings", "content")

# Handlers read the Region when they are imported, which may be while pytest collects.
os.environ.setdefault("AWS_DEFAULT_REGION", REGION)
os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "tests")

replace_rows()
write_answers_directly()
take_requests_directly()
read_updates_quickly()

# How long an example takes says how busy the machine is; nothing here is about speed.
settings.register_profile("any machine", deadline=None, max_examples=soaked(30))
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _no_sockets() -> Iterator[None]:
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()


def _forget() -> None:
    forget_connection()
    forget_clients()
    idempotency._store.cache_clear()


@pytest.fixture(scope="session")
def _fresh_clients() -> Iterator[None]:
    """Making clients takes longer than most tests; moto answers whichever client asks, so they are kept."""
    _forget()
    yield
    _forget()


@pytest.fixture
def aws(_fresh_clients: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty account: every table, both buckets, the cursor secret and the event bus."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_SESSION_TOKEN": "testing",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        make_tables(REGION, _create_tables)
        for context in CONTEXTS:
            monkeypatch.setenv(f"{context.upper()}_TABLE", f"test-{context}")
        monkeypatch.setenv("IDEMPOTENCY_TABLE", "test-idempotency")
        s3 = client("s3")
        for bucket in BUCKETS:
            s3.create_bucket(Bucket=f"test-{bucket}", CreateBucketConfiguration={"LocationConstraint": REGION})
            monkeypatch.setenv(f"{bucket.upper()}_BUCKET", f"test-{bucket}")
        secret = client("secretsmanager").create_secret(Name="cursors", SecretString="a secret for tests")
        monkeypatch.setenv("CURSOR_SECRET_ARN", secret["ARN"])
        # No user pool: what talks to Cognito is tested against a stubbed client.
        monkeypatch.setenv("USER_POOL_ID", f"{REGION}_testing")
        monkeypatch.setenv("NOTICE_CHANNELS", "in_app,email")
        monkeypatch.setenv("CHANNEL_SECRETS", "debrief-test/channels/")
        client("events").create_event_bus(Name="test-bus")
        monkeypatch.setenv("EVENT_BUS_NAME", "test-bus")
        yield


def _create_tables() -> None:
    dynamodb = client("dynamodb")
    for context in CONTEXTS:
        dynamodb.create_table(**context_table(f"test-{context}"))
    dynamodb.create_table(
        TableName="test-idempotency",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )


def context_table(name: str) -> Any:
    """The parameters of CreateTable for a context's table, with the keys that the templates give it."""

    def schema(prefix: str) -> list[dict[str, str]]:
        return [
            {"AttributeName": f"{prefix}PK", "KeyType": "HASH"},
            {"AttributeName": f"{prefix}SK", "KeyType": "RANGE"},
        ]

    columns = [f"{prefix}{part}" for prefix in ("", *INDEXES) for part in ("PK", "SK")]
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": schema(""),
        "AttributeDefinitions": [{"AttributeName": column, "AttributeType": "S"} for column in columns],
        "GlobalSecondaryIndexes": [
            {"IndexName": index, "KeySchema": schema(index), "Projection": {"ProjectionType": "ALL"}}
            for index in INDEXES
        ],
    }
