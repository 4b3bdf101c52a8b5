"""The step of `people_import`: write what is left of the part that the import has come to."""

from typing import Any

from debrief.kernel.faults import safely
from debrief.people.imports.wiring import steps


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Write some people; whether anything is left goes back to the workflow."""
    return steps().write(event["import_id"], event["attempt"]).model_dump(mode="json")
