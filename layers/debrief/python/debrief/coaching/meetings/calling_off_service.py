"""Meetings that are called off with what they were made for: a pairing of two colleagues that is over (N16)."""

from datetime import datetime

from debrief.coaching.meetings import course, events
from debrief.coaching.meetings.deadlines import EVE
from debrief.coaching.meetings.store import MeetingStore, meeting_row, waiting_place
from debrief.coaching.meetings.telling import tell_of_cancelled
from debrief.coaching.open_store import keep_place
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.schedules.store import unschedule
from debrief.kernel.storage.transactions import Transaction


def call_off(transaction: Transaction, store: MeetingStore, meeting_id: str, by: str | None, now: datetime) -> None:
    """Cancel a meeting that is yet to be held when `transaction` happens; one that isn't stays as it is.

    by: whose doing it is, who may (whoever calls has made sure); None where it is nobody's, and both are told.
    """
    found = store.meeting(meeting_id)
    if found is None or found[0].status not in course.TRANSITIONS["cancel"][0]:
        return
    before = found[0]
    after = course.move(before, "cancel", now, by)
    transaction.put(meeting_row(after))
    keep_place(transaction, waiting_place(after), waiting_place(before))
    unschedule(transaction, CoachingRow, EVE, meeting_id)
    tell_of_cancelled(transaction, CoachingRow, before, by, now)
    transaction.announce(CoachingRow, events.MEETING_CANCELLED, after.id, events.meeting_data(after))
