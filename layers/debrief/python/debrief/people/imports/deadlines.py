"""When a run that should have written its file by then is looked after."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from debrief.kernel.schedules.model import Due

if TYPE_CHECKING:
    from debrief.people.imports.model import PeopleImport

IMPORT_STALLED: Final = "people.import.stalled"
"""The kind of due work."""

STALLED_AFTER = timedelta(minutes=15)
"""A run that hasn't ended after this long is looked after; a file of 5,000 people takes a few minutes."""


def import_deadline(found: "PeopleImport", at: datetime) -> Due:
    """The look at an import's run at `at`; a later run moves it."""
    return Due(kind=IMPORT_STALLED, subject=found.id, at=at)
