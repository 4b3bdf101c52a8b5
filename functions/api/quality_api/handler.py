"""Scorecards, evaluations, disputes, calibrations, automations, goals, forecasts, flags and blind checks."""

from typing import Any

from api.quality_api.wiring import app


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request."""
    return app.resolve(event, context)
