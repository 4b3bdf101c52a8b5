"""The routes of conversations that are entered by hand."""

from aws_lambda_powertools.event_handler import Response

from api.interactions_api.interaction_views import view
from api.interactions_api.requests import InteractionView
from api.interactions_api.wiring import app, offline, people, service
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.offline import NewOffline, OfflineChange
from debrief.kernel.auth import Permission
from debrief.kernel.web.api import IfMatch, expected_revision, nothing, versioned

PERFORM = Permission.EVALUATIONS_PERFORM


@app.on("POST", "/interactions", allow=PERFORM, status=201)
def add_offline(body: NewOffline) -> Response[InteractionView]:
    """Enter a conversation that no system recorded; its channel is `offline`, and it is scored like any other."""
    return _interaction(offline().add(app.caller, body), created=True)


@app.on("PATCH", "/interactions/<interaction_id>", allow=PERFORM)
def change_offline(interaction_id: str, body: OfflineChange, if_match: IfMatch = None) -> Response[InteractionView]:
    """Change a conversation that was entered by hand; by who entered it, or whoever manages the intake."""
    return _interaction(offline().change(app.caller, interaction_id, expected_revision(if_match), body))


@app.on("DELETE", "/interactions/<interaction_id>", allow=PERFORM, status=204)
def delete_offline(interaction_id: str, if_match: IfMatch = None) -> Response[None]:
    """Delete a conversation that was entered by hand and that nobody has evaluated."""
    offline().delete(app.caller, interaction_id, expected_revision(if_match))
    return nothing()


def _interaction(interaction: Interaction, *, created: bool = False) -> Response[InteractionView]:
    location = f"/interactions/{interaction.id}" if created else None
    shown = view(service().shown(interaction), people.names([interaction.agent_id]))
    return versioned(shown, interaction.revision, status=201 if created else 200, location=location)
