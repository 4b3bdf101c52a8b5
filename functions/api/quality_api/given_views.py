"""What the API shows of evaluations that were given to people to do."""

from collections.abc import Mapping

from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.quality.evaluations.listing import EvaluationSummary


class GivenItem(Entity):
    """What somebody was given to evaluate. done: whether it is completed; of what isn't nothing else is told.

    scorecard_name: as it was called then.
    """

    id: str
    interaction_id: str
    contact_reference: str
    channel: Channel
    queue: str | None
    inquiry: tuple[str, ...]
    interaction_started_at: Instant
    agent_id: str
    agent_name: str
    scorecard_id: str
    scorecard_name: str
    evaluator_id: str | None
    evaluator_name: str | None
    assigned_at: Instant
    due_at: Instant
    done: bool
    completed_at: Instant | None


def given_item(line: EvaluationSummary, names: Mapping[str, str]) -> GivenItem | None:
    """An evaluation that was given to somebody, with names; None of one that they began themselves."""
    if line.assignment is None:
        return None
    return GivenItem(
        **{name: getattr(line, name) for name in GivenItem.model_fields if hasattr(line, name)},
        agent_name=names.get(line.agent_id, ""),
        evaluator_name=names.get(line.evaluator_id, "") if line.evaluator_id else None,
        assigned_at=line.assignment.at,
        due_at=line.assignment.due_at,
        done=line.status != "draft",
    )
