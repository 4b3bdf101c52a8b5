"""A 1-to-1 as the API shows it: with names, and with what the caller may do now."""

from typing import Self

from debrief.coaching.fields import fields_of
from debrief.coaching.meetings.model import Meeting, SharedMeeting, Step


class StepView(Step):
    """A step with the name of who took it."""

    by_name: str


class MeetingView(SharedMeeting):
    """A 1-to-1. private_notes: null for everybody but its facilitator. summary_id: the AI performance report's."""

    history: tuple[StepView, ...]
    private_notes: str | None
    summary_id: str | None
    facilitator_name: str
    participant_name: str
    colleague_name: str | None
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
        steps = tuple(StepView(**dict(step), by_name=names.get(step.by or "", "")) for step in meeting.history)
        return cls(
            **{**fields_of(meeting, leave_out="private_notes"), "history": steps},
            private_notes=meeting.private_notes if private else None,
            summary_id=summary_id,
            facilitator_name=names.get(meeting.facilitator_id, ""),
            participant_name=names.get(meeting.participant_id, ""),
            colleague_name=names.get(meeting.colleague_id, "") if meeting.colleague_id else None,
            actions=actions,
        )
