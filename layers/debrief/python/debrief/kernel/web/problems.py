"""Errors as they leave the API: RFC 9457 problems."""

import os
from typing import Any

from aws_lambda_powertools import Logger

from debrief.kernel.errors import DebriefError, FieldError
from debrief.kernel.model import Entity

PROBLEM = "application/problem+json"
PROBLEM_BASE = "urn:debrief:problem:"

logger = Logger()


class Problem(Entity):
    """An error as RFC 9457 tells it. `type` is stable; `errors` name what to mend; `trace_id` finds the log."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []
    trace_id: str


def _trace_id() -> str:
    root = os.environ.get("_X_AMZN_TRACE_ID", "")
    return (
        next((part[5:] for part in root.split(";") if part.startswith("Root=")), "")
        or logger.get_correlation_id()
        or "-"
    )


def problem_of(error: DebriefError) -> Problem:
    """`error` in the form in which it leaves the API."""
    return Problem(
        type=PROBLEM_BASE + error.type,
        title=error.title,
        status=error.status,
        detail=error.detail,
        errors=list(error.errors),
        trace_id=_trace_id(),
    )


def problem_answer(error: DebriefError) -> dict[str, Any]:
    """`error` as Lambda answers API Gateway, outside of any route."""
    return {
        "statusCode": error.status,
        "headers": {"Content-Type": PROBLEM, **retry_after(error)},
        "body": problem_of(error).model_dump_json(),
        "isBase64Encoded": False,
        "cookies": [],
    }


def retry_after(error: DebriefError) -> dict[str, str]:
    """The header that says when to try again, where that helps."""
    return {"Retry-After": str(error.retry_after_s)} if error.retry_after_s else {}
