"""Answering a repeated POST as it was answered first (Powertools' idempotency over a table of its own).

Kept is what was done: answers below 400. What was refused changed nothing and is looked at anew. A kept answer belongs
to one person with the rights that they had, as long as they see the people whom it rests on; it stays for a day
(docs/decisions/0046-kept-answers.md).
"""

import base64
import hashlib
import json
import os
import time
import zlib
from collections.abc import Callable, Collection
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyInconsistentStateError,
    IdempotencyPersistenceLayerError,
    IdempotencyValidationError,
)

from debrief.kernel.auth import Caller, noted_subjects
from debrief.kernel.errors import Conflict, Unavailable
from debrief.kernel.faults import log_fault, log_passing
from debrief.kernel.storage.aws_errors import our_errors
from debrief.kernel.storage.clients import client
from debrief.kernel.web.problems import problem_answer

KEEP_S = 24 * 3600
_IN_PROGRESS = "The first request with this Idempotency-Key is still being answered"
_OTHER_BODY = "This Idempotency-Key was used with another body"
_OTHER_RIGHTS = "This was done already; what you may do has changed since, so its answer isn't repeated"
_NOT_REPEATABLE = "This was done already, and its answer couldn't be kept; look at what it made"

_SMALL = 8_000
"""Bytes of a body that is kept as it is; a larger one is packed."""
_PART = 350_000
"""Characters of a packed body in one row; DynamoDB refuses an item of 400 KB."""


class _NotKept(Exception):
    """Carries an answer that must not be repeated: nothing was done."""


@cache
def _store() -> DynamoDBPersistenceLayer:
    return DynamoDBPersistenceLayer(table_name=os.environ["IDEMPOTENCY_TABLE"], boto3_client=client("dynamodb"))


