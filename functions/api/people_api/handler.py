"""People, teams, groups, roles, flags and settings."""

import json
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from api.people_api import account_routes, people_routes, structure_routes
from api.people_api.app import app

__all__ = ["account_routes", "app", "lambda_handler", "people_routes", "structure_routes"]


_FILES = ("text/csv", "text/tab-separated-values", "application/octet-stream", "application/csv", "application/vnd.")
"""How the media type of a body begins that is a file; Windows calls CSV `application/vnd.ms-excel`."""


def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer a request of API Gateway."""
    return app.resolve(_file_as_json(event), context)


def _file_as_json(event: dict[str, Any]) -> dict[str, Any]:
    """A request whose body is a file as the JSON request that means the same: routes know only that one.

    API Gateway hands on what calls itself text as text in UTF-8, which loses what is none; everything else in base64.
    """
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    sent_to = event.get("rawPath", "").rstrip("/")
    if not sent_to.endswith("/people/imports") or not headers.get("content-type", "").lower().startswith(_FILES):
        return event
    body = event.get("body") or ""
    return {
        **event,
        "headers": headers | {"content-type": "application/json"},
        "body": json.dumps({"file" if event.get("isBase64Encoded") else "csv": body}),
        "isBase64Encoded": False,
    }
