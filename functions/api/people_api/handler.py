"""People, teams, groups, roles, flags and settings."""

import base64
import json
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from api.people_api import account_routes, people_routes, structure_routes
from api.people_api.app import app

__all__ = ["account_routes", "app", "lambda_handler", "people_routes", "structure_routes"]


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer a request of API Gateway."""
    return app.resolve(_csv_as_json(event), context)


def _csv_as_json(event: dict[str, Any]) -> dict[str, Any]:
    """A request whose body is a CSV file as the JSON request that means the same: routes know only that one."""
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    if not headers.get("content-type", "").startswith("text/csv"):
        return event
    text = event.get("body") or ""
    if event.get("isBase64Encoded"):
        # What isn't UTF-8 shows as replacement characters in the rows that the errors name.
        text = base64.b64decode(text).decode("utf-8", errors="replace")
    return {
        **event,
        "headers": headers | {"content-type": "application/json"},
        "body": json.dumps({"csv": text}),
        "isBase64Encoded": False,
    }
