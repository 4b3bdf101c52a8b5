"""How evaluators stand by what a goal's draws gave them so far (S4.10)."""

from debrief.quality.evaluations.assigned_store import progress_of
from debrief.quality.goals.dealing import behind_after
from debrief.quality.goals.model import Behind, Goal
from debrief.quality.goals.store import GoalStore


def behind_now(store: GoalStore, goal: Goal) -> tuple[Behind, ...]:
    """How far the goal's evaluators are behind before its next draw: what the last one kept, and what was given out in
    it (two queries)."""
    newest, _ = store.draws_of_goal(goal.id, limit=1, start=None)
    if not newest:
        return ()
    last = newest[0]
    given = dict.fromkeys(last.rules.evaluator_ids, 0)
    given |= {each.evaluator_id: each.assigned for each in progress_of(last.id) if each.evaluator_id in given}
    return behind_after(goal.evaluator_ids, last.behind, given)
