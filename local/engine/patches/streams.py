"""DynamoDB streams that survive a restart, and stream mappings with partial batch failures.

The engine keeps a mapping's position in the stream but not the stream. After a restart positions pointed beyond
the stream's end and new records were skipped until the stream had grown as long again. Here records that
a mapping has not read yet are kept with the tables, and positions are cut to the stream's end.

It also ignores `batchItemFailures` and `MaximumRetryAttempts` of stream mappings: a failed item was lost, a poisoned
batch stopped the stream for ever.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from local.engine.patches import engine, required

_log = logging.getLogger("debrief.streams")
_KEY = "debrief_stream_records"
Records = list[dict[str, Any]]
Result = dict[str, Any]


def sequence_number(record: dict[str, Any]) -> str:
    return str((record.get("dynamodb") or {}).get("SequenceNumber", ""))


def unread(records: Records, trimmed: int, positions: list[int]) -> tuple[int, Records]:
    """The part of a stream that the slowest mapping still has to read: (records before it, the records).

    Positions count from the stream's beginning; without a mapping nothing has to be kept.
    """
    end = trimmed + len(records)
    start = min([end, *(max(position, trimmed) for position in positions)])
    return start, records[start - trimmed :]


def failed_at(result: Result, records: Records) -> int | None:
    """Index of the first record that the handler reports as failed; None when it took the whole batch.

    As on AWS, an identifier that is not in the batch (or is empty) fails the batch from its beginning.
    """
    body = result.get("body")
    failures = body.get("batchItemFailures") if isinstance(body, dict) else None
    if not failures:
        return None
    numbers = [sequence_number(record) for record in records]
    found = []
    for failure in failures:
        identifier = failure.get("itemIdentifier") if isinstance(failure, dict) else None
        if identifier not in numbers:
            return 0
        found.append(numbers.index(identifier))
    return min(found)


@dataclass
class Checkpoint:
    """How far one mapping has come inside the batch that the engine keeps delivering."""

    first: str = ""
    attempts: int = 0
    done: set[str] = field(default_factory=set)


class BatchDelivery:
    """Delivers a batch the way AWS does: from the first failed record on, at most so many times."""

    def __init__(self) -> None:
        self._checkpoints: dict[str, Checkpoint] = {}

    def deliver(
        self,
        mapping: dict[str, Any],
        records: Records,
        invoke: Callable[[Records], Result],
        discard: Callable[[Records, Result], None],
    ) -> Result:
        """Invoke with what is left of the batch; an answer with `error` makes the engine deliver it again."""
        checkpoint = self._checkpoints.setdefault(str(mapping["UUID"]), Checkpoint())
        left = [record for record in records if sequence_number(record) not in checkpoint.done]
        if not left:
            return self._finish(mapping, {"body": None})
        result = invoke(left)
        partial = "ReportBatchItemFailures" in (mapping.get("FunctionResponseTypes") or [])
        failed = 0 if result.get("error") else failed_at(result, left) if partial else None
        if failed is None:
            return self._finish(mapping, result)
        checkpoint.done.update(sequence_number(record) for record in left[:failed])
        head = sequence_number(left[failed])
        checkpoint.attempts = checkpoint.attempts + 1 if head == checkpoint.first else 1
        checkpoint.first = head
        limit = mapping.get("MaximumRetryAttempts")
        if limit is not None and int(limit) >= 0 and checkpoint.attempts > int(limit):
            discard(left[failed:], result)
            return self._finish(mapping, {"body": None, "log": result.get("log", "")})
        reason = {"errorType": "BatchItemFailures", "errorMessage": f"failed from record {head} on"}
        return result if result.get("error") else {"error": True, "body": reason, "log": result.get("log", "")}

    def _finish(self, mapping: dict[str, Any], result: Result) -> Result:
        self._checkpoints.pop(str(mapping["UUID"]), None)
        return result


def apply() -> None:
    _patch_saving()
    _patch_delivery()
    _patch_waking()


def _patch_saving() -> None:
    app = engine("app")
    dynamodb = engine("services.dynamodb")
    lambda_svc = engine("services.lambda_svc")
    stream_records = required(dynamodb, "_stream_records")
    stream_trimmed = required(dynamodb, "_stream_trimmed")
    positions = required(lambda_svc, "_dynamodb_stream_positions")
    mappings = required(lambda_svc, "_esms")
    stream_end = required(dynamodb, "stream_end_position")
    get_state = required(dynamodb, "get_state")
    restore = required(dynamodb, "load_persisted_state")
    load_all = required(app, "_load_persisted_state")

    def read_by(account: str, region: str, table: str) -> list[int]:
        part = f":table/{table}/stream/"
        return [
            int(positions.get_scoped(account, region, uuid, 0))
            for (owner, place, uuid), mapping in mappings.all_items()
            if (owner, place) == (account, region) and part in str(mapping.get("EventSourceArn", ""))
        ]

    def saving() -> dict[str, Any]:
        state: dict[str, Any] = get_state()
        kept = []
        for (account, region, table), records in stream_records.all_items():
            trimmed = stream_trimmed.get_scoped(account, region, table, 0)
            start, rest = unread(list(records), trimmed, read_by(account, region, table))
            kept.append([account, region, table, start, copy.deepcopy(rest)])
        state[_KEY] = kept
        return state

    def loading(data: dict[str, Any] | None) -> None:
        restore(data)
        for account, region, table, start, records in (data or {}).get(_KEY, []):
            stream_records.set_scoped(account, region, table, records)
            stream_trimmed.set_scoped(account, region, table, start)

    def load_then_cut() -> None:
        load_all()
        for (account, region, uuid), position in list(positions.all_items()):
            mapping = mappings.get_scoped(account, region, uuid) or {}
            table = str(mapping.get("EventSourceArn", "")).partition(":table/")[2].partition("/")[0]
            end = stream_end(table, account_id=account, region=region)
            positions.set_scoped(account, region, uuid, min(position, end))

    dynamodb.get_state = saving
    dynamodb.load_persisted_state = loading
    app._load_persisted_state = load_then_cut


def _patch_delivery() -> None:
    lambda_svc = engine("services.lambda_svc")
    execute = required(lambda_svc, "_execute_function")
    poll = required(lambda_svc, "_poll_dynamodb_streams")
    mappings = required(lambda_svc, "_esms")
    send_failure = required(lambda_svc, "_send_ddb_stream_failure_record")
    polling: ContextVar[bool] = ContextVar("polling", default=False)
    delivery = BatchDelivery()

    def mapping_of(func: dict[str, Any], source: str) -> dict[str, Any] | None:
        name = (func.get("config") or func).get("FunctionName")
        for mapping in mappings.values():
            if mapping.get("EventSourceArn") == source and mapping.get("FunctionName") == name:
                return dict(mapping)
        return None

    def executing(func: dict[str, Any], event: Any, *rest: Any, **named: Any) -> Any:
        if not polling.get():
            return execute(func, event, *rest, **named)
        records: Records = event["Records"]
        source = str(records[0].get("eventSourceARN", ""))
        mapping = mapping_of(func, source)
        if mapping is None:
            return execute(func, event, *rest, **named)

        def discard(left: Records, result: Result) -> None:
            _log.warning("%d records of %s given up after their last retry", len(left), source)
            send_failure(mapping, func, left, source, result, "RetryAttemptsExhausted")

        return delivery.deliver(
            mapping, records, lambda left: execute(func, {**event, "Records": left}, *rest, **named), discard
        )

    def polling_streams(*rest: Any, **named: Any) -> Any:
        token = polling.set(True)
        try:
            return poll(*rest, **named)
        finally:
            polling.reset(token)

    lambda_svc._execute_function = executing
    lambda_svc._poll_dynamodb_streams = polling_streams


def _patch_waking() -> None:
    """A written record wakes the mappings at once; the engine lets them sleep out their second."""
    concurrency = engine("core.concurrency")
    dynamodb = engine("services.dynamodb")
    emit = required(dynamodb, "_emit_stream_event")
    wake = required(concurrency, "esm_wake")

    def emitting(*args: Any, **named: Any) -> Any:
        try:
            return emit(*args, **named)
        finally:
            wake.set()

    dynamodb._emit_stream_event = emitting
