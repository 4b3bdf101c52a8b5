"""Errors as they leave the API: RFC 9457 problems."""

import os
from typing import Any

from aws_lambda_powertools import Logger

from debrief.kernel.errors import DebriefError, FieldError
from debrief.kernel.model import Entity

PROBLEM = "application/problem+json"
PROBLEM_BASE = "urn:debrief:problem:"
LONGEST_TEXT = 1_000
"""Characters of a pointer or a message; a name that somebody made up may stand in either."""

logger = Logger()


class Problem(Entity):
    """An error as RFC 9457 tells it. `type` is stable; `errors` name what to mend; `trace_id` finds the log.

    more_errors: how many more there are than `errors` tells.
    """

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []
    more_errors: int = 0
    trace_id: str


def _trace_id() -> str:
    root = os.environ.get("_X_AMZN_TRACE_ID", "")
    return (
        next((part[5:] for part in root.split(";") if part.startswith("Root=")), "")
        or logger.get_correlation_id()
        or "-"
    )


def problem_of(error: DebriefError) -> Problem:
    """`error` in the form in which it leaves the API.

    Whatever was wrong, and however often, the answer stays small: Lambda gives nothing of one over 6 MB, and the
    client's mistake would look like ours.
    """
    told = error.errors[: error.most_told]
    return Problem(
        type=PROBLEM_BASE + error.type,
        title=error.title,
        status=error.status,
        detail=error.detail,
        errors=[_short(each) for each in told],
        more_errors=len(error.errors) - len(told),
        trace_id=_trace_id(),
    )


def _short(error: FieldError) -> FieldError:
    if max(len(error.pointer), len(error.message)) <= LONGEST_TEXT:
        return error
    return FieldError(pointer=error.pointer[:LONGEST_TEXT], message=error.message[:LONGEST_TEXT])


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
