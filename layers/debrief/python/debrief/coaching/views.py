"""Meetings, actions and feedback as the API shows them: with names, and with what the caller may do now."""

from typing import Any, Self

from debrief.coaching.model import ORIGIN_LABELS, Action, Feedback, Meeting, SharedMeeting
from debrief.kernel.model import Aggregate


class MeetingView(SharedMeeting):
    """A 1-to-1. private_notes: null for everybody but its facilitator. summary_id: the AI performance summary's."""

    private_notes: str | None
    summary_id: str | None
    facilitator_name: str
    participant_name: str
    actions: tuple[str, ...]

    @classmethod
    def of(
        cls,
        meeting: Meeting,
        *,
        private: bool,
        summary_id: str | None,
        names: dict[str, str],
        actions: tuple[str, ...],
    ) -> Self:
        """What a caller gets to see. `private`: whether private notes are theirs."""
        return cls(
            **_fields(meeting, leave_out="private_notes"),
            private_notes=meeting.private_notes if private else None,
            summary_id=summary_id,
            facilitator_name=names.get(meeting.facilitator_id, ""),
            participant_name=names.get(meeting.participant_id, ""),
            actions=actions,
        )


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
            **_fields(action),
            origin_label=ORIGIN_LABELS[action.origin],
            assignee_name=names.get(action.assignee_id, ""),
            created_by_name=names.get(action.created_by, ""),
            overdue=overdue,
            actions=actions,
        )


class FeedbackView(Feedback):
    """Feedback on an agent's work. It can't be changed, so nobody may do anything with it but read."""

    agent_name: str
    author_name: str
    actions: tuple[str, ...] = ()

    @classmethod
    def of(cls, feedback: Feedback, *, names: dict[str, str]) -> Self:
        """What a caller gets to see."""
        return cls(
            **_fields(feedback),
            agent_name=names.get(feedback.agent_id, ""),
            author_name=names.get(feedback.author_id, ""),
        )


def _fields(value: Aggregate, leave_out: str = "") -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).model_fields if name != leave_out}
