"""The use cases of 1-to-1 meetings."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Literal, NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.meetings import course as meetings
from debrief.coaching.meetings import events
from debrief.coaching.meetings.calling_off_service import call_off
from debrief.coaching.meetings.course import Part
from debrief.coaching.meetings.deadlines import EVE, eve
from debrief.coaching.meetings.drafts import MeetingChanges, MeetingDraft
from debrief.coaching.meetings.model import Meeting, MeetingStatus, Verb
from debrief.coaching.meetings.store import MeetingStore, keep_colleague_place, meeting_row, waiting_place
from debrief.coaching.meetings.telling import tell_of_cancelled, tell_of_changed, tell_of_scheduled
from debrief.coaching.meetings.views import MeetingView
from debrief.coaching.open_store import due_of, keep_place
from debrief.coaching.table_store import CoachingRow, Slice, check_nothing_attached, rows_of
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock, iso
from debrief.kernel.errors import Forbidden, NotFound
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.tables import loaded
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.paging import Cursors, Page, page_limit

_ANNOUNCED: Final[dict[Verb, str]] = {
    "start": events.MEETING_STARTED,
    "complete": events.MEETING_COMPLETED,
    "reopen": events.MEETING_REOPENED,
    "acknowledge": events.MEETING_ACKNOWLEDGED,
    "cancel": events.MEETING_CANCELLED,
}


class MeetingFilter(NamedTuple):
    """Which meetings a list shows; none of a thing means any. since, until: scheduled from then on, before then."""

    participant_id: str | None = None
    facilitator_id: str | None = None
    statuses: tuple[MeetingStatus, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    oldest_first: bool = False


class SeenMeeting(NamedTuple):
    """A meeting that the caller may see. part: what they are to it; summary_id: of its AI performance report."""

    meeting: Meeting
    part: Part
    summary_id: str | None


class MeetingService:
    """1-to-1 meetings: for the API by caller, and for summaries."""

    def __init__(self, store: MeetingStore, reach: CoachingAccess, cursors: Cursors, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._reach = reach
        self._cursors = cursors
        self._clock = clock
        self._ids = ids

    def page(self, caller: Caller, wanted: MeetingFilter, limit: int | None, cursor: str | None) -> Page[MeetingView]:
        """A page of meetings, by their scheduled time, newest first unless told.

        Without a person in the filter: those that the caller facilitates, or takes part in where they don't coach.

        Raises:
            NotFound: the person asked for is out of the caller's sight. Malformed: limit or cursor.
        """
        wanted = self._for_somebody(caller, wanted)
        binding = ("meetings", caller.user_id, *wanted)
        found = self._find(caller, wanted, page_limit(limit), self._cursors.decode(cursor, *binding))
        return Page(
            items=self._shown(caller, [loaded(row, Meeting) for row in found.rows]),
            next_cursor=self._cursors.encode(found.position, *binding),
        )

    def waiting(
        self, caller: Caller, what: Literal["to_hold", "to_confirm"], before: datetime, most: int
    ) -> tuple[list[MeetingView], bool]:
        """The caller's 1-to-1s that wait from before an instant, however long, the newest first; and whether there are
        more. to_hold: those that they lead, neither completed nor cancelled, by when they were planned; to_confirm:
        those about their own work that they have to acknowledge, by when they were held.
        """
        pk = f"{'TOHOLD' if what == 'to_hold' else 'TOCONFIRM'}#{caller.user_id}"
        due, more = due_of(pk, iso(before), most, newest_first=True)
        found = [each for each in self._store.meetings([each.id for each in due]) if _waits(each, pk)]
        seen = self._reach.seen(caller)({each.participant_id for each in found})
        return self._shown(caller, [each for each in found if each.participant_id in seen]), more

    def get(self, caller: Caller, meeting_id: str) -> MeetingView:
        """The meeting as the caller may read it. Raises NotFound."""
        return self._view(self.readable(caller, meeting_id))

    def readable(self, caller: Caller, meeting_id: str) -> SeenMeeting:
        """As `look_up`; and who is to meet the participant as a colleague reads when, where and what about.

        Raises NotFound.
        """
        found = self._store.meeting(meeting_id)
        if found is not None and found[0].colleague_id == caller.user_id:
            return SeenMeeting(for_colleague(found[0]), "onlooker", None)
        return self._seen(caller, found)

    def look_up(self, caller: Caller, meeting_id: str) -> SeenMeeting:
        """The meeting itself, with what the caller is to it.

        Raises:
            NotFound: there is none, or the caller may not see the participant's coaching.
        """
        return self._seen(caller, self._store.meeting(meeting_id))

    def _seen(self, caller: Caller, found: tuple[Meeting, str | None] | None) -> SeenMeeting:
        seen = self._reach.sees(caller, found[0].participant_id if found else None)
        if found is None or not seen:
            raise NotFound("There is no such meeting")
        meeting, summary_id = found
        return SeenMeeting(meeting, self._part(caller, meeting), summary_id)

    def schedule(
        self,
        caller: Caller,
        draft: MeetingDraft,
        *,
        colleague_id: str | None = None,
        also: Callable[[Transaction, Meeting], None] | None = None,
    ) -> MeetingView:
        """Make a meeting.

        colleague_id: whom the participant meets, where it isn't the facilitator; whoever calls has asked both.
        also: what is written with it.

        Raises:
            NotFound, Forbidden, RuleBroken: the caller may not coach the participant, or the facilitator can't be.
        """
        facilitator_id = draft.facilitator_id or caller.user_id
        self._reach.check_coachable(caller, draft.participant_id, "/participant_id")
        self._reach.check_facilitator(caller, facilitator_id, draft.participant_id)
        meeting = Meeting(
            id=self._ids.new("mt"),
            title=draft.title,
            facilitator_id=facilitator_id,
            participant_id=draft.participant_id,
            colleague_id=colleague_id,
            kind=draft.kind,
            scheduled_at=draft.scheduled_at,
            duration_ms=draft.duration_ms,
            location=draft.location,
            link=draft.link,
            agenda=draft.agenda,
            notes=draft.notes,
            created_by=caller.user_id,
            created_at=self._clock.now(),
        )
        part = self._part(caller, meeting)
        opening = MeetingChanges(goals=draft.goals)
        if draft.private_notes:
            opening = opening.model_copy(update={"private_notes": draft.private_notes})
        meeting = meetings.changed(meeting, opening, part, self._new_goal_id)

        def beside(transaction: Transaction) -> None:
            tell_of_scheduled(transaction, CoachingRow, meeting, caller.user_id)
            if due := eve(meeting, caller.time_zone, self._clock.now()):
                schedule(transaction, CoachingRow, due)
            if also is not None:
                also(transaction, meeting)

        return self._write(SeenMeeting(meeting, part, None), None, events.MEETING_SCHEDULED, beside)

    def edit(self, caller: Caller, meeting_id: str, changes: MeetingChanges, revision: int) -> MeetingView:
        """Change a meeting that was read at `revision`.

        Raises:
            NotFound, Forbidden, Stale; Conflict and RuleBroken as `meetings.changed`.
        """
        seen = self.to_lead(caller, meeting_id, "edit")
        expect_revision(seen.meeting, revision)
        meeting = meetings.changed(seen.meeting, changes, seen.part, self._new_goal_id)
        now = self._clock.now()

        def also(transaction: Transaction) -> None:
            tell_of_changed(transaction, CoachingRow, seen.meeting, meeting, caller.user_id, now)
            if meeting.scheduled_at != seen.meeting.scheduled_at:
                self._see_to_eve(transaction, meeting, caller.time_zone, now)

        return self._write(seen._replace(meeting=meeting), seen.meeting, events.MEETING_CHANGED, also)

    def move(self, caller: Caller, meeting_id: str, verb: Verb) -> MeetingView:
        """Start, complete, reopen or cancel a meeting as one who leads it; acknowledge it as its participant.

        Raises:
            NotFound; Forbidden: it isn't the caller's to do; Conflict: the meeting's status doesn't allow it.
        """
        seen = self.to_lead(caller, meeting_id, verb)
        now = self._clock.now()
        meeting = meetings.move(seen.meeting, verb, now, caller.user_id)

        def also(transaction: Transaction) -> None:
            if verb == "cancel":
                tell_of_cancelled(transaction, CoachingRow, seen.meeting, caller.user_id, now)
            if "scheduled" in (seen.meeting.status, meeting.status):
                self._see_to_eve(transaction, meeting, caller.time_zone, now)

        return self._write(seen._replace(meeting=meeting), seen.meeting, _ANNOUNCED[verb], also)

    def delete(self, caller: Caller, meeting_id: str, revision: int) -> None:
        """Delete a scheduled or cancelled meeting on which nothing hangs.

        Raises:
            NotFound, Forbidden, Stale; Conflict: it was held, or has actions or a summary.
        """
        seen = self.to_lead(caller, meeting_id, "delete")
        expect_revision(seen.meeting, revision)
        meetings.check_deletable(seen.meeting)
        with Transaction(self._clock, self._ids) as transaction:
            transaction.delete(meeting_row(seen.meeting))
            keep_place(transaction, None, waiting_place(seen.meeting))
            keep_colleague_place(transaction, None, seen.meeting)
            self._store.check_no_summary(transaction, meeting_id)
            check_nothing_attached(transaction, meeting_id)
            unschedule(transaction, CoachingRow, EVE, meeting_id)
            transaction.announce(CoachingRow, events.MEETING_DELETED, meeting_id, events.meeting_data(seen.meeting))
            tell_of_cancelled(transaction, CoachingRow, seen.meeting, caller.user_id, self._clock.now())

    # For pairings

    def call_off(self, transaction: Transaction, meeting_id: str, by: str) -> None:
        """Cancel a meeting that is yet to be held when `transaction` happens; one that isn't stays as it is.

        Whoever calls has made sure that `by` may.
        """
        call_off(transaction, self._store, meeting_id, by, self._clock.now())

    # For summaries

    def previous_meeting(
        self, participant_id: str, before: datetime, *, other_than: str | None = None
    ) -> Meeting | None:
        """The last meeting held (completed or acknowledged) with the participant before an instant: one query.

        It counts by `held_at`. other_than: a meeting to pass over, so that none is its own predecessor.
        """
        return self._store.held_before(participant_id, before, other_than=other_than)

    def summary_of(self, meeting_id: str) -> str | None:
        """The id of the meeting's AI performance report."""
        found = self._store.meeting(meeting_id)
        return found[1] if found else None

    def attach_summary(self, transaction: Transaction, meeting_id: str, summary_id: str) -> None:
        """Let the meeting have this summary when `transaction` happens (two of its writes). Harmless when repeated.

        The meeting's revision stays, so that nobody who is writing notes meanwhile is turned away.

        Raises (from the transaction):
            Conflict: it has another summary, is cancelled, or is gone.
        """
        self._store.check_meeting_open_for(transaction, meeting_id)
        self._store.link_summary(transaction, meeting_id, summary_id)

    def detach_summary(self, transaction: Transaction, meeting_id: str, summary_id: str) -> None:
        """Take the summary off the meeting when `transaction` happens (one write; none where it isn't attached)."""
        self._store.unlink_summary(transaction, meeting_id, summary_id)

    # Inside

    def _for_somebody(self, caller: Caller, wanted: MeetingFilter) -> MeetingFilter:
        if wanted.participant_id is not None:
            self._reach.require_sight(caller, wanted.participant_id)
        elif wanted.facilitator_id is None:
            if caller.may(Permission.COACHING_MANAGE):
                return wanted._replace(facilitator_id=caller.user_id)
            return self._for_somebody(caller, wanted._replace(participant_id=caller.user_id))
        elif wanted.facilitator_id != caller.user_id and not self._reach.coaches(caller, wanted.facilitator_id):
            raise NotFound("There is no such person")
        return wanted

    def _find(self, caller: Caller, wanted: MeetingFilter, limit: int, start: dict[str, object] | None) -> Slice:
        where = CoachingRow.status.is_in(*wanted.statuses) if wanted.statuses else None
        if wanted.participant_id is not None:
            leader = f"FACILITATOR#{wanted.facilitator_id}" if wanted.facilitator_id else None
            return rows_of(
                f"PARTICIPANT#{wanted.participant_id}",
                "GSI2",
                since=wanted.since,
                until=wanted.until,
                where=where,
                keep=lambda rows: [row for row in rows if leader is None or leader == row.GSI3PK],
                limit=limit,
                start=start,
                newest_first=not wanted.oldest_first,
            )
        seen_of = self._reach.seen(caller)

        def keep(rows: Sequence[CoachingRow]) -> list[CoachingRow]:
            seen = {
                f"PARTICIPANT#{each}" for each in seen_of(str(row.GSI2PK).removeprefix("PARTICIPANT#") for row in rows)
            }
            return [row for row in rows if row.GSI2PK in seen]

        return rows_of(
            f"FACILITATOR#{wanted.facilitator_id}",
            "GSI3",
            since=wanted.since,
            until=wanted.until,
            where=where,
            keep=keep,
            limit=limit,
            start=start,
            newest_first=not wanted.oldest_first,
        )

    def to_lead(self, caller: Caller, meeting_id: str, verb: str) -> SeenMeeting:
        """The meeting as somebody who may do this with it. Raises NotFound, Forbidden."""
        seen = self.look_up(caller, meeting_id)
        if not meetings.may(verb, seen.part):
            who = "the participant" if verb == "acknowledge" else "the facilitator"
            raise Forbidden(f"Only {who} of this meeting may do this")
        return seen

    def _part(self, caller: Caller, meeting: Meeting) -> Part:
        return meetings.part_in(meeting, caller.user_id, administers=self._reach.administers(caller))

    @staticmethod
    def _see_to_eve(transaction: Transaction, meeting: Meeting, time_zone: str, now: datetime) -> None:
        """Let the night before the meeting be seen to, or no more: one of the transaction's writes."""
        if due := eve(meeting, time_zone, now):
            schedule(transaction, CoachingRow, due)
        else:
            unschedule(transaction, CoachingRow, EVE, meeting.id)

    def _new_goal_id(self) -> str:
        return self._ids.new("go")

    def _write(
        self, seen: SeenMeeting, before: Meeting | None, announced: str, also: Callable[[Transaction], None]
    ) -> MeetingView:
        meeting = seen.meeting
        row = meeting_row(meeting)
        with Transaction(self._clock, self._ids) as transaction:
            transaction.put(row)
            keep_place(transaction, waiting_place(meeting), waiting_place(before) if before else None)
            keep_colleague_place(transaction, meeting, before)
            transaction.announce(CoachingRow, announced, meeting.id, events.meeting_data(meeting))
            also(transaction)
        after = written(meeting)
        return self._view(seen._replace(meeting=after))

    def _view(self, seen: SeenMeeting) -> MeetingView:
        names = self._reach.names(_named_in(seen.meeting))
        return _view(seen, names)

    def _shown(self, caller: Caller, found: Sequence[Meeting]) -> list[MeetingView]:
        if not found:
            return []
        summaries = self._store.summaries_of(meeting.id for meeting in found)
        names = self._reach.names(id for meeting in found for id in _named_in(meeting))
        return [
            _view(SeenMeeting(meeting, self._part(caller, meeting), summaries.get(meeting.id)), names)
            for meeting in found
        ]


def _waits(meeting: Meeting, pk: str) -> bool:
    place = waiting_place(meeting)
    return place is not None and place.pk == pk


def for_colleague(meeting: Meeting) -> Meeting:
    """A meeting as who is to meet the participant is told of it: nothing of what was noted or agreed."""
    return meeting.model_copy(update={"notes": "", "goals": (), "private_notes": "", "history": ()})


def _named_in(meeting: Meeting) -> set[str]:
    part = {meeting.facilitator_id, meeting.participant_id, *(step.by for step in meeting.history if step.by)}
    return part | ({meeting.colleague_id} if meeting.colleague_id else set())


def _view(seen: SeenMeeting, names: dict[str, str]) -> MeetingView:
    return MeetingView.of(
        seen.meeting,
        private=seen.part == "facilitator",
        summary_id=seen.summary_id,
        names=names,
        actions=meetings.allowed(seen.meeting, seen.part, has_summary=seen.summary_id is not None),
    )
