"""Proposals as the API shows them."""

from collections.abc import Mapping
from typing import Self

from debrief.coaching.fields import fields_of
from debrief.coaching.proposals.model import Proposal


class ProposalView(Proposal):
    """A proposal with names. actions: of withdraw as its agent; of accept, decline as somebody who coaches them."""

    agent_name: str
    decided_by_name: str | None
    actions: tuple[str, ...]

    @classmethod
    def of(cls, proposal: Proposal, names: Mapping[str, str], actions: tuple[str, ...]) -> Self:
        """What its agent, and whoever may coach them, get to see."""
        return cls(
            **fields_of(proposal),
            agent_name=names.get(proposal.agent_id, ""),
            decided_by_name=names.get(proposal.decided_by, "") if proposal.decided_by else None,
            actions=actions,
        )
