"""What is due about disputes."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from debrief.kernel.calendar import day_of, next_local
from debrief.kernel.schedules.model import Due

if TYPE_CHECKING:
    from debrief.quality.disputes.model import Dispute

UNDECIDED: Final = "quality.dispute.undecided"
"""The kind of due work; its subject is the dispute, which somebody is to decide."""

RESCORING_GOES_ON: Final = "quality.rescoring.goes_on"
"""The kind of due work; its subject is a re-scoring of many evaluations."""

_LOOKED_AT: Final = time(8)
_REMINDED_EVERY: Final = 3
_REMINDED_FOR: Final = 30


def undecided(dispute: "Dispute", now: datetime, time_zone: str) -> Due | None:
    """The next morning, while somebody in particular is to decide the dispute; None where anybody may."""
    if dispute.state != "open" or dispute.decider_id is None:
        return None
    return Due(kind=UNDECIDED, subject=dispute.id, at=next_local(now, _LOOKED_AT, time_zone))


def is_reminded(dispute: "Dispute", now: datetime, time_zone: str) -> bool:
    """Whether whoever is to decide is reminded today: every third day, for a month."""
    days = (day_of(now, time_zone) - day_of(dispute.raised_at, time_zone)).days
    return 0 < days <= _REMINDED_FOR and days % _REMINDED_EVERY == 0
