"""When the swapping of everything of an import or a source goes on."""

from datetime import datetime
from typing import Final

from debrief.interactions.speakers.model import Correction
from debrief.kernel.schedules.model import Due

CORRECTION_GOES_ON: Final = "interactions.correction.goes_on"
"""The kind of due work; its subject is the import or the source."""


def correction_due(correction: Correction, at: datetime) -> Due:
    """The next few conversations of a correction."""
    return Due(kind=CORRECTION_GOES_ON, subject=correction.about, at=at)
