"""Objects that are left when the row they belonged to is gone: due work removes them, whoever dies in between.

The row goes, and the work is written, in one transaction. The work removes the objects at once, and once more when
nothing that was under way at that moment can write another one.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from debrief.kernel.clock import iso, parse_instant
from debrief.kernel.schedules.model import Due

LONGEST_INVOCATION: Final = timedelta(minutes=15)
"""Lambda ends whatever runs longer: what was begun before is over by then."""

_UNTIL: Final = "until"


def removal(
    kind: str, subject: str, *, now: datetime, workflow: timedelta, data: Mapping[str, str | int] | None = None
) -> Due:
    """The removal of what belonged to `subject`, which is deleted at `now`.

    workflow: how long a workflow that may write such objects can run. data: what the work has to know beside the
    subject, such as the keys of the objects where they don't follow from it.
    """
    until = now + workflow + LONGEST_INVOCATION
    return Due(kind=kind, subject=subject, at=now, data={**(data or {}), _UNTIL: iso(until)})


def next_removal(due: Due, now: datetime) -> datetime | None:
    """When to look again, once everything that is there has been removed; None where nothing can come any more."""
    until = parse_instant(str(due.data[_UNTIL]))
    return until if now < until else None
