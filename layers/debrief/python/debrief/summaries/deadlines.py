"""When a summary's workflow must have ended: if nobody has written down how, it has failed.

And the removal of what a deleted summary leaves behind.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from json import dumps, loads
from typing import TYPE_CHECKING, Final

from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.removal import removal

if TYPE_CHECKING:
    from debrief.summaries.model import Summary

UNFINISHED: Final = "summaries.summary.unfinished"
REMOVED: Final = "summaries.summary.removed"
BUDGET_AWAITED: Final = "summaries.summary.budget_awaited"
"""The kinds of due work."""

_ATTEMPTS: Final = "of_attempts"
_PLACES: Final = "places"

WORKFLOW_TIMEOUT = timedelta(minutes=31)
"""After this the workflow has ended, whatever came of it: its own time-out is 30 minutes."""


def deadline(summary: "Summary") -> Due:
    """The end of the summary's present attempt; a later attempt moves it."""
    at = summary.attempted_at + WORKFLOW_TIMEOUT
    return Due(kind=UNFINISHED, subject=summary.id, at=at, data={"attempt": summary.attempt})


BUDGET_LOOKED_AT = timedelta(minutes=5)
"""So often it is looked whether there is budget again, at first."""

BUDGET_LOOKED_AT_LAST = timedelta(hours=1)
"""So often after half a day: a month's reports, each looked at every five minutes, would keep the clock busy with
nothing else."""

_PART_OF_WAIT = 12


def next_look(waited: timedelta) -> timedelta:
    """How long after a look the next one follows, for what has waited so long."""
    return min(max(BUDGET_LOOKED_AT, waited / _PART_OF_WAIT), BUDGET_LOOKED_AT_LAST)


def budget_awaited(summary: "Summary", now: datetime) -> Due:
    """The look whether there is budget again for a summary that failed for want of it."""
    return Due(kind=BUDGET_AWAITED, subject=summary.id, at=now + BUDGET_LOOKED_AT, data={"attempt": summary.attempt})


def remains(
    summary: "Summary", now: datetime, *, of_attempts: int | None = None, places: Sequence[tuple[str, str]] = ()
) -> Due:
    """The removal of a summary's replays and objects. An execution that goes on may write until its end.

    of_attempts: only the objects of so many attempts, where the summary stays and may be tried again. places: keys at
    which actions that went with it were found by their due dates.
    """
    data: dict[str, str | int] = {} if of_attempts is None else {_ATTEMPTS: of_attempts}
    if places:
        data[_PLACES] = dumps(places)
    return removal(REMOVED, summary.id, now=now, workflow=WORKFLOW_TIMEOUT, data=data)


def attempts_in(due: Due) -> int | None:
    """Of how many attempts the objects are to be removed; None for all there are."""
    attempts = due.data.get(_ATTEMPTS)
    return None if attempts is None else int(attempts)


def places_in(due: Due) -> list[tuple[str, str]]:
    """The keys at which actions that went with a summary were found by their due dates."""
    return [(pk, sk) for pk, sk in loads(str(due.data.get(_PLACES, "[]")))]
