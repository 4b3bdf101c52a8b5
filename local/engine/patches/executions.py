"""StartExecution that may be repeated.

On AWS, starting a standard execution again with the same name and the same input while it runs answers with the
running execution; only another input, or an ended execution, is ExecutionAlreadyExists. The engine refuses both.
"""

from __future__ import annotations

import json
from typing import Any

from local.engine.patches import engine, required


def repeats(request: dict[str, Any], running: dict[str, Any] | None) -> bool:
    """Whether the request starts what runs already."""
    return (
        running is not None
        and running.get("status") == "RUNNING"
        and json.loads(request.get("input") or "{}") == json.loads(running.get("input") or "{}")
    )


def apply() -> None:
    stepfunctions = engine("services.stepfunctions")
    start = required(stepfunctions, "_start_execution")
    executions = required(stepfunctions, "_executions")
    resolve = required(stepfunctions, "_resolve_state_machine_arn")
    respond = required(stepfunctions, "json_response")

    def find(request: dict[str, Any]) -> dict[str, Any] | None:
        machine = resolve(str(request.get("stateMachineArn", "")))
        if machine is None or not request.get("name"):
            return None
        arn = f"{machine.replace(':stateMachine:', ':execution:', 1)}:{request['name']}"
        found: dict[str, Any] | None = executions.get(arn)
        return found

    def starting(request: dict[str, Any], *rest: Any, **named: Any) -> Any:
        running = find(request)
        if running is not None and repeats(request, running):
            return respond({name: running[name] for name in ("executionArn", "startDate")})
        return start(request, *rest, **named)

    stepfunctions._start_execution = starting
