"""The use cases of coaching groups, and how assignments are made of one (S3.1, S3.5)."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.counting import Counts
from debrief.coaching.assignments.deadlines import GROUP_SENDING, sending
from debrief.coaching.assignments.drafts import CoachingGroupChanges, CoachingGroupDraft, ContentDraft
from debrief.coaching.assignments.making import check_content, check_dispatchable, of_mark
from debrief.coaching.assignments.marks_service import MarkService
from debrief.coaching.assignments.marks_store import MarkStore, areas_stay, waited_in
from debrief.coaching.assignments.material_reader import MaterialReader
from debrief.coaching.assignments.model import CoachingGroup, Content, Mark
from debrief.coaching.assignments.secrecy_access import GroupSecrecy
from debrief.coaching.assignments.standing import facts_of
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.assignments.telling import tell_given
from debrief.coaching.assignments.views import CoachingGroupView, GroupNameCheck
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.auth import Caller, Reach
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Misconfigured, RuleBroken, Stale, Throttled, Unavailable
from debrief.kernel.faults import log_passing
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.tables import loaded
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import page_of
from debrief.kernel.web.paging import Cursors, Page, page_limit
from debrief.people.names import check_new_name

_SECONDS: Final = 20.0
"""So long assignments are made in one go of due work; what is left has its turn in the next minute."""

_SECONDS_AT_ONCE: Final = 4.0
"""So long within the request itself, so that a small group is sent when the answer comes."""

_FEW: Final = 5
"""Agents whose assignments are made within the request; of more it would keep somebody waiting."""

_CHUNK: Final = 25
_TRIES: Final = 4

_EMPTY_LOOKS: Final = 5
"""So often nobody may be found though somebody waits: the index follows within moments, and asking at once doesn't make
it faster. After that the next minute goes on."""


_EVERYBODYS: Final = (Misconfigured, Throttled, Unavailable)
"""What is the matter with the store, and so with all of a group: the rest would only ask it more often."""


class _Contended(Unavailable):
    """One agent's things are being changed all the time."""


