"""Handler exceptions arrive with the class name as `errorType`, as on AWS.

The engine reports every exception of a handler as `Runtime.HandlerError`, so that Retry and Catch by name never
match. The class name stands in the traceback that the worker sends along.
"""

from __future__ import annotations

import re
from typing import Any

from local.engine.patches import engine, required

_HEAD = re.compile(r"^(?:[A-Za-z_]\w*(?:\.<locals>)?\.)*([A-Za-z_]\w*)(?::|$)")
_MARK = "Traceback (most recent call last):"


def exception_name(log: str, message: str) -> str | None:
    """Class name of the exception whose traceback ends `log`; None if there is no traceback.

    `message` is the exception's own text. It is cut off first, since it may hold several lines or quote another
    traceback.
    """
    if _MARK not in log:
        return None
    text = log.rstrip()
    if message and text.endswith(message.rstrip()):
        head = text[: len(text) - len(message.rstrip())].rstrip().splitlines()[-1]
        found = _HEAD.match(head)
        if found:
            return found.group(1)
    for line in text.rpartition(_MARK)[2].splitlines():
        found = None if not line or line[0].isspace() else _HEAD.match(line)
        if found:
            return found.group(1)
    return None


def restore(result: Any) -> Any:
    """Give the answer of a failed invocation AWS's `errorType` and `stackTrace`."""
    body = result.get("body") if isinstance(result, dict) else None
    if not (isinstance(body, dict) and result.get("error")):
        return result
    if body.get("errorType") == "Runtime.HandlerError":
        log = str(result.get("log") or "")
        name = exception_name(log, str(body.get("errorMessage") or ""))
        if name is not None:
            body["errorType"] = name
            body["stackTrace"] = log.rpartition(_MARK)[2].strip().splitlines()
    elif str(body.get("errorMessage", "")).startswith("Worker init failed: No module named"):
        body["errorType"] = "Runtime.ImportModuleError"
    return result


def apply() -> None:
    lambda_svc = engine("services.lambda_svc")
    original = required(lambda_svc, "_execute_function_warm")

    def execute(func: dict[str, Any], event: Any, request_id: str) -> Any:
        return restore(original(func, event, request_id))

    lambda_svc._execute_function_warm = execute
