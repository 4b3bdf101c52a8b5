"""The use cases of actions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from pynamodb.expressions.condition import Condition

from debrief.coaching.access import CoachingAccess
from debrief.coaching.actions import course as actions
from debrief.coaching.actions import events
from debrief.coaching.actions.drafts import ActionChanges, ActionDraft, Recommendation
from debrief.coaching.actions.model import Action, ActionStatus, Origin
from debrief.coaching.actions.store import ActionStore
from debrief.coaching.actions.views import ActionView
from debrief.coaching.meetings import course as meetings
from debrief.coaching.meetings.model import Meeting
from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.open_store import Due, Walk, due_set_by
from debrief.coaching.table_store import CoachingRow, Slice, rows_of
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, Forbidden, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.tables import loaded
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.paging import Cursors, Page, page_limit

_SET: Final = 200


class ActionFilter(NamedTuple):
    """Which actions a list shows; none of a thing means any. due_before: due on an earlier day (others left out)."""

    assignee_id: str | None = None
    created_by: str | None = None
    attached_to: str | None = None
    statuses: tuple[ActionStatus, ...] = ()
    origins: tuple[Origin, ...] = ()
    due_before: date | None = None


class ActionService:
    """Actions: for the API by caller, and for summaries."""

    def __init__(
        self,
        store: ActionStore,
        meetings: MeetingStore,
        reach: CoachingAccess,
        cursors: Cursors,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._meetings = meetings
        self._reach = reach
        self._cursors = cursors
        self._clock = clock
        self._ids = ids

    def page(self, caller: Caller, wanted: ActionFilter, limit: int | None, cursor: str | None) -> Page[ActionView]:
        """A page of actions, newest first.

        Without assignee, maker or attachment in the filter: those that the caller has set, or is to do where they
        don't coach.

        Raises:
            NotFound: the person asked for is out of the caller's sight. Malformed: limit or cursor.
        """
        wanted = self._for_somebody(caller, wanted)
        binding = ("actions", caller.user_id, *wanted)
        found = self._find(caller, wanted, page_limit(limit), self._cursors.decode(cursor, *binding))
        return Page(
            items=self._shown(caller, [loaded(row, Action) for row in found.rows]),
            next_cursor=self._cursors.encode(found.position, *binding),
        )

    def due(self, caller: Caller, before: date, *, own: bool, most: int) -> tuple[list[ActionView], bool]:
        """Open actions that were due before a day, the most overdue first, and whether there are more: the caller's
        own, or those that they have set for others whose coaching they see.

        They are found by their due dates; of those that others are to do 200 rows are looked at.
        """
        today, me = before.isoformat(), caller.user_id
        walk = Walk(f"TODO#{me}", today, page=most + 1) if own else due_set_by(me, today, page=_SET, most=_SET)
        found, more = self._store.still_due(walk if own else self._seen_of(caller, walk), before, most)
        earlier = self._store.overdue_among_newest(me, before, own=own)
        if not own:
            seen = self._reach.seen(caller)({each.assignee_id for each in earlier} - {me})
            earlier = [each for each in earlier if each.assignee_id in seen]
        known = {each.id: each for each in (*found, *earlier)}
        still = sorted(known.values(), key=lambda each: (each.due_date or date.max, each.id))
        return self._shown(caller, still[:most]), more or walk.cut or len(still) > most

    def _seen_of(self, caller: Caller, places: Iterable[Due]) -> Iterator[Due]:
        """Those of others whose coaching the caller sees, looked up for all at once."""
        some = list(places)
        seen = self._reach.seen(caller)({each.whose for each in some} - {caller.user_id})
        return (each for each in some if each.whose in seen)

    def get(self, caller: Caller, action_id: str) -> ActionView:
        """The action as the caller may see it. Raises NotFound."""
        return self._view(caller, self._look_up(caller, action_id))

    def create(self, caller: Caller, draft: ActionDraft) -> ActionView:
        """Make an action, on its own or in a meeting.

        Raises:
            NotFound, Forbidden, RuleBroken: the caller may not coach the assignee, or isn't the meeting's facilitator,
            or the assignee isn't its participant, or the due date has passed. Conflict: the meeting is cancelled.
        """
        self._reach.check_coachable(caller, draft.assignee_id, "/assignee_id")
        earliest = self._today(caller)
        if draft.meeting_id is not None:
            meeting = self._check_meeting(caller, draft.meeting_id, draft.assignee_id)
            # What was agreed in a meeting may be written down later, when its due date has passed already.
            earliest = min(earliest, day_of(meeting.scheduled_at, caller.time_zone))
        actions.check_due(draft.due_date, earliest)
        action = Action(
            id=self._ids.new("ac"),
            title=draft.title,
            description=draft.description,
            assignee_id=draft.assignee_id,
            created_by=caller.user_id,
            due_date=draft.due_date,
            target=draft.target,
            origin="meeting" if draft.meeting_id else "manual",
            attached_to=draft.meeting_id,
            created_at=self._clock.now(),
        )
        return self._add(caller, action, in_meeting=draft.meeting_id)

    def edit(self, caller: Caller, action_id: str, changes: ActionChanges, revision: int) -> ActionView:
        """Change an action that was read at `revision`.

        Raises:
            NotFound, Forbidden, Stale; Conflict and RuleBroken as `actions.changed`.
        """
        action = self._to_handle(caller, action_id, "edit")
        expect_revision(action, revision)
        changed = actions.changed(action, changes, self._today(caller))
        return self._write(caller, changed, action, events.ACTION_CHANGED)

    def complete(self, caller: Caller, action_id: str) -> ActionView:
        """Close an action: the assignee's or a coach's to do. Raises NotFound, Forbidden, Conflict."""
        action = self._to_handle(caller, action_id, "complete")
        done = actions.completed(action, caller.user_id, self._clock.now())
        return self._write(caller, done, action, events.ACTION_COMPLETED)

    def reopen(self, caller: Caller, action_id: str) -> ActionView:
        """Open a closed action again: a coach's to do. Raises NotFound, Forbidden, Conflict."""
        action = self._to_handle(caller, action_id, "reopen")
        return self._write(caller, actions.reopened(action), action, events.ACTION_REOPENED)

    def delete(self, caller: Caller, action_id: str, revision: int) -> None:
        """Delete an action for good. Raises NotFound, Forbidden, Stale."""
        action = self._to_handle(caller, action_id, "delete")
        expect_revision(action, revision)
        with Transaction(self._clock, self._ids) as transaction:
            self._store.remove_action(transaction, action)
            transaction.announce(CoachingRow, events.ACTION_DELETED, action.id, events.action_data(action))

    # For summaries

    def actions_attached_to(self, summary_id: str, meeting_id: str | None = None) -> list[Action]:
        """The actions made from the recommendations of a report, oldest first: 90 at most, one query.

        meeting_id: the meeting that the report belongs to; none for a detached one.
        """
        attached = self._store.attached_actions(meeting_id or summary_id)
        return [action for action in attached if action.summary_id == summary_id]

    def made_from(
        self, caller: Caller, assignee_id: str, summary_id: str, meeting_id: str | None = None
    ) -> list[ActionView]:
        """The actions made from the recommendations of a report, as the API shows them; none for those who may not see.

        See `actions_attached_to`.
        """
        if not self._reach.sees(caller, assignee_id):
            return []
        return self._shown(caller, self.actions_attached_to(summary_id, meeting_id))

    def count_attached_to(self, summary_id: str) -> int:
        """How many actions hang on a report, with all writes up to now (one consistent read).

        Ask this before deleting a report: an index may not know yet of an action made a moment ago.
        """
        return self._store.anchored_count(summary_id)

    def delete_actions_in(self, transaction: Transaction, summary_id: str, rows: Sequence[Action]) -> None:
        """Delete all the actions of a report in the caller's transaction (S0.15).

        At most 90 deletes, two counters and an event, so that 7 of the 100 writes of a transaction are left; a report
        never has more, because the ninety-first is refused. rows: as read by `actions_attached_to`; maybe none. Where
        they are found by their due dates stays behind, for whoever deletes the report to have removed (`places_of`).

        Raises (from the transaction):
            Conflict: not all that hang on the report are given. Stale: one was changed since it was read.
        """
        self._store.remove_actions_of_summary(transaction, summary_id, rows)
        if rows:
            data = {"assignee_id": rows[0].assignee_id, "action_ids": [action.id for action in rows]}
            transaction.announce(CoachingRow, events.ATTACHED_ACTIONS_DELETED, summary_id, data)

    def create_action_from_recommendation(
        self,
        caller: Caller,
        recommendation: Recommendation,
        *,
        assignee_id: str,
        summary_id: str,
        meeting_id: str | None = None,
        guard: Callable[[Transaction], None] | None = None,
    ) -> ActionView:
        """Make an action from a recommendation of a report (S0.14): origin "AI Coaching Report".

        assignee_id: whom the report is about; nobody else can be the assignee. meeting_id: the meeting of the report,
        to which the action is then attached; none for a detached report, to which it is attached itself. Whether the
        caller may act on the report is for summaries to decide; here the caller must facilitate the meeting, or see
        the assignee. guard: adds to the transaction that the report still exists.

        Raises:
            NotFound, Forbidden: not the caller's to do. RuleBroken: the due date has passed, the assignee is a bot or
            inactive, or 90 actions hang there. Conflict: the meeting is cancelled.
        """
        if meeting_id is not None:
            self._check_meeting(caller, meeting_id, assignee_id)
        else:
            self._reach.require_sight(caller, assignee_id)
        self._reach.check_person(assignee_id, "/assignee_id")
        actions.check_due(recommendation.due_date, self._today(caller))
        title, description = actions.wording_of_recommendation(
            recommendation.area, recommendation.action, recommendation.rationale
        )
        action = Action(
            id=self._ids.new("ac"),
            title=recommendation.title or title,
            description=description if recommendation.description is None else recommendation.description,
            assignee_id=assignee_id,
            created_by=caller.user_id,
            due_date=recommendation.due_date,
            target=recommendation.target,
            origin="ai_coaching_report",
            attached_to=meeting_id or summary_id,
            summary_id=summary_id,
            recommendation_index=recommendation.index,
            created_at=self._clock.now(),
        )
        return self._add(caller, action, in_meeting=meeting_id, guard=guard)

    # Inside

    def _for_somebody(self, caller: Caller, wanted: ActionFilter) -> ActionFilter:
        if wanted.assignee_id is not None:
            self._reach.require_sight(caller, wanted.assignee_id)
        elif wanted.created_by is None and wanted.attached_to is None:
            if caller.may(Permission.COACHING_MANAGE):
                return wanted._replace(created_by=caller.user_id)
            return self._for_somebody(caller, wanted._replace(assignee_id=caller.user_id))
        elif wanted.created_by is not None and wanted.created_by != caller.user_id:
            self._reach.require_sight(caller, wanted.created_by)
        return wanted

    def _find(self, caller: Caller, wanted: ActionFilter, limit: int, start: dict[str, object] | None) -> Slice:
        assignee = f"AGENT#{wanted.assignee_id}" if wanted.assignee_id else None
        creator = f"CREATOR#{wanted.created_by}" if wanted.created_by else None
        anchor = f"ATTACHED#{wanted.attached_to}" if wanted.attached_to else None
        seen_of = self._reach.seen(caller)

        def keep(rows: Sequence[CoachingRow]) -> list[CoachingRow]:
            fitting = [
                row
                for row in rows
                if (assignee is None or assignee == row.GSI1PK)
                and (creator is None or creator == row.GSI2PK)
                and (anchor is None or anchor == row.GSI3PK)
            ]
            if assignee is not None:
                # Whether they are seen was looked at before.
                return fitting
            seen = {f"AGENT#{each}" for each in seen_of(str(row.GSI1PK).removeprefix("AGENT#") for row in fitting)}
            return [row for row in fitting if row.GSI1PK in seen]

        where = _where(wanted)
        if anchor is not None:
            return rows_of(anchor, "GSI3", where=where, keep=keep, limit=limit, start=start)
        if assignee is not None:
            return rows_of(assignee, "GSI1", where=where, keep=keep, limit=limit, start=start)
        return rows_of(str(creator), "GSI2", where=where, keep=keep, limit=limit, start=start)

    def _look_up(self, caller: Caller, action_id: str) -> Action:
        action = self._store.action(action_id)
        seen = self._reach.sees(caller, action.assignee_id if action else None)
        if action is None or not seen:
            raise NotFound("There is no such action")
        return action

    def _to_handle(self, caller: Caller, action_id: str, verb: str) -> Action:
        action = self._look_up(caller, action_id)
        if not actions.may(verb, self._hand(caller, action, coaches=self._reach.coaches(caller, action.assignee_id))):
            raise Forbidden("Only a coach of the assignee may do this")
        return action

    def _check_meeting(self, caller: Caller, meeting_id: str, assignee_id: str) -> Meeting:
        """Let the caller give the assignee an action in a meeting. Raises NotFound, Forbidden, RuleBroken, Conflict."""
        found = self._meetings.meeting(meeting_id)
        seen = self._reach.sees(caller, found[0].participant_id if found else None)
        if found is None or not seen:
            raise NotFound("There is no such meeting")
        meeting = found[0]
        part = meetings.part_in(meeting, caller.user_id, administers=self._reach.administers(caller))
        if not meetings.may("add_action", part):
            raise Forbidden("Only the facilitator of this meeting may do this")
        if assignee_id != meeting.participant_id:
            mistake = FieldError(pointer="/assignee_id", message="is not the participant of the meeting")
            raise RuleBroken("The action belongs to the meeting's participant", errors=[mistake])
        if meeting.status == "cancelled":
            raise Conflict("The meeting is cancelled")
        return meeting

    def _hand(self, caller: Caller, action: Action, *, coaches: bool) -> actions.Hand:
        return actions.hand_in(action, caller.user_id, coaches=coaches)

    def _today(self, caller: Caller) -> date:
        return day_of(self._clock.now(), caller.time_zone)

    def _add(
        self,
        caller: Caller,
        action: Action,
        *,
        in_meeting: str | None,
        guard: Callable[[Transaction], None] | None = None,
    ) -> ActionView:
        with Transaction(self._clock, self._ids) as transaction:
            if in_meeting is not None:
                self._meetings.check_meeting_open_for(transaction, in_meeting)
            if guard is not None:
                guard(transaction)
            self._store.add_action(transaction, action)
            transaction.announce(CoachingRow, events.ACTION_CREATED, action.id, events.action_data(action))
        return self._view(caller, action.model_copy(update={"revision": 1}))

    def _write(self, caller: Caller, action: Action, before: Action, announced: str) -> ActionView:
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put_action(transaction, action, before)
            transaction.announce(CoachingRow, announced, action.id, events.action_data(action))
        return self._view(caller, written(action))

    def _view(self, caller: Caller, action: Action) -> ActionView:
        return self._shown(caller, [action])[0]

    def _shown(self, caller: Caller, found: Sequence[Action]) -> list[ActionView]:
        """For people whom the caller may see: so one who may coach, coaches them all."""
        if not found:
            return []
        names = self._reach.names(id for action in found for id in (action.assignee_id, action.created_by))
        coaches, today = caller.may(Permission.COACHING_MANAGE), self._today(caller)
        return [
            ActionView.of(
                action,
                names=names,
                overdue=actions.is_overdue(action, today),
                actions=actions.allowed(action, self._hand(caller, action, coaches=coaches)),
            )
            for action in found
        ]


def _where(wanted: ActionFilter) -> Condition:
    where: Condition = CoachingRow.kind == "action"
    if wanted.statuses:
        where &= CoachingRow.status.is_in(*wanted.statuses)
    if wanted.origins:
        where &= CoachingRow.origin.is_in(*wanted.origins)
    if wanted.due_before is not None:
        where &= CoachingRow.due_date < wanted.due_before.isoformat()
    return where
