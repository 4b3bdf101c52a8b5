"""What is announced of calibrations: ids and states; never answers, scores, or who has handed in."""

from debrief.kernel.model import Entity
from debrief.quality.calibrations.model import Calibration, CalibrationStatus

CALIBRATION_STARTED = "debrief.quality.calibration.started.v1"
CALIBRATION_CLOSED = "debrief.quality.calibration.closed.v1"
CALIBRATION_DELETED = "debrief.quality.calibration.deleted.v1"


class CalibrationData(Entity):
    """A calibration as it is now, or as it was last when it is deleted."""

    calibration_id: str
    interaction_id: str
    scorecard_id: str
    scorecard_version: int
    status: CalibrationStatus


def calibration_data(calibration: Calibration) -> dict[str, object]:
    """The data of an event about `calibration`."""
    data = CalibrationData(
        calibration_id=calibration.id,
        interaction_id=calibration.interaction_id,
        scorecard_id=calibration.scorecard_id,
        scorecard_version=calibration.scorecard_version,
        status=calibration.status,
    )
    return data.model_dump(mode="json")
