"""A laptop cloud of its own for measuring, and a ledger of what calls to AWS cost there."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from local.cloud import Cloud, bring_up, shut_down
from local.engine.process import EngineProcess, free_port
from local.settings import LocalSettings

_SIZED = {"GetItem", "Query", "BatchGetItem"}
_WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"}


@contextmanager
def own_cloud() -> Iterator[Cloud]:
    """An empty laptop cloud on free ports, gone afterwards; this process works on its tables and buckets meanwhile."""
    with TemporaryDirectory(prefix="debrief-bench-") as folder:
        settings = LocalSettings(
            port=free_port(), model_port=free_port(), state_dir=Path(folder), save_seconds=60.0, recogniser="off"
        )
        engine = EngineProcess(settings)
        before = dict(os.environ)
        try:
            cloud = bring_up(engine, lambda _: None)
            os.environ.update(_environment(cloud))
            _forget_clients()
            yield cloud
        finally:
            os.environ.clear()
            os.environ.update(before)
            _forget_clients()
            shut_down(engine)


def function_names(cloud: Cloud) -> list[str]:
    """The full names of the deployed functions."""
    pages = cloud.boto("lambda").get_paginator("list_functions").paginate()
    return [each["FunctionName"] for page in pages for each in page["Functions"]]


def _environment(cloud: Cloud) -> dict[str, str]:
    """What all functions together read of their environment, and where the engine is."""
    found: dict[str, str] = {}
    for name in function_names(cloud):
        settings = cloud.boto("lambda").get_function_configuration(FunctionName=name)
        found |= settings.get("Environment", {}).get("Variables", {})
    return found | {
        "AWS_ENDPOINT_URL": cloud.endpoint,
        "AWS_REGION": cloud.region,
        "AWS_DEFAULT_REGION": cloud.region,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }


def _forget_clients() -> None:
    import boto3

    from debrief.kernel.storage.clients import forget_clients
    from debrief.kernel.storage.tables import forget_connection

    forget_connection()
    forget_clients()
    boto3.setup_default_session()


@dataclass
class Ledger:
    """What was asked of AWS.

    item_bytes: of what DynamoDB handed back. announced: events put into an outbox. reads: requests by what they read,
    such as `Query interactions GSI1`.
    """

    read_units: float = 0.0
    write_units: float = 0.0
    item_bytes: int = 0
    announced: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    reads: Counter[str] = field(default_factory=Counter)

    @property
    def round_trips(self) -> int:
        """Requests to DynamoDB."""
        return sum(count for name, count in self.calls.items() if name.startswith("dynamodb."))


@contextmanager
def ledger() -> Iterator[Ledger]:
    """Note every call that is made inside, by any client of this process."""
    import boto3

    from debrief.kernel.storage.clients import forget_clients
    from debrief.kernel.storage.tables import connection, forget_connection

    kept = Ledger()

    def asked(params: dict[str, Any], model: Any, **_: Any) -> dict[str, Any]:
        if model.name not in _SIZED | _WRITES:
            return params
        if "TableName" in params and model.name in _SIZED:
            # CloudFormation names a table after its place in the stack, such as `…-qualityTable6D2C692B-2E4F160D86A2F`.
            table = params["TableName"].rpartition("Table")[0].rpartition("-")[2]
            kept.reads[f"{model.name} {table} {params.get('IndexName', '')}".rstrip()] += 1
        for each in params.get("TransactItems", []):
            item = each.get("Put", {}).get("Item", {})
            kept.announced += item.get("kind") == {"S": "outbox"}
        return {**params, "ReturnConsumedCapacity": "TOTAL"}

    def answered(model: Any, parsed: dict[str, Any], **_: Any) -> None:
        service = model.service_model.service_name
        kept.calls[f"{service}.{model.name}"] += 1
        if service != "dynamodb":
            return
        consumed = parsed.get("ConsumedCapacity") or []
        units = sum(each["CapacityUnits"] for each in (consumed if isinstance(consumed, list) else [consumed]))
        if model.name in _WRITES:
            kept.write_units += units
        else:
            kept.read_units += units
        items = [parsed["Item"]] if "Item" in parsed else list(parsed.get("Items", []))
        items += [item for found in parsed.get("Responses", {}).values() for item in found]
        kept.item_bytes += sum(_size(item) for item in items)

    # Clients take over what is registered with their session when they are made.
    forget_connection()
    forget_clients()
    boto3.setup_default_session()
    events: list[Any] = [connection().session.get_component("event_emitter")]
    if boto3.DEFAULT_SESSION is not None:
        events.append(boto3.DEFAULT_SESSION.events)
    for each in events:
        each.register("provide-client-params.dynamodb.*", asked)
        each.register("after-call.*.*", answered)
    try:
        yield kept
    finally:
        _forget_clients()


def _size(item: dict[str, Any]) -> int:
    """An item's size as DynamoDB counts it, near enough: names and values."""
    return sum(
        len(name) + len(value if isinstance(value, str) else json.dumps(value))
        for name, typed in item.items()
        for value in typed.values()
    )
