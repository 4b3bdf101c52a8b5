"""Assignments follow the reviews of their conversations' evaluations by themselves (S3.3).

What is heard is a hint: the evaluation is read as it is now, whichever event told of it and in which order.
"""

from typing import Final

from debrief.coaching.assignments.links import with_evaluation
from debrief.coaching.assignments.marks_store import MarkStore
from debrief.coaching.assignments.material_reader import MaterialReader
from debrief.coaching.assignments.model import Assignment
from debrief.coaching.assignments.standing import facts_of
from debrief.coaching.assignments.store import AssignmentStore
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.evaluations.store import EvaluationStore

_TRIES: Final = 5


class Following:
    """What is done when an evaluation has changed, and once an assignment was made."""

    def __init__(
        self,
        store: AssignmentStore,
        marks: MarkStore,
        evaluations: EvaluationStore,
        material: MaterialReader,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._marks = marks
        self._evaluations = evaluations
        self._material = material
        self._clock = clock
        self._ids = ids

    def evaluation_changed(self, evaluation_id: str, interaction_id: str | None) -> None:
        """Bring every assignment that coaches on the evaluation's conversation to what the evaluation is now.

        interaction_id: of the conversation, where the event tells; an evaluation that is gone can't be asked.
        """
        if interaction_id is None:
            found = self._evaluations.evaluation(evaluation_id)
            if found is None:
                return
            interaction_id = found.interaction_id
        for assignment_id in self._store.about(interaction_id):
            self._follow(assignment_id, evaluation_id, interaction_id)

    def assignment_made(self, assignment_id: str) -> None:
        """Look once more at a new assignment: while it was written, an evaluation may have changed, or a customer may
        have been erased.
        """
        for _ in range(_TRIES):
            before = self._store.assignment(assignment_id)
            if before is None:
                return
            after = self._material.linked(self._material.with_what_is_there(before))
            if self._write(after, before):
                return
        raise Unavailable("The assignment keeps being changed", retry_after_s=1)

    def _follow(self, assignment_id: str, evaluation_id: str, interaction_id: str) -> None:
        for _ in range(_TRIES):
            # The assignment first: what the evaluation becomes afterwards is told by an event of its own.
            before = self._store.assignment(assignment_id)
            if before is None:
                return
            now = self._evaluations.evaluation(evaluation_id)
            if self._write(with_evaluation(before, interaction_id, evaluation_id, now), before):
                return
        raise Unavailable("The assignment keeps being changed", retry_after_s=1)

    def _write(self, after: Assignment, before: Assignment) -> bool:
        """Whether what is there is `after` now, as far as this run is concerned."""
        if after == before:
            return True
        try:
            with Transaction(self._clock, self._ids) as tx:
                self._store.put(tx, after, before)
                self._marks.moved(tx, after, facts_of(before), facts_of(after))
        except Stale:
            return False
        return True
