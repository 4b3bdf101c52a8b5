"""A handler's answer without a body is an answer without a body.

Powertools says `"body": null` with a 204, which API Gateway takes. The engine breaks off instead, and the client gets
an error for something that was done.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from local.engine.patches import engine, required

Answer = tuple[int, dict[str, Any], Any]
Invoke = Callable[..., Awaitable[Answer]]


def bodied(invoke: Invoke) -> Invoke:
    """The same invocation, with an empty body in the place of none."""

    async def invoking(*arguments: Any, **named: Any) -> Answer:
        status, headers, body = await invoke(*arguments, **named)
        return status, headers, b"" if body is None else body

    return invoking


def apply() -> None:
    """Patch the engine's HTTP APIs."""
    apigateway = engine("services.apigateway")
    apigateway._invoke_lambda_proxy = bodied(required(apigateway, "_invoke_lambda_proxy"))
