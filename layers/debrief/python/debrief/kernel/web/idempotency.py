"""Answering a repeated POST as it was answered first (Powertools' idempotency over a table of its own)."""

import os
from collections.abc import Callable
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyValidationError,
)

from debrief.kernel.errors import Conflict
from debrief.kernel.storage.clients import client
from debrief.kernel.web.problems import problem_answer

KEEP_S = 24 * 3600
_IN_PROGRESS = "The first request with this Idempotency-Key is still being answered"
_OTHER_BODY = "This Idempotency-Key was used with another body"


class _NotKept(Exception):
    """Carries an answer that must not be repeated: a failure that may pass."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer


@cache
def _store() -> DynamoDBPersistenceLayer:
    return DynamoDBPersistenceLayer(table_name=os.environ["IDEMPOTENCY_TABLE"], boto3_client=client("dynamodb"))


def answered_once(
    event: dict[str, Any], key: str, answer: Callable[[], dict[str, Any]], context: Any = None
) -> dict[str, Any]:
    """The answer to the first request with this key by this person on this route; kept for a day.

    The same key with another body or query, or while the first request runs, is a 409. Failures (500 and above)
    aren't kept.
    context: Lambda's; a request whose function was cut off is in the way only until that function's time is up.
    """
    claims = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims", {})
    request = {
        "who": claims.get("username", ""),
        "path": event["rawPath"],
        "key": key,
        "body": f"{event.get('rawQueryString', '')}\n{event.get('body') or ''}",
    }
    config = IdempotencyConfig(
        event_key_jmespath="[who, path, key]", payload_validation_jmespath="body", expires_after_seconds=KEEP_S
    )

    if context is not None:
        config.register_lambda_context(context)

    @idempotent_function(data_keyword_argument="request", persistence_store=_store(), config=config)  # type: ignore[untyped-decorator]
    def once(request: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001 – Powertools reads it by name
        given = answer()
        if given["statusCode"] >= 500:
            raise _NotKept(given)
        return given

    try:
        kept: dict[str, Any] = once(request=request)
    except _NotKept as failure:
        return failure.answer
    except IdempotencyAlreadyInProgressError:
        return _conflict(_IN_PROGRESS)
    except IdempotencyValidationError:
        return _conflict(_OTHER_BODY)
    return {**kept, "statusCode": int(kept["statusCode"])}


def _conflict(detail: str) -> dict[str, Any]:
    return problem_answer(Conflict(detail))
