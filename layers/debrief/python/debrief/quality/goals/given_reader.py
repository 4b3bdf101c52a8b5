"""The evaluations that a draw gave to its evaluators: what its figures count, one by one (S4.10)."""

from collections.abc import Iterator
from typing import NamedTuple

from debrief.kernel.auth import Caller
from debrief.kernel.web.merging import Found, Placed, looked_at_together, page_of
from debrief.people.access import Access
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.listing import EvaluationSummary, summary_of
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.goals.model import Picked
from debrief.quality.goals.service import GoalService
from debrief.quality.goals.store import GoalStore


class Which(NamedTuple):
    """Which of them: an evaluator's, an agent's, those that are completed or aren't; None for all."""

    evaluator_id: str | None = None
    agent_id: str | None = None
    done: bool | None = None


class DrawnEvaluations:
    """Reads what a draw gave out, as far as a page goes."""

    def __init__(self, goals: GoalService, store: GoalStore, evaluations: EvaluationStore, access: Access) -> None:
        self._goals = goals
        self._store = store
        self._evaluations = evaluations
        self._access = access

    def page(
        self, caller: Caller, draw_id: str, which: Which, *, limit: int, after: str | None
    ) -> Found[EvaluationSummary]:
        """A page of them, by agent, of agents whom the caller sees; whoever was given one sees it as well.

        What is drawn of the caller's own work is left out, since nobody reads who is to evaluate them; and so is what
        they may not see while they judge the conversation blindly. Raises NotFound.
        """
        self._goals.draw(caller, draw_id)
        sight, blind = self._access.sight(caller), BlindStore().spots(caller.user_id)
        seen: set[str] = set()
        known: dict[str, EvaluationSummary] = {}

        def look(some: list[tuple[str, Picked]]) -> None:
            seen.update(sight.of({agent_id for agent_id, _ in some}) - {caller.user_id})
            ids = [each.evaluation_id for agent_id, each in some if agent_id != caller.user_id]
            known.update({each.id: summary_of(each) for each in self._evaluations.evaluations(ids)})

        def fits(agent_id: str, picked: Picked) -> bool:
            line = known.get(picked.evaluation_id)
            if line is None or blind.hide(line):
                return False
            if agent_id not in seen and line.evaluator_id != caller.user_id:
                return False
            if which.evaluator_id is not None and line.evaluator_id != which.evaluator_id:
                return False
            return which.done is None or which.done == (line.status != "draft")

        source = looked_at_together(self._picked(draw_id, which.agent_id, after, limit + 1), limit + 1, look)
        found = page_of([source], lambda each: fits(*each), limit=limit, newest_first=False, after=after)
        return Found([known[each.evaluation_id] for _, each in found.items], found.last)

    def _picked(
        self, draw_id: str, agent_id: str | None, after: str | None, chunk: int
    ) -> Iterator[Placed[tuple[str, Picked]]]:
        if agent_id is not None:
            own = self._store.agent_draw(draw_id, agent_id)
            rows = iter([own] if own else [])
        else:
            rows = self._store.agents_from(draw_id, after.partition("#")[0] if after else None, chunk=chunk)
        for row in rows:
            for number, each in enumerate(row.picked):
                place = f"{row.agent_id}#{number:03}"
                if after is None or place >= after:
                    yield place, (row.agent_id, each)
