"""What follows when an import of people stops: the reason is written down for the person who waits."""

from typing import Any

from debrief.kernel.faults import safely
from debrief.people.imports.wiring import steps


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Record the failure by the error's name; its text, which may hold content, goes nowhere."""
    steps().fail_by(event["import_id"], event["attempt"], event["error"]["Error"])
    return {"import_id": event["import_id"]}
