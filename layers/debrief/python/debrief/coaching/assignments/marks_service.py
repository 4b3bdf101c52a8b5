"""The use cases of marking agents for coaching (S3.5)."""

from collections.abc import Iterator
from typing import NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.drafts import MarkChanges, MarkDraft
from debrief.coaching.assignments.making import with_interactions
from debrief.coaching.assignments.marks_store import MarkStore
from debrief.coaching.assignments.material_reader import MaterialReader
from debrief.coaching.assignments.model import CoachingGroup, Mark
from debrief.coaching.assignments.secrecy_access import GroupSecrecy, works_with
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.assignments.views import MarkView
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, Forbidden, NotFound, RuleBroken, Stale
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.tables import loaded
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Found, chunk_of, looked_at_together, page_of
from debrief.kernel.web.paging import Cursors, Page, page_limit

MOST_MERGED = 40
"""Agents whose own lists are merged into one; of a longer line everybody's is walked."""

_TRIES = 4


class MarkFilter(NamedTuple):
    """Which marks a list shows: an agent's, those in a group, or, without either, those among Individuals."""

    agent_id: str | None = None
    group_id: str | None = None


class MarkService:
    """Marks, for those who coach; each sees those of agents whom they may coach."""

    def __init__(
        self,
        store: MarkStore,
        material: MaterialReader,
        reach: CoachingAccess,
        secrecy: GroupSecrecy,
        cursors: Cursors,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._material = material
        self._reach = reach
        self._secrecy = secrecy
        self._cursors = cursors
        self._clock = clock
        self._ids = ids
        self._lists = AssignmentStore()

    def page(self, caller: Caller, wanted: MarkFilter, limit: int | None, cursor: str | None) -> Page[MarkView]:
        """A page of marks, newest first; of a group by agent. Raises NotFound, Malformed."""
        binding = ("coaching-marks", caller.user_id, *wanted)
        after, size = self._cursors.decode(cursor, *binding), page_limit(limit)
        if wanted.agent_id:
            self._reach.require_sight(caller, wanted.agent_id)
            marks = self._store.marks_of(wanted.agent_id)
            return Page(items=self._shown(caller, marks))
        if wanted.group_id:
            self.group(caller, wanted.group_id)
            found = self._in_group(caller, wanted.group_id, size, after)
        else:
            found = self._individuals(caller, size, after)
        return Page(items=self._shown(caller, found.items), next_cursor=self._cursors.encode(found.last, *binding))

    def get(self, caller: Caller, mark_id: str) -> MarkView:
        """The mark. Raises NotFound."""
        return self._shown(caller, [self.find(caller, mark_id)])[0]

    def find(self, caller: Caller, mark_id: str) -> Mark:
        """The mark itself, of an agent whom the caller may coach. Raises NotFound."""
        mark = self._store.mark(mark_id)
        if not self._reach.coaches(caller, mark.agent_id if mark else None) or mark is None:
            raise NotFound("There is no such mark")
        return mark

    def mark(self, caller: Caller, draft: MarkDraft) -> MarkView:
        """Mark an agent for coaching.

        Raises:
            NotFound, Forbidden, RuleBroken: the caller may not coach the agent, or what was chosen doesn't fit.
            Conflict: they have marked this agent already, or somebody has for the same area.
        """
        self._reach.check_coachable(caller, draft.agent_id, "/agent_id")
        self._reach.check_another(caller, draft.agent_id, "/agent_id")
        interactions = self._material.chosen(draft.agent_id, draft.interactions)
        group = self._pending(caller, draft.group_id) if draft.group_id else None
        if group is not None:
            if draft.areas:
                message = "are the group's; send none with a group"
                raise RuleBroken("The group has its areas", errors=[FieldError(pointer="/areas", message=message)])
            self._secrecy.check_may_join(draft.agent_id, group)
            areas = group.areas
        else:
            areas = self._material.areas(draft.areas)
        mark = Mark(
            id=self._ids.new("cm"),
            agent_id=draft.agent_id,
            marked_by=caller.user_id,
            areas=areas,
            interactions=interactions,
            group_id=draft.group_id,
            marked_at=self._clock.now(),
        )
        if group is not None:
            self._store.check_free(mark)
            self.leave(caller, group)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_mark(tx, mark, joins=group)
        return self._shown(caller, [written(mark)])[0]

    def change(self, caller: Caller, mark_id: str, changes: MarkChanges, revision: int) -> MarkView:
        """Change a mark: its areas, its group, and conversations beside those that it has.

        Raises:
            NotFound. Forbidden: it is of the caller's own work. Stale. Conflict: the agent is marked for an area
            already, or a group is on its way. RuleBroken.
        """
        before = self._to_work_on(caller, mark_id)
        expect_revision(before, revision)
        sent = changes.model_fields_set
        after = before
        group: CoachingGroup | None = None
        if "add_interactions" in sent:
            after = with_interactions(
                after, self._material.chosen(before.agent_id, changes.add_interactions, "/add_interactions")
            )
        if "group_id" in sent and changes.group_id != before.group_id:
            group = self._pending(caller, changes.group_id) if changes.group_id else None
            if group is not None:
                self._secrecy.check_may_join(before.agent_id, group)
            areas = group.areas if group else before.areas
            after = after.model_copy(update={"group_id": changes.group_id, "areas": areas})
        if "areas" in sent:
            if after.group_id:
                mistake = FieldError(pointer="/areas", message="are the group's as long as the mark is in it")
                raise RuleBroken("The group has its areas", errors=[mistake])
            after = after.model_copy(update={"areas": self._material.areas(changes.areas)})
        if after == before:
            return self._shown(caller, [before])[0]
        if group is not None:
            self._store.check_free(after, before)
            self.leave(caller, group)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_mark(tx, after, before, joins=group)
        return self._shown(caller, [written(after)])[0]

    def remove(self, caller: Caller, mark_id: str, revision: int) -> None:
        """Take a mark away. Raises NotFound, Forbidden, Stale, Conflict: its group is being sent."""
        mark = self._to_work_on(caller, mark_id)
        expect_revision(mark, revision)
        with Transaction(self._clock, self._ids) as tx:
            self._store.remove_mark(tx, mark)

    def group(self, caller: Caller, group_id: str) -> CoachingGroup:
        """A group that the caller may work with: their own, or any where their reach is everyone.

        Raises NotFound; also for whoever was given an assignment that was made of it.
        """
        group = self._store.group(group_id)
        if group is None or not works_with(caller, group):
            raise NotFound("There is no such group")
        if group.state != "pending" and self._secrecy.is_given(caller, group_id):
            raise NotFound("There is no such group")
        return group

    def leave(self, caller: Caller, group: CoachingGroup) -> None:
        """Put the caller's own mark back among Individuals where it waits in a group that they change: the last thing
        before that is written, so that what is refused changes nothing.

        What they are shown of it is without themselves, and so is what comes of what they do with it. Raises Stale:
        their mark is being changed all the time.
        """
        for left in reversed(range(_TRIES)):
            own = self._secrecy.waiting(caller).get(group.id)
            if own is None:
                return
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.put_mark(tx, own.model_copy(update={"group_id": None}), own)
            except Stale:
                # Somebody who marked them changed the mark at that moment, or took it away or out of the group.
                if not left:
                    raise
            except Conflict:
                # Another one sends or changes the group: what is written next is refused, and says so.
                return
            else:
                return

    def _to_work_on(self, caller: Caller, mark_id: str) -> Mark:
        mark = self.find(caller, mark_id)
        if mark.agent_id == caller.user_id:
            raise Forbidden("Nobody works on a mark of their own work")
        return mark

    def _pending(self, caller: Caller, group_id: str) -> CoachingGroup:
        group = self.group(caller, group_id)
        if group.state != "pending":
            raise Conflict("The group was sent already; choose another")
        return group

    def _in_group(self, caller: Caller, group_id: str, limit: int, after: str | None) -> Found[Mark]:
        rows = self._lists.in_order(f"MARKED#{group_id}", "GSI1", after=after, chunk=limit + 1)
        return self._page(caller, [rows], limit, after, newest_first=False)

    def _individuals(self, caller: Caller, limit: int, after: str | None) -> Found[Mark]:
        line = self._reach.line(caller, MOST_MERGED)
        if line is None:
            rows = self._lists.rows("MARKED", "GSI1", after=after, chunk=limit + 1)
            return self._page(caller, [rows], limit, after)
        chunk = chunk_of(limit, len(line))
        sources = [self._lists.rows(f"MARKS#{each}", "GSI2", after=after, chunk=chunk) for each in sorted(line)]
        return self._page(caller, sources, limit, after, alone=True)

    def _page(
        self,
        caller: Caller,
        sources: list[Iterator[tuple[str, CoachingRow]]],
        limit: int,
        after: str | None,
        *,
        newest_first: bool = True,
        alone: bool = False,
    ) -> Found[Mark]:
        seen, known = self._reach.seen(caller), set[str]()
        marks = [((place, loaded(row, Mark)) for place, row in source) for source in sources]

        def look(some: list[Mark]) -> None:
            known.update(seen({each.agent_id for each in some}))

        looked_at = [looked_at_together(source, limit + 1, look) for source in marks]
        return page_of(
            looked_at,
            # Whoever coaches and is coached would tell by what is missing here that their mark waits in a group.
            lambda mark: mark.agent_id in known - {caller.user_id} and not (alone and mark.group_id),
            limit=limit,
            newest_first=newest_first,
            after=after,
        )

    def _shown(self, caller: Caller, marks: list[Mark]) -> list[MarkView]:
        names = self._reach.names(id for each in marks for id in (each.agent_id, each.marked_by)) if marks else {}
        return [MarkView.of(_as_told(caller, each), names, _actions(caller, each)) for each in marks]


def _as_told(caller: Caller, mark: Mark) -> Mark:
    """The mark as the caller may read it: nobody is told of a group that they are coached in."""
    return mark.model_copy(update={"group_id": None}) if mark.agent_id == caller.user_id else mark


def _actions(caller: Caller, mark: Mark) -> tuple[str, ...]:
    """What somebody who coaches the agent may do with a mark; nobody works on a mark of their own work."""
    if mark.agent_id == caller.user_id:
        return ()
    return ("edit", "delete") if mark.group_id else ("edit", "delete", "assign")
