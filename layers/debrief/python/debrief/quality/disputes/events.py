"""What is announced of disputes: ids and states, never reasons or responses."""

from typing import Literal

from debrief.kernel.model import Entity
from debrief.quality.disputes.model import Dispute

DISPUTE_RAISED = "debrief.quality.dispute.raised.v1"
DISPUTE_DECIDED = "debrief.quality.dispute.decided.v1"


class DisputeData(Entity):
    """A dispute as it is now. outcome: how it ended; none while it is open. upheld: answers that were changed."""

    dispute_id: str
    evaluation_id: str
    agent_id: str
    scorecard_id: str
    scorecard_version: int
    round: int
    disputed: int
    outcome: Literal["re_evaluated", "re_affirmed"] | None
    upheld: int


def dispute_data(dispute: Dispute) -> dict[str, object]:
    """The data of an event about `dispute`, as it is about to be written."""
    decision = dispute.decision
    data = DisputeData(
        dispute_id=dispute.id,
        evaluation_id=dispute.evaluation_id,
        agent_id=dispute.agent_id,
        scorecard_id=dispute.scorecard_id,
        scorecard_version=dispute.scorecard_version,
        round=dispute.round,
        disputed=len(dispute.answers),
        outcome=decision.outcome if decision else None,
        upheld=sum(each.upheld for each in decision.answers) if decision else 0,
    )
    return data.model_dump(mode="json")