def answered_once(
    event: dict[str, Any],
    key: str,
    caller: Caller,
    answer: Callable[[], dict[str, Any]],
    *,
    still_seen: Callable[[Collection[str]], bool],
    context: Any = None,
) -> dict[str, Any]:
    """The answer to the first request with this key by this person on this route; kept for a day.

    The same key with another body or query, or while the first request runs, is a 409; so it is for a caller whose
    permissions or reach have changed since, or who no longer sees somebody whom the answer rests on: they are not shown
    what they may no longer see.

    still_seen: whether the caller sees all of these people now.
    context: Lambda's; a request whose function was cut off is in the way only until that function's time is up.

    Raises:
        Throttled, Unavailable: what was kept can't be read just now.
    """
    request = {
        "who": caller.user_id,
        "path": event["rawPath"],
        "key": key,
        "body": f"{event.get('rawQueryString', '')}\n{event.get('body') or ''}",
    }
    config = IdempotencyConfig(
        event_key_jmespath="[who, path, key]", payload_validation_jmespath="body", expires_after_seconds=KEEP_S
    )
    if context is not None:
        config.register_lambda_context(context)
    parts = _Parts(json.dumps([caller.user_id, event["rawPath"], key]))
    rights = _rights(caller)
    given: list[dict[str, Any]] = []
    record: dict[str, Any] = {}

    @idempotent_function(data_keyword_argument="request", persistence_store=_store(), config=config)  # type: ignore[untyped-decorator]
    def once(request: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001 – Powertools reads it by name
        with noted_subjects() as subjects:
            given.append(answer())
        if given[0]["statusCode"] >= 400:
            raise _NotKept
        record.update(rights=rights, subjects=sorted(subjects), **_packed(given[0], parts))
        return record

    try:
        kept: dict[str, Any] = once(request=request)
    except _NotKept:
        return given[0]
    except IdempotencyAlreadyInProgressError:
        return problem_answer(Conflict(_IN_PROGRESS))
    except IdempotencyValidationError:
        return problem_answer(Conflict(_OTHER_BODY))
    except (IdempotencyInconsistentStateError, IdempotencyPersistenceLayerError) as error:
        if not given:
            return problem_answer(Unavailable("Requests can't be told apart just now", retry_after_s=1))
        if record:
            log_passing("an answer couldn't be kept", error)
            _keep_again(request, record)
        return given[0]
    if given:
        return given[0]
    # What was kept before its people were noted doesn't say whom it rests on.
    subjects = kept.get("subjects")
    if kept["rights"] != rights or subjects is None or (subjects and not still_seen(subjects)):
        return problem_answer(Conflict(_OTHER_RIGHTS))
    return _unpacked(kept, parts)


def _rights(caller: Caller) -> str:
    """What the caller may do, and with whose work, in one short text."""
    text = json.dumps([sorted(caller.permissions), caller.reach, sorted(caller.flags)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class _Parts:
    """Rows beside the kept answer that hold what is too much for one: they go with it, by the table's TTL."""

    def __init__(self, whose: str) -> None:
        self._id = hashlib.sha256(whose.encode()).hexdigest()
        self._table = os.environ["IDEMPOTENCY_TABLE"]

    def put(self, text: str) -> int:
        """Keep the text; returns in how many rows."""
        pieces = [text[first : first + _PART] for first in range(0, len(text), _PART)]
        until = str(int(time.time()) + KEEP_S)
        for number, piece in enumerate(pieces):
            item = {"id": {"S": self._key(number)}, "part": {"S": piece}, "expiration": {"N": until}}
            client("dynamodb").put_item(TableName=self._table, Item=item)
        return len(pieces)

    def get(self, count: int) -> str | None:
        """The text again; None where a part of it is gone."""
        pieces = []
        for number in range(count):
            with our_errors():
                answer = client("dynamodb").get_item(
                    TableName=self._table, Key={"id": {"S": self._key(number)}}, ConsistentRead=True
                )
            if "Item" not in answer:
                return None
            pieces.append(answer["Item"]["part"]["S"])
        return "".join(pieces)

    def _key(self, number: int) -> str:
        return f"part#{self._id}#{number}"


def _packed(answer: dict[str, Any], parts: _Parts) -> dict[str, Any]:
    """The answer as it is kept. A large body is compressed, and one that is large even so lies beside.

    What can't be kept at all must not leave the key in progress, or the same key would do it again: then status and
    headers are kept, which say where the thing is.
    """
    head = _head(answer)
    body = answer.get("body") or ""
    raw = body.encode()
    if len(raw) <= _SMALL:
        return {**head, "body": body}
    packed = base64.b64encode(zlib.compress(raw)).decode()
    if len(packed) <= _PART:
        return {**head, "packed": packed}
    try:
        return {**head, "parts": parts.put(packed)}
    except Exception as error:
        log_passing("the body of an answer couldn't be kept", error)
        return head


def _unpacked(kept: dict[str, Any], parts: _Parts) -> dict[str, Any]:
    packed = parts.get(int(kept["parts"])) if "parts" in kept else kept.get("packed")
    body = kept.get("body") if packed is None else zlib.decompress(base64.b64decode(packed)).decode()
    if body is None:
        # Where the thing is, and in which version, is known even so.
        problem = problem_answer(Conflict(_NOT_REPEATABLE))
        return {**problem, "headers": {**kept["headers"], **problem["headers"]}}
    status, encoded = int(kept["statusCode"]), bool(kept["isBase64Encoded"])
    return {"statusCode": status, "headers": kept["headers"], "body": body, "isBase64Encoded": encoded, "cookies": []}


def _head(answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "statusCode": answer["statusCode"],
        "headers": answer.get("headers", {}),
        "isBase64Encoded": answer.get("isBase64Encoded", False),
    }


def _keep_again(request: dict[str, Any], record: dict[str, Any]) -> None:
    """One more try at saying that the thing was done, so that its key doesn't do it again."""
    try:
        _store().save_success(data=request, result=record)
    except Exception as error:
        log_fault("a request was answered, and its key stays in progress", error)
