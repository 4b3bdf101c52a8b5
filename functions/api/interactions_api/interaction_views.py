"""How an interaction is answered, whichever route is asked."""

from api.interactions_api.requests import InteractionView
from api.interactions_api.wiring import app
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.offline import is_by_hand, may_change
from debrief.kernel.auth import Permission


def view(interaction: Interaction, names: dict[str, str]) -> InteractionView:
    """The interaction with its agent's name and what the caller may do with it."""
    actions = ["play"] if interaction.recording else []
    if interaction.recording and app.caller.may(Permission.RECORDINGS_DOWNLOAD):
        actions.append("download")
    has_words = interaction.transcript is not None and interaction.erased_at is None and not is_by_hand(interaction)
    if has_words:
        actions.append("download_words")
    if app.caller.may(Permission.EVALUATIONS_PERFORM) and interaction.agent_id != app.caller.user_id:
        actions.append("evaluate")
        if has_words:
            actions.append("correct_speakers")
    if may_change(app.caller, interaction):
        actions += ["edit", "delete"]
    agent_name = names.get(interaction.agent_id, "")
    return InteractionView.model_validate({**dict(interaction), "agent_name": agent_name, "actions": actions})
