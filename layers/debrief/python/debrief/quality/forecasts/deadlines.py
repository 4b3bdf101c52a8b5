"""That a forecast is to be made, as due work."""

from datetime import datetime
from typing import Final

from debrief.kernel.schedules.model import Due

FORECAST_REQUESTED: Final = "quality.forecast.requested"
"""The kind of due work; its subject is the forecast."""


def forecast_due(forecast_id: str, at: datetime) -> Due:
    """That the forecast is to be made."""
    return Due(kind=FORECAST_REQUESTED, subject=forecast_id, at=at)
