"""Feedback as the API shows it: with names."""

from typing import Self

from debrief.coaching.feedback.model import Feedback
from debrief.coaching.fields import fields_of


class FeedbackView(Feedback):
    """Feedback on an agent's work. It can't be changed, so nobody may do anything with it but read."""

    agent_name: str
    author_name: str
    actions: tuple[str, ...] = ()

    @classmethod
    def of(cls, feedback: Feedback, *, names: dict[str, str]) -> Self:
        """What a caller gets to see."""
        return cls(
            **fields_of(feedback),
            agent_name=names.get(feedback.agent_id, ""),
            author_name=names.get(feedback.author_id, ""),
        )
