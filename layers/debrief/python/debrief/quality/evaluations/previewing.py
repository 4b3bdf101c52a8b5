"""A scorecard tried out before it is used: what answers would come to by its content, saved or not (S4.4)."""

from collections.abc import Sequence

from pydantic import Field

from debrief.kernel.model import Entity
from debrief.quality.evaluations.model import Answer, Score
from debrief.quality.evaluations.scoring import score
from debrief.quality.scorecards.given import NewContent
from debrief.quality.scorecards.model import ScorecardVersion


class TriedAnswer(Entity):
    """An answer on trial: an option, N/A, or neither."""

    question_id: str
    option_id: str | None = None
    not_applicable: bool = False


class ScoreTrial(Entity):
    """A scorecard's content, with its ids, and answers to some of its questions."""

    content: NewContent
    answers: tuple[TriedAnswer, ...] = Field(default=(), max_length=5000)


def tried_score(content: NewContent, answers: Sequence[TriedAnswer]) -> Score:
    """The running total of the answers, as it would be in an evaluation.

    Raises:
        RuleBroken: the answers don't fit the content.
    """
    version = ScorecardVersion.model_validate({**content.model_dump(), "scorecard_id": "", "number": 1})
    return score(version, [Answer(**dict(each)) for each in answers], running=True)