class GroupService:
    """Groups, for those who coach: each works with their own, and whoever reaches everyone with all."""

    def __init__(
        self,
        store: MarkStore,
        assignments: AssignmentStore,
        marks: MarkService,
        material: MaterialReader,
        reach: CoachingAccess,
        secrecy: GroupSecrecy,
        cursors: Cursors,
        clock: Clock,
        ids: Ids,
        *,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._assignments = assignments
        self._marks = marks
        self._material = material
        self._reach = reach
        self._secrecy = secrecy
        self._cursors = cursors
        self._clock = clock
        self._ids = ids
        self._stopwatch = stopwatch

    def page(self, caller: Caller, limit: int | None, cursor: str | None) -> Page[CoachingGroupView]:
        """A page of the groups that aren't sent, newest first. Raises Malformed."""
        binding = ("coaching-groups", caller.user_id)
        after, size = self._cursors.decode(cursor, *binding), page_limit(limit)
        everyone = caller.reach is Reach.EVERYONE
        pk = "GROUPS" if everyone else f"GROUPS#{caller.user_id}"
        rows = self._assignments.rows(pk, "GSI2" if everyone else "GSI1", after=after, chunk=size + 1)
        groups = ((place, loaded(row, CoachingGroup)) for place, row in rows)
        given = self._secrecy.given(caller)
        found = page_of([groups], lambda each: each.id not in given, limit=size, newest_first=True, after=after)
        return Page(items=self._shown(caller, found.items), next_cursor=self._cursors.encode(found.last, *binding))

    def get(self, caller: Caller, group_id: str) -> CoachingGroupView:
        """The group. Raises NotFound."""
        return self._shown(caller, [self._marks.group(caller, group_id)])[0]

    def check_name(self, name: str) -> GroupNameCheck:
        """Whether a group may be called so now; whoever saves it first has the name."""
        stripped = name.strip()
        try:
            check_new_name(stripped)
        except ValueError as error:
            return GroupNameCheck(free=False, message=str(error))
        if len(stripped) > 200:
            return GroupNameCheck(free=False, message="is longer than 200 characters")
        if self._store.is_name_free(stripped):
            return GroupNameCheck(free=True)
        return GroupNameCheck(free=False, message="another group that isn't sent has this name")

    def create(self, caller: Caller, draft: CoachingGroupDraft) -> CoachingGroupView:
        """Make a group. Raises Conflict: the name is taken. RuleBroken: an area doesn't fit."""
        group = CoachingGroup(
            id=self._ids.new("cg"),
            name=draft.name,
            description=draft.description,
            areas=self._material.areas(draft.areas),
            created_by=caller.user_id,
            created_at=self._clock.now(),
        )
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_group(tx, group)
        return self._shown(caller, [written(group)])[0]

    def change(self, caller: Caller, group_id: str, changes: CoachingGroupChanges, revision: int) -> CoachingGroupView:
        """Change a group that isn't sent.

        Raises:
            NotFound. Stale. Conflict: the name is taken, it is sent, or somebody is in it whose areas would change.
        """
        before, counts = self._to_change(caller, group_id, revision)
        named = changes.model_fields_set
        update = {name: getattr(changes, name) for name in named - {"areas"}}
        if "areas" in named:
            update["areas"] = self._material.areas(changes.areas)
        after = before.model_copy(update=update)
        self._store.check_name_free(after, before)
        if after.areas != before.areas and counts.agents:
            raise areas_stay()
        self._marks.leave(caller, before)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_group(tx, after, before)
            if after.areas != before.areas:
                self._store.check_empty(tx, group_id)
        return self._shown(caller, [written(after)])[0]

    def delete(self, caller: Caller, group_id: str, revision: int) -> None:
        """Delete a group in which nobody waits. Raises NotFound, Stale, Conflict."""
        group, counts = self._to_change(caller, group_id, revision)
        if counts.agents:
            raise waited_in()
        self._marks.leave(caller, group)
        with Transaction(self._clock, self._ids) as tx:
            self._store.remove_group(tx, group)

    # Send ---------------------------------------------------------------------------------------------------------

    def dispatch(self, caller: Caller, group_id: str, draft: ContentDraft) -> CoachingGroupView:
        """Let each agent of a group be given an assignment of their own; the group tells how far that is.

        Raises:
            NotFound. Stale: it was changed at that moment. Conflict: it is being sent, or has no conversations.
            RuleBroken: what is to be said doesn't fit.
        """
        group = self._marks.group(caller, group_id)
        counts = self._counts(caller, [group_id])[group_id]
        check_dispatchable(group, agents=counts.agents, conversations=counts.conversations)
        content = self._material.content(caller, draft, self._reach.seen(caller))
        now = self._clock.now()
        check_content(content, today=day_of(now, caller.time_zone), group=group)
        asked = group.model_copy(
            update={"state": "sending", "content": content, "sent_by": caller.user_id, "sent_at": now}
        )
        self._marks.leave(caller, group)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_group(tx, asked, group)
            schedule(tx, CoachingRow, sending(group_id, now))
        if counts.agents <= _FEW:
            self._begin(group_id)
        return self.get(caller, group_id)

    def _begin(self, group_id: str) -> None:
        """Make what there is time for within the request. It is asked for by now: what fails is due work's to do again,
        and whoever asked reads that the group is being sent, which it is.
        """
        try:
            self.go_on(group_id, seconds=_SECONDS_AT_ONCE)
        except Exception as error:
            log_passing("a group isn't sent within its request", error, group_id=group_id)

    def go_on(self, group_id: str, *, seconds: float = _SECONDS) -> datetime | None:
        """Make assignments of a group that is being sent; returns when to go on, None where all are made.

        Each mark becomes its agent's assignment, or goes back among Individuals, in a transaction of its own: what was
        done is done, and whoever does it at the same time finds nothing left to do. Raises what kept any of them from
        being made, once all others are.
        """
        failed: dict[str, Exception] = {}
        end, empty = self._stopwatch() + seconds, 0
        while self._stopwatch() < end:
            group = self._store.group(group_id)
            if group is None or group.state != "sending":
                return None
            if not self._store.counts([group_id])[group_id].agents:
                self._finish(group)
                return None
            sender = self._reach.standing(group.sent_by)
            group = self._as_it_is(group)
            waiting = [each for each in self._store.first_in(group_id, _CHUNK + len(failed)) if each.id not in failed]
            empty = 0 if waiting else empty + 1
            if empty > (0 if failed else _EMPTY_LOOKS):
                break
            for mark in waiting:
                try:
                    self._send(group, sender, mark.id)
                except _EVERYBODYS as error:
                    if not isinstance(error, _Contended):
                        raise
                    failed[mark.id] = error
                except Exception as error:
                    # One whose assignment can't be made keeps the others waiting no longer than it takes to try.
                    failed[mark.id] = error
                if self._stopwatch() >= end:
                    break
        for reason in failed.values():
            raise reason
        return self._clock.now()

    def _as_it_is(self, group: CoachingGroup) -> CoachingGroup:
        """The group with what its assignments may still say: what was erased since isn't given any more."""
        if group.content is None:
            return group
        return group.model_copy(update={"content": self._material.still_there(group.content)})

    def _send(self, group: CoachingGroup, sender: Caller | None, mark_id: str) -> None:
        for _ in range(_TRIES):
            mark = self._store.mark(mark_id)
            if mark is None or mark.group_id != group.id:
                return
            try:
                self._send_one(group, sender, mark)
            except Stale:
                # The same agent was given something at that moment, or another run has sent this one.
                continue
            return
        raise _Contended("An agent of the group is being changed all the time; try again shortly", retry_after_s=1)

    def _send_one(self, group: CoachingGroup, sender: Caller | None, mark: Mark) -> None:
        kept = self._material.still_marked(mark)
        given = of_mark(kept, group.content, by=group.sent_by or "", at=self._clock.now()) if group.content else None
        fits = given is not None and bool(given.interactions or given.best_responses)
        # Whoever works with the group by now isn't told by what it counts that they were in it.
        told = self._secrecy.is_told(mark.agent_id, group)
        if given is None or not fits or sender is None or told or not self._may_be_given(sender, mark.agent_id):
            with Transaction(self._clock, self._ids) as tx:
                self._store.let_go(tx, mark, kept, left_out=not told)
            return
        given = self._material.linked(given)
        with Transaction(self._clock, self._ids) as tx:
            self._assignments.add(tx, given)
            self._store.remove_mark(tx, mark, sent=True)
            self._store.sent(tx, mark, facts_of(given))
            tell_given(tx, CoachingRow, given)

    def _may_be_given(self, sender: Caller, agent_id: str) -> bool:
        if agent_id == sender.user_id or not self._reach.coaches(sender, agent_id):
            return False
        try:
            self._reach.check_person(agent_id, "/agent_id")
        except RuleBroken:
            return False
        return True

    def _finish(self, group: CoachingGroup) -> None:
        # What was said is in the assignments now; of the group its line in the list is all that is read.
        said = group.content and Content(name=group.content.name, follow_up=group.content.follow_up)
        done = group.model_copy(update={"state": "sent", "content": said})
        try:
            with Transaction(self._clock, self._ids) as tx:
                self._store.put_group(tx, done, group)
                unschedule(tx, CoachingRow, GROUP_SENDING, group.id)
        except Stale:
            # Another run has finished it.
            return

    def _to_change(self, caller: Caller, group_id: str, revision: int) -> tuple[CoachingGroup, Counts]:
        group = self._marks.group(caller, group_id)
        expect_revision(group, revision)
        if group.state != "pending":
            raise Conflict("The group was sent already")
        return group, self._counts(caller, [group_id])[group_id]

    def _counts(self, caller: Caller, group_ids: Sequence[str]) -> dict[str, Counts]:
        """What is counted of groups beside the caller's own mark, should it wait there."""
        counts = self._store.counts(group_ids)
        for group_id, own in self._secrecy.waiting(caller).items():
            if group_id in counts:
                counts[group_id] = counts[group_id].without(own)
        return counts

    def _shown(self, caller: Caller, groups: list[CoachingGroup]) -> list[CoachingGroupView]:
        if not groups:
            return []
        counts = self._counts(caller, [each.id for each in groups])
        names = self._reach.names(each.created_by for each in groups)
        return [
            CoachingGroupView.of(each, counts[each.id], names, _actions(each, counts[each.id].conversations))
            for each in groups
        ]


def _actions(group: CoachingGroup, conversations: int) -> tuple[str, ...]:
    """What may be done with a group by whoever may work with it."""
    if group.state != "pending":
        return ()
    return ("edit", "delete", "dispatch") if conversations else ("edit", "delete")
