"""What is announced of scorecards: ids and states, never texts."""

from debrief.kernel.model import Entity
from debrief.quality.scorecards.model import Scorecard

SCORECARD_PUBLISHED = "debrief.quality.scorecard.published.v1"


class ScorecardData(Entity):
    """Which version of the scorecard is in force now."""

    scorecard_id: str
    version: int


def scorecard_data(scorecard: Scorecard) -> dict[str, object]:
    """The data of an event about `scorecard`."""
    data = ScorecardData(scorecard_id=scorecard.id, version=scorecard.current_version)
    return data.model_dump(mode="json")
