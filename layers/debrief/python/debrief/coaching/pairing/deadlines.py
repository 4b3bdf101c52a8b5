"""When a pairing lapses: nobody has answered, or nobody has said that they met, for long enough (N16)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from debrief.kernel.schedules.model import Due

if TYPE_CHECKING:
    from debrief.coaching.pairing.model import Pairing

LAPSES: Final = "coaching.pairing.lapses"
"""The kind of due work; its subject is the pairing."""

LAPSES_MISSING: Final = "coaching.pairing.lapses_missing"
"""The kind of due work; its subject is the account."""

ANSWER_WITHIN: Final = timedelta(days=14)
"""Whoever hasn't answered a colleague's leader by then won't."""

MEET_WITHIN: Final = timedelta(days=60)
"""After a yes."""

SAY_WITHIN: Final = timedelta(days=14)
"""After the time that was set for their meeting."""


def lapses_at(pairing: "Pairing", meeting_at: datetime | None = None) -> datetime:
    """When an open pairing lapses, should nothing be said of it. meeting_at: for when their meeting is set."""
    if pairing.state == "asked" or pairing.answered_at is None:
        return pairing.proposed_at + ANSWER_WITHIN
    at = pairing.answered_at + MEET_WITHIN
    return at if meeting_at is None else max(at, meeting_at + SAY_WITHIN)


def lapses(pairing: "Pairing") -> Due:
    """That an open pairing is looked at, whether it lapses."""
    return Due(kind=LAPSES, subject=pairing.id, at=lapses_at(pairing))


def missing_due(at: datetime, data: Mapping[str, str | int] | None = None) -> Due:
    """That open pairings are looked for that nothing ends. data: how far it has come."""
    return Due(kind=LAPSES_MISSING, subject="account", at=at, data=dict(data or {}))
