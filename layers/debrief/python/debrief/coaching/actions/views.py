"""An action as the API shows it: with names, and with what the caller may do now."""

from typing import Self

from debrief.coaching.actions.model import ORIGIN_LABELS, Action
from debrief.coaching.fields import fields_of


class ActionView(Action):
    """An action. overdue: open past its due date in the account's time zone."""

    origin_label: str
    assignee_name: str
    created_by_name: str
    overdue: bool
    actions: tuple[str, ...]

    @classmethod
    def of(cls, action: Action, *, names: dict[str, str], overdue: bool, actions: tuple[str, ...]) -> Self:
        """What a caller gets to see."""
        return cls(
            **fields_of(action),
            origin_label=ORIGIN_LABELS[action.origin],
            assignee_name=names.get(action.assignee_id, ""),
            created_by_name=names.get(action.created_by, ""),
            overdue=overdue,
            actions=actions,
        )
