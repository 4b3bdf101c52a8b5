"""Where 1-to-1s lie (the coaching table).

| question | key or index | reads |
|---|---|---|
| this meeting, with the summary attached to it | `MEETING#<id>` / `MEETING`, `SUMMARY` | two small items, one query |
| the meetings of a participant, in order of time | GSI2 `PARTICIPANT#<user>` / `<scheduled_at>#<id>` | the page |
| a facilitator's meetings in a time range (calendar) | GSI3 `FACILITATOR#<user>` / `<scheduled_at>#<id>` | the page |
| meetings of colleagues that somebody is asked to | `MEETS#<user>` / `<scheduled_at>#<id>` | the page |
| the last meeting held with somebody before an instant | GSI1 `HELD#<user>` / `<held_at>#<id>`, sparse | 1 or 2 items |
| the meetings held with somebody in a period | GSI1 `HELD#<user>` / `<held_at>#<id>`, sparse | those of the period |
| those still to be held, and to be acknowledged, however long ago | see `coaching.open_store` | the page |
| whose report may be made by night, by now | GSI1 `DUE#<shard>` (see `kernel.schedules.store`) | those |
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from debrief.coaching.meetings.model import Meeting
from debrief.coaching.open_store import Place
from debrief.coaching.table_store import CoachingRow, sort_key
from debrief.kernel.clock import iso
from debrief.kernel.errors import Conflict
from debrief.kernel.storage.tables import find, find_many, loaded, query, stored
from debrief.kernel.storage.transactions import Transaction


def meeting_row(meeting: Meeting) -> CoachingRow:
    """The item of a meeting."""
    when = sort_key(meeting.scheduled_at, meeting.id)
    row = CoachingRow(
        PK=f"MEETING#{meeting.id}",
        SK="MEETING",
        kind="meeting",
        status=meeting.status,
        GSI2PK=f"PARTICIPANT#{meeting.participant_id}",
        GSI2SK=when,
        GSI3PK=f"FACILITATOR#{meeting.facilitator_id}",
        GSI3SK=when,
    )
    if meeting.held_at is not None and meeting.colleague_id is None:
        # What colleagues talk about is no 1-to-1 before the next one.
        row.GSI1PK, row.GSI1SK = f"HELD#{meeting.participant_id}", sort_key(meeting.held_at, meeting.id)
    stored(row, meeting)
    return row


def waiting_place(meeting: Meeting) -> Place | None:
    """Where a 1-to-1 is found that waits: to be held, by whoever leads it; to be acknowledged, by its participant.

    A meeting of colleagues waits for neither: that it was held is said of the pairing that it belongs to.
    """
    if meeting.colleague_id is not None:
        return None
    if meeting.status in {"scheduled", "in_progress"}:
        return Place(f"TOHOLD#{meeting.facilitator_id}", iso(meeting.scheduled_at), meeting.id)
    if meeting.status == "completed":
        return Place(f"TOCONFIRM#{meeting.participant_id}", iso(meeting.held_at or meeting.scheduled_at), meeting.id)
    return None


def colleague_place(meeting: Meeting) -> tuple[str, str] | None:
    """Where a meeting of colleagues is found by the one whom the participant meets."""
    if meeting.colleague_id is None:
        return None
    return f"MEETS#{meeting.colleague_id}", sort_key(meeting.scheduled_at, meeting.id)


def keep_colleague_place(transaction: Transaction, meeting: Meeting | None, before: Meeting | None) -> None:
    """Let a meeting of colleagues be found by when it is now: two of the transaction's writes at most."""
    was, now = (colleague_place(each) if each else None for each in (before, meeting))
    if was and was != now:
        transaction.discard(CoachingRow(PK=was[0], SK=was[1], kind="meets"))
    if now and now != was:
        transaction.update(CoachingRow(PK=now[0], SK=now[1], kind="meets"), [CoachingRow.kind.set("meets")])


