"""The routes of best responses that agents propose (N17)."""

from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response

from api.coaching_api.assigning import interactions
from api.coaching_api.wiring import COACH, access, app, clock, cursors, ids, people
from debrief.coaching.proposals.drafts import Acceptance, ProposalDraft, Refusal
from debrief.coaching.proposals.model import ProposalState
from debrief.coaching.proposals.service import ProposalFilter
from debrief.coaching.proposals.views import ProposalView
from debrief.kernel.lazy import Lazy
from debrief.kernel.web.api import SIGNED_IN, IfMatch, expected_revision, nothing, versioned
from debrief.kernel.web.paging import Page

if TYPE_CHECKING:
    from debrief.coaching.proposals.service import ProposalService


def _proposals() -> "ProposalService":
    from debrief.coaching.proposals.wiring import proposal_service

    return proposal_service(people, access, interactions(), cursors, clock, ids)


proposals = Lazy(_proposals)


@app.on("GET", "/proposals", allow=SIGNED_IN)
def list_proposals(
    agent_id: str | None = None, state: ProposalState | None = None, limit: int | None = None, cursor: str | None = None
) -> Page[ProposalView]:
    """List best responses that agents propose: the caller's own, or of those whom they coach."""
    return proposals().page(app.caller, ProposalFilter(agent_id, state), limit, cursor)


@app.on("POST", "/proposals", allow=SIGNED_IN, status=201)
def propose_best_response(body: ProposalDraft) -> Response[ProposalView]:
    """Propose a conversation of one's own as a best response."""
    view = proposals().propose(app.caller, body)
    return versioned(view, view.revision, status=201, location=f"/proposals/{view.id}")


@app.on("GET", "/proposals/<proposal_id>", allow=SIGNED_IN)
def get_proposal(proposal_id: str) -> Response[ProposalView]:
    """Get a proposal, with what was answered to it."""
    return _current(proposals().get(app.caller, proposal_id))


@app.on("DELETE", "/proposals/<proposal_id>", allow=SIGNED_IN, status=204)
def withdraw_proposal(proposal_id: str, if_match: IfMatch = None) -> Response[None]:
    """Take a proposal of one's own back that nobody has answered."""
    proposals().withdraw(app.caller, proposal_id, expected_revision(if_match))
    return nothing()


@app.on("POST", "/proposals/<proposal_id>/acceptance", allow=COACH)
def accept_proposal(proposal_id: str, body: Acceptance, if_match: IfMatch = None) -> Response[ProposalView]:
    """Accept a proposal: it is among the caller's bookmarks from now on."""
    return _current(proposals().accept(app.caller, proposal_id, expected_revision(if_match), body))


@app.on("POST", "/proposals/<proposal_id>/refusal", allow=COACH)
def decline_proposal(proposal_id: str, body: Refusal, if_match: IfMatch = None) -> Response[ProposalView]:
    """Decline a proposal, with a reason that its agent reads."""
    return _current(proposals().decline(app.caller, proposal_id, expected_revision(if_match), body))


def _current(view: ProposalView) -> Response[ProposalView]:
    return versioned(view, view.revision)
