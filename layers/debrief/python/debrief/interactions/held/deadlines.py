"""When a run that should have dealt with its batch by then is looked after."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from debrief.kernel.schedules.model import Due

if TYPE_CHECKING:
    from debrief.interactions.held.model import HeldBatch

BATCH_STALLED: Final = "interactions.held_batch.stalled"
"""The kind of due work."""

STALLED_AFTER = timedelta(minutes=15)
"""A run that hasn't ended after this long is looked after; one of 4,000 items takes some minutes."""


def batch_deadline(batch: "HeldBatch", at: datetime) -> Due:
    """The look at a batch's run at `at`; a later run moves it."""
    return Due(kind=BATCH_STALLED, subject=batch.id, at=at)
