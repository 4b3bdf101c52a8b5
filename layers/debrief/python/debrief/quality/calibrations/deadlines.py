"""When the assessors of a calibration are reminded."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from debrief.kernel.schedules.model import Due

if TYPE_CHECKING:
    from debrief.quality.calibrations.model import Calibration

REMINDER: Final = "quality.calibration.reminder"
"""The kind of due work; its subject is the calibration."""

EVE: Final = timedelta(days=1)
"""How long before it is due those are reminded who haven't handed in; once more when it is."""


def reminder(calibration: "Calibration", now: datetime) -> Due | None:
    """When those who haven't handed in are reminded next: a day before it is due, and when it is."""
    if calibration.status != "active" or calibration.due_at is None:
        return None
    ahead = (each for each in (calibration.due_at - EVE, calibration.due_at) if each > now)
    at = next(ahead, None)
    return Due(kind=REMINDER, subject=calibration.id, at=at) if at else None
