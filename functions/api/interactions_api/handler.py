"""Interactions, what is held at the intake, and bulk imports."""

from typing import Any

from api.interactions_api.wiring import app


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request."""
    return app.resolve(event, context)
