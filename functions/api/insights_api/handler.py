"""Reports over evaluations and conversations, and agents' performance by inquiry."""

from typing import Any

from api.insights_api.wiring import app, insights, reports

__all__ = ["app", "insights", "lambda_handler", "reports"]


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request."""
    return app.resolve(event, context)
