"""What is announced of actions. Data is ids and statuses, never content."""

from typing import Any, Final

from debrief.coaching.actions.model import Action

ACTION_CREATED: Final = "debrief.coaching.action.created.v1"
ACTION_CHANGED: Final = "debrief.coaching.action.changed.v1"
ACTION_COMPLETED: Final = "debrief.coaching.action.completed.v1"
ACTION_REOPENED: Final = "debrief.coaching.action.reopened.v1"
ACTION_DELETED: Final = "debrief.coaching.action.deleted.v1"
ATTACHED_ACTIONS_DELETED: Final = "debrief.coaching.attached_actions.deleted.v1"


def action_data(action: Action) -> dict[str, Any]:
    """Whose action it is, where it came from and how it stands."""
    return {
        "assignee_id": action.assignee_id,
        "created_by": action.created_by,
        "origin": action.origin,
        "attached_to": action.attached_to,
        "summary_id": action.summary_id,
        "status": action.status,
    }
