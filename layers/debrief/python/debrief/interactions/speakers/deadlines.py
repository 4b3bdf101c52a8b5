"""When the swapping of everything of an import or a source goes on."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from debrief.kernel.schedules.model import Due

if TYPE_CHECKING:
    from debrief.interactions.speakers.model import Correction

CORRECTION_GOES_ON: Final = "interactions.correction.goes_on"
"""The kind of due work; its subject is the import or the source."""


def correction_due(correction: "Correction", at: datetime) -> Due:
    """The next few conversations of a correction."""
    return Due(kind=CORRECTION_GOES_ON, subject=correction.about, at=at)


CORRECTION_STALLED: Final = "interactions.correction.stalled"
"""The kind of due work that looks whether a correction still goes on; its subject is the same."""

LOOKED_AFTER: Final = timedelta(minutes=15)
"""So often it is looked."""


def correction_look(correction: "Correction", now: datetime) -> Due:
    """The next look at whether a correction goes on."""
    return Due(kind=CORRECTION_STALLED, subject=correction.about, at=now + LOOKED_AFTER)
