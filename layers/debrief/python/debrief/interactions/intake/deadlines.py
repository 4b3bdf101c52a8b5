"""When a run that should have come to its end by then is looked after."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from debrief.kernel.schedules.model import Due

if TYPE_CHECKING:
    from debrief.interactions.intake.model import BulkImport, IntakeItem

ITEM_STALLED: Final = "interactions.intake_item.stalled"
IMPORT_STALLED: Final = "interactions.import.stalled"
"""The kinds of due work."""

STALLED_AFTER = timedelta(minutes=15)
"""A run that has not settled its item or import after this long is looked after."""


def item_deadline(item: "IntakeItem", at: datetime) -> Due:
    """The look at an item's run at `at`; a later run of the item moves it."""
    return Due(kind=ITEM_STALLED, subject=item.id, at=at)


def import_deadline(bulk: "BulkImport", at: datetime) -> Due:
    """The look at an import's run at `at`; a later run of the import moves it."""
    return Due(kind=IMPORT_STALLED, subject=bulk.id, at=at)
