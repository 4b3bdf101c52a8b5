"""What is announced of proposals: ids and states, never what somebody wrote."""

from typing import Any, Final

from debrief.coaching.proposals.model import Proposal, ProposalState
from debrief.kernel.model import Entity

PROPOSAL_MADE: Final = "debrief.coaching.proposal.made.v1"
PROPOSAL_DECIDED: Final = "debrief.coaching.proposal.decided.v1"
PROPOSAL_DELETED: Final = "debrief.coaching.proposal.deleted.v1"


class ProposalData(Entity):
    """Whose conversation is proposed, and how that stands."""

    agent_id: str
    interaction_id: str
    state: ProposalState


def proposal_data(proposal: Proposal) -> dict[str, Any]:
    """The data of an event about a proposal."""
    kept = {name: getattr(proposal, name) for name in ProposalData.model_fields}
    return ProposalData(**kept).model_dump(mode="json")
