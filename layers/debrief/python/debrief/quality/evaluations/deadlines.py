"""What is due about evaluations."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from debrief.kernel.schedules.model import Due

if TYPE_CHECKING:
    from debrief.quality.evaluations.model import Evaluation

UNANSWERED: Final = "quality.evaluation.unanswered"
"""The kind of due work; its subject is the evaluation, which waits for its agent's answer."""


def unanswered(evaluation: "Evaluation", now: datetime) -> Due | None:
    """When the evaluation is next to be looked at because its agent hasn't answered; None for never."""
    # The clock imports what can be due every minute, and hardly ever needs more of it.
    from debrief.quality.evaluations.reviewing import next_look

    at = next_look(evaluation, now)
    return Due(kind=UNANSWERED, subject=evaluation.id, at=at) if at else None


HISTORY_REMOVED: Final = "quality.evaluation.history_removed"
"""The kind of due work; its subject is an evaluation that is deleted, with a longer history than went with it."""


def history_removed(evaluation_id: str, now: datetime) -> Due:
    """That what is left of its history is removed, at once."""
    return Due(kind=HISTORY_REMOVED, subject=evaluation_id, at=now)
