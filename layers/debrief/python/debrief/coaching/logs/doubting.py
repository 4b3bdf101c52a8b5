"""When a conversation isn't to be talked about yet: it seems to instruct the AI, and nobody has decided of it (N6)."""

from collections.abc import Iterable, Sequence

from debrief.interactions.conversations.model import Interaction
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.flags.model import Flag


def in_doubt(interaction: Interaction | None, flags: Sequence[Flag], evaluations: Iterable[Evaluation]) -> bool:
    """Whether what a model read of the conversation waits for a person, or what it answered does for that reason.

    Once somebody has resolved the flag of it that is settled, either way: what a model read counts again, or somebody
    did try it, and what people answered is talked about without it.
    """
    if any(each.kind == "addresses_ai" and each.state == "resolved" for each in flags):
        return False
    return (interaction is not None and interaction.doubtful) or any(map(_waits, evaluations))


def _waits(evaluation: Evaluation) -> bool:
    draft = evaluation.status == "draft" and evaluation.superseded_at is None and evaluation.calibration_id is None
    return draft and "addresses_ai" in evaluation.to_review
