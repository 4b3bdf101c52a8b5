"""Puts together what the routes of the interactions API share."""

from typing import TYPE_CHECKING

from api.interactions_api.requests import InteractionView
from debrief.interactions.comments.service import Comments
from debrief.interactions.comments.store import CommentStore
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.offline import is_by_hand, may_change
from debrief.interactions.conversations.service import InteractionService
from debrief.interactions.wiring import clock, ids, interactions
from debrief.kernel.auth import Permission
from debrief.kernel.lazy import Lazy
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.web.api import Api
from debrief.kernel.web.paging import Cursors
from debrief.kernel.web.secrets import cursor_secret
from debrief.people.access import Access
from debrief.people.store import PeopleStore

if TYPE_CHECKING:
    from debrief.interactions.conversations.offline_service import OfflineConversations

people = PeopleStore()
access = Access(people)
cursors = Cursors(cursor_secret)
service = Lazy(
    lambda: InteractionService(
        interactions(), access, ObjectStore, clock, agent_sentiment=lambda: people.settings().agent_sentiment
    )
)


def _offline() -> "OfflineConversations":
    from debrief.interactions.conversations.offline_service import OfflineConversations
    from debrief.quality.evaluations.store import EvaluationStore

    evaluations = EvaluationStore()

    def is_evaluated(interaction_id: str) -> bool:
        return bool(
            evaluations.evaluations_of_interaction(interaction_id) or evaluations.for_calibrations_of(interaction_id)
        )

    return OfflineConversations(interactions(), people, access, clock, ids, is_evaluated=is_evaluated)


offline = Lazy(_offline)
comments = Lazy(lambda: Comments(CommentStore(), interactions(), access, clock, ids))
app = Api(access.caller, access.seen_ids)


def view(interaction: Interaction, names: dict[str, str]) -> InteractionView:
    """The interaction with its agent's name and what the caller may do with it."""
    actions = ["play"] if interaction.recording else []
    if interaction.recording and app.caller.may(Permission.RECORDINGS_DOWNLOAD):
        actions.append("download")
    if app.caller.may(Permission.EVALUATIONS_PERFORM) and interaction.agent_id != app.caller.user_id:
        actions.append("evaluate")
        if interaction.transcript is not None and interaction.erased_at is None and not is_by_hand(interaction):
            actions.append("correct_speakers")
    if may_change(app.caller, interaction):
        actions += ["edit", "delete"]
    agent_name = names.get(interaction.agent_id, "")
    return InteractionView.model_validate({**dict(interaction), "agent_name": agent_name, "actions": actions})
