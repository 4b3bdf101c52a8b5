"""When a run that should have come to its end by then is looked after."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from debrief.kernel.ids import derived_id
from debrief.kernel.schedules.model import Due

if TYPE_CHECKING:
    from debrief.interactions.intake.model import BulkImport, IntakeItem, StoredObject

ITEM_STALLED: Final = "interactions.intake_item.stalled"
IMPORT_STALLED: Final = "interactions.import.stalled"
UPLOAD_UNFINISHED: Final = "interactions.upload.unfinished"
"""The kinds of due work."""

STALLED_AFTER = timedelta(minutes=15)
"""A run that has not settled its item or import after this long is looked after."""


def item_deadline(item: "IntakeItem", at: datetime) -> Due:
    """The look at an item's run at `at`; a later run of the item moves it."""
    return Due(kind=ITEM_STALLED, subject=item.id, at=at)


def import_deadline(bulk: "BulkImport", at: datetime) -> Due:
    """The look at an import's run at `at`; a later run of the import moves it."""
    return Due(kind=IMPORT_STALLED, subject=bulk.id, at=at)


UNFINISHED_AFTER = timedelta(hours=24)
"""What still has the name of an upload that goes on after this long was left behind."""


def upload_deadline(bucket: str, dropped: "StoredObject", at: datetime) -> Due:
    """The look at an upload at `at`. The subject is the intake item that it would be; its object is in the data."""
    data: dict[str, str | int] = {"bucket": bucket, "key": dropped.key, "etag": dropped.etag, "size": dropped.size}
    return Due(kind=UPLOAD_UNFINISHED, subject=derived_id("in", bucket, dropped.key), at=at, data=data)
