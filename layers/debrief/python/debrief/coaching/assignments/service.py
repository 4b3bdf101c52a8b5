"""The use cases of assignments: given, looked at, changed and taken away (S3.1–S3.4)."""

from typing import Final

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.drafts import AssignmentChanges, AssignmentDraft
from debrief.coaching.assignments.making import (
    assignment_of,
    check_content,
    check_name,
    check_something_to_look_at,
    of_mark,
)
from debrief.coaching.assignments.marks_service import MarkService
from debrief.coaching.assignments.marks_store import MarkStore
from debrief.coaching.assignments.material_reader import MaterialReader
from debrief.coaching.assignments.model import Assignment, BestResponse, CoachedInteraction, Mark
from debrief.coaching.assignments.reading_service import AssignmentReadings
from debrief.coaching.assignments.secrecy_access import GroupSecrecy
from debrief.coaching.assignments.standing import facts_of
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.assignments.telling import take_back, tell_completed, tell_given
from debrief.coaching.assignments.views import AssignmentView
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.auth import Caller
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, Forbidden, NotFound, RuleBroken, Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction

_TRIES: Final = 6


class AssignmentService:
    """Assignments, for those who coach, and for the agents whose they are."""

    def __init__(
        self,
        store: AssignmentStore,
        mark_store: MarkStore,
        marks: MarkService,
        readings: AssignmentReadings,
        material: MaterialReader,
        reach: CoachingAccess,
        secrecy: GroupSecrecy,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._mark_store = mark_store
        self._marks = marks
        self._readings = readings
        self._material = material
        self._reach = reach
        self._secrecy = secrecy
        self._clock = clock
        self._ids = ids

    def give(self, caller: Caller, draft: AssignmentDraft) -> AssignmentView:
        """Give one agent an assignment; of a mark, which is then over.

        Raises:
            NotFound, Forbidden, RuleBroken: the caller may not coach the agent, or what is chosen doesn't fit.
            Conflict: the mark waits in a group, or was assigned already.
        """
        mark = self._marks.find(caller, draft.mark_id) if draft.mark_id else None
        assignment = self._of_mark(caller, draft, mark) if mark else self._of_its_own(caller, draft)
        check_something_to_look_at(assignment)
        assignment = self._material.linked(assignment)
        for _ in range(_TRIES):
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.add(tx, assignment)
                    if mark:
                        self._mark_store.remove_mark(tx, mark)
                    tell_given(tx, CoachingRow, assignment)
            except Stale:
                # The agent was given something else at that moment, or the mark was changed.
                if mark and self._mark_store.mark(mark.id) != mark:
                    raise
                continue
            return self._readings.view(caller, written(assignment))
        raise Unavailable("The agent is being given something else; try again shortly", retry_after_s=1)

    def change(self, caller: Caller, assignment_id: str, changes: AssignmentChanges, revision: int) -> AssignmentView:
        """Change what an assignment says. Raises NotFound, Forbidden, Stale, RuleBroken: the follow-up lies behind."""
        before = self._to_coach(caller, assignment_id)
        expect_revision(before, revision)
        # None of this moves what is counted of the agent, so that nobody else's write is in the way of it.
        named = changes.model_fields_set
        if "follow_up" in named and changes.follow_up < day_of(self._clock.now(), caller.time_zone):
            mistake = FieldError(pointer="/follow_up", message="lies in the past")
            raise RuleBroken("A follow-up is still to come", errors=[mistake])
        if "name" in named and before.group_id is not None:
            told = not self._secrecy.is_given(caller, before.group_id)
            check_name(changes.name, self._mark_store.group(before.group_id), told=told)
        after = before.model_copy(update={name: getattr(changes, name) for name in named})
        if after != before:
            self._write(after, before)
            after = written(after)
        return self._readings.view(caller, after)

    def remove(self, caller: Caller, assignment_id: str, revision: int) -> None:
        """Take an assignment away. Raises NotFound, Forbidden, Stale."""
        for _ in range(_TRIES):
            assignment = self._to_coach(caller, assignment_id)
            expect_revision(assignment, revision)
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.remove(tx, assignment)
                    self._mark_store.moved(tx, assignment, facts_of(assignment), None)
                    take_back(tx, CoachingRow, assignment)
            except Stale:
                # It was changed, which is found where it is read again; or the agent's standing was, by another one.
                continue
            return
        raise Unavailable("The agent's assignments are being changed; try again shortly", retry_after_s=1)

    def look(self, caller: Caller, assignment_id: str, interaction_id: str) -> AssignmentView:
        """Note that the agent has opened a conversation or a best response of their own assignment; once is enough.

        Raises:
            NotFound: there is none, or it isn't in it. Forbidden: it is somebody else's.
        """
        for _ in range(_TRIES):
            before = self._readings.find(caller, assignment_id)
            if before.agent_id != caller.user_id:
                raise Forbidden("Only the agent whose assignment it is works through it")
            after = self._looked_at(before, interaction_id)
            if after == before:
                return self._readings.view(caller, before)
            try:
                self._write(after, before)
            except Stale:
                # A review moved, or the agent opened another one at that moment.
                continue
            return self._readings.view(caller, written(after))
        raise Unavailable("The assignment is being changed; try again shortly", retry_after_s=1)

    def _of_mark(self, caller: Caller, draft: AssignmentDraft, mark: Mark) -> Assignment:
        sent = {name for name in ("agent_id", "areas", "interactions") if getattr(draft, name)}
        if sent:
            errors = [FieldError(pointer=f"/{name}", message="is the mark's; send none") for name in sorted(sent)]
            raise RuleBroken("The mark says whom, on what and with which conversations", errors=errors)
        if mark.group_id:
            raise Conflict("The mark waits in a group: send the group, or take the agent out of it first")
        self._check(caller, mark.agent_id, "/mark_id")
        content = self._material.content(caller, draft, self._reach.seen(caller), mark.agent_id)
        now = self._clock.now()
        check_content(content, today=day_of(now, caller.time_zone))
        return of_mark(self._material.still_marked(mark), content, by=caller.user_id, at=now)

    def _of_its_own(self, caller: Caller, draft: AssignmentDraft) -> Assignment:
        if draft.agent_id is None:
            mistake = FieldError(pointer="/agent_id", message="say whose, or send the mark that it is made of")
            raise RuleBroken("An assignment is somebody's", errors=[mistake])
        self._check(caller, draft.agent_id, "/agent_id")
        content = self._material.content(caller, draft, self._reach.seen(caller), draft.agent_id)
        now = self._clock.now()
        check_content(content, today=day_of(now, caller.time_zone))
        areas = self._material.areas(draft.areas)
        chosen = self._material.chosen(draft.agent_id, draft.interactions)
        return assignment_of(self._ids.new("cm"), draft.agent_id, areas, chosen, content, by=caller.user_id, at=now)

    def _check(self, caller: Caller, agent_id: str, pointer: str) -> None:
        self._reach.check_coachable(caller, agent_id, pointer)
        self._reach.check_another(caller, agent_id, pointer)

    def _looked_at(self, assignment: Assignment, interaction_id: str) -> Assignment:
        now = self._clock.now()
        if all(each.interaction_id != interaction_id for each in assignment.items):
            raise NotFound("This isn't in the assignment")

        def opened(each: CoachedInteraction | BestResponse) -> bool:
            return each.interaction_id == interaction_id and each.looked_at is None

        update = {"looked_at": now}
        return assignment.model_copy(
            update={
                "interactions": tuple(
                    each.model_copy(update=update) if opened(each) else each for each in assignment.interactions
                ),
                "best_responses": tuple(
                    each.model_copy(update=update) if opened(each) else each for each in assignment.best_responses
                ),
            }
        )

    def _write(self, after: Assignment, before: Assignment) -> None:
        was, now = facts_of(before), facts_of(after)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after, before)
            self._mark_store.moved(tx, after, was, now)
            if was.looked != "all" and now.looked == "all":
                tell_completed(tx, CoachingRow, after)

    def _to_coach(self, caller: Caller, assignment_id: str) -> Assignment:
        assignment = self._readings.find(caller, assignment_id)
        if assignment.agent_id == caller.user_id or not self._reach.coaches(caller, assignment.agent_id):
            raise Forbidden("Only somebody who coaches the agent may do this")
        return assignment
