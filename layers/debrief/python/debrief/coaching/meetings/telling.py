"""Whom a change of a 1-to-1 concerns: both who meet, but for the one who made it.

Of a meeting of colleagues these are the two of them, and not who looks after it.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from debrief.coaching.meetings.model import Meeting
from debrief.notices.model import NoticeKind
from debrief.notices.telling import Told, tell

if TYPE_CHECKING:
    from debrief.kernel.storage.tables import Row
    from debrief.kernel.storage.transactions import Transaction

_HOW: Final = ("kind", "duration_ms", "location", "link")
"""How and where a 1-to-1 is held."""

_TO_BE_HELD: Final = ("scheduled", "in_progress")
"""One that was started stands in calendars too, at its time: where it is begun early, or by mistake and then moved."""


def tell_of_scheduled(transaction: "Transaction", outbox: type["Row"], meeting: Meeting, by: str) -> None:
    """A 1-to-1 was scheduled; one entered after the fact is no news. Two of the transaction's writes at most."""
    if meeting.scheduled_at > meeting.created_at:
        _tell_both(transaction, outbox, NoticeKind.MEETING_SCHEDULED, meeting, by)


def tell_of_changed(
    transaction: "Transaction", outbox: type["Row"], before: Meeting, meeting: Meeting, by: str, now: datetime
) -> None:
    """A 1-to-1 was moved before it took place, or how or where it is held has changed; other changes are seen when it
    is opened. Two writes at most.
    """
    if meeting.status not in _TO_BE_HELD or max(before.scheduled_at, meeting.scheduled_at) <= now:
        return
    if meeting.scheduled_at != before.scheduled_at:
        _tell_both(transaction, outbox, NoticeKind.MEETING_MOVED, meeting, by, was_at=before.scheduled_at)
    elif any(getattr(meeting, name) != getattr(before, name) for name in _HOW):
        _tell_both(transaction, outbox, NoticeKind.MEETING_CHANGED, meeting, by)


def tell_of_cancelled(
    transaction: "Transaction", outbox: type["Row"], before: Meeting, by: str | None, now: datetime
) -> None:
    """A 1-to-1 won't take place that was yet to come. Two writes at most.

    Its sequence rises, whether it is kept as cancelled or deleted: calendars take it out by that.
    """
    if before.status in _TO_BE_HELD and before.scheduled_at > now:
        gone = before.model_copy(update={"sequence": before.sequence + 1})
        _tell_both(transaction, outbox, NoticeKind.MEETING_CANCELLED, gone, by)


def _tell_both(
    transaction: "Transaction", outbox: type["Row"], kind: NoticeKind, meeting: Meeting, by: str | None, **more: Told
) -> None:
    two = (meeting.participant_id, meeting.colleague_id or meeting.facilitator_id)
    for who, other in (two, two[::-1]):
        tell(
            transaction,
            outbox,
            kind,
            about=meeting.id,
            to=[who],
            by=by,
            other_id=other,
            scheduled_at=meeting.scheduled_at,
            duration_ms=meeting.duration_ms,
            sequence=meeting.sequence,
            manner=meeting.kind,
            **more,
        )