class MeetingStore:
    """Reads 1-to-1s, and writes what belongs into a transaction about one."""

    def meeting(self, meeting_id: str) -> tuple[Meeting, str | None] | None:
        """The meeting with the id of its summary, or None."""
        rows = {row.SK: row for row in query(CoachingRow, f"MEETING#{meeting_id}", consistent=True).rows}
        if "MEETING" not in rows:
            return None
        return loaded(rows["MEETING"], Meeting), rows["SUMMARY"].summary_id if "SUMMARY" in rows else None

    def meetings(self, meeting_ids: Sequence[str]) -> list[Meeting]:
        """Those of the meetings that exist, in the order of the ids (a round trip per 100)."""
        rows = find_many(CoachingRow, [(f"MEETING#{each}", "MEETING") for each in meeting_ids])
        known = {value.id: value for value in (loaded(row, Meeting) for row in rows)}
        return [known[each] for each in meeting_ids if each in known]

    def summaries_of(self, meeting_ids: Iterable[str]) -> dict[str, str]:
        """The summary of each of the meetings that has one (a round trip per 100)."""
        rows = find_many(CoachingRow, [(f"MEETING#{each}", "SUMMARY") for each in meeting_ids])
        return {row.PK.removeprefix("MEETING#"): row.summary_id for row in rows if row.summary_id}

    def held_before(self, participant_id: str, before: datetime, *, other_than: str | None = None) -> Meeting | None:
        """The last meeting held with the participant before an instant (one query for two items at most)."""
        page = query(
            CoachingRow,
            f"HELD#{participant_id}",
            index="GSI1",
            sort=iso(before) > CoachingRow.GSI1SK,
            newest_first=True,
            limit=1 if other_than is None else 2,
        )
        meetings = (loaded(row, Meeting) for row in page.rows)
        return next((meeting for meeting in meetings if meeting.id != other_than), None)

    def check_meeting_open_for(self, transaction: Transaction, meeting_id: str) -> None:
        """Let the transaction happen only while the meeting exists and isn't cancelled."""
        condition = CoachingRow.PK.exists() & (CoachingRow.status != "cancelled")
        refusal = Conflict("The meeting was cancelled or deleted meanwhile")
        transaction.check(CoachingRow, f"MEETING#{meeting_id}", "MEETING", condition, refusal)

    def link_summary(self, transaction: Transaction, meeting_id: str, summary_id: str) -> None:
        """Attach a summary to a meeting that has none; doing it twice is harmless."""
        condition = CoachingRow.summary_id.does_not_exist() | (CoachingRow.summary_id == summary_id)
        transaction.update(
            _summary_link(meeting_id),
            [CoachingRow.kind.set("meeting_summary"), CoachingRow.summary_id.set(summary_id)],
            condition=condition,
            otherwise=Conflict("The meeting has a report already; delete it first"),
        )

    def unlink_summary(self, transaction: Transaction, meeting_id: str, summary_id: str) -> None:
        """Take a summary off its meeting; where it isn't attached, nothing happens."""
        row = find(CoachingRow, f"MEETING#{meeting_id}", "SUMMARY")
        if row is not None and row.summary_id == summary_id:
            transaction.delete(row)

    def let_go_of_summary(self, transaction: Transaction, meeting_id: str, summary_id: str) -> None:
        """Take a summary off its meeting, without a look at it first.

        Raises (from the transaction):
            Conflict: another one is attached by now.
        """
        transaction.discard(
            _summary_link(meeting_id),
            condition=CoachingRow.PK.does_not_exist() | (CoachingRow.summary_id == summary_id),
            otherwise=Conflict("The meeting has another report by now"),
        )

    def check_no_summary(self, transaction: Transaction, meeting_id: str) -> None:
        """Let the transaction happen only while no summary is attached to the meeting."""
        condition, refusal = (
            CoachingRow.PK.does_not_exist(),
            Conflict("It has a performance report"),
        )
        transaction.check(CoachingRow, f"MEETING#{meeting_id}", "SUMMARY", condition, refusal)


def _summary_link(meeting_id: str) -> CoachingRow:
    return CoachingRow(PK=f"MEETING#{meeting_id}", SK="SUMMARY", kind="meeting_summary")
