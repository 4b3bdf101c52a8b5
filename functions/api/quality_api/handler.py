"""Scorecards, evaluations, disputes, calibrations, automations, goals, forecasts and blind checks."""

from typing import Any

# Importing the routes adds them to the app.
from api.quality_api import assignment_routes as assignment_routes
from api.quality_api import automation_routes as automation_routes
from api.quality_api import calibration_routes as calibration_routes
from api.quality_api import dispute_routes as dispute_routes
from api.quality_api import earning_routes as earning_routes
from api.quality_api import evaluation_routes as evaluation_routes
from api.quality_api import forecast_routes as forecast_routes
from api.quality_api import goal_routes as goal_routes
from api.quality_api import repair_routes as repair_routes
from api.quality_api import scorecard_file_routes as scorecard_file_routes
from api.quality_api import scorecard_routes as scorecard_routes
from api.quality_api.wiring import app


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request."""
    return app.resolve(event, context)
