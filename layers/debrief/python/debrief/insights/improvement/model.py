"""What is followed of somebody who is coached, and what came of it."""

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from debrief.kernel.model import Entity

Count = Annotated[int, Field(ge=0)]


class Attribute(NamedTuple):
    """A question or a section of a scorecard, whichever version of it."""

    scorecard_id: str
    question_id: str | None = None
    section_id: str | None = None


class AttributeAverage(Entity):
    """An average in percent, with its 95 % interval; none of it below the minimum sample, or where it can't be told.

    sample: answers of a question, evaluations of a section or as a whole.
    """

    value: float | None
    sample: Count
    low: float | None = None
    high: float | None = None


class AttributeMove(Entity):
    """How far an average moved, in points, with its 95 % interval. direction: where that is clear."""

    points: float
    low: float | None
    high: float | None
    direction: Literal["up", "down", "unclear"]


class ChanceExpected(Entity):
    """What chance alone would bring: how colleagues fare now who had a week like it then and weren't coached.

    value: their average. low, high: within which one more of them would be found, 95 of 100 times.
    colleagues: how many there are; they were fixed when the coaching was assigned. left_out: those of them who have
    been coached since, or have no data now.
    """

    value: float
    low: float
    high: float
    colleagues: Count
    left_out: Count


Verdict = Literal["improved", "not_shown", "not_enough_data"]
"""improved: better than what chance alone would bring, looked at together with what else is followed. That somebody
does worse is claimed of nobody."""


class AttributeProgress(Entity):
    """How somebody has come along in one attribute.

    before: over the seven days before it was assigned; now: over the past seven, from the day on that it was assigned.
    """

    before: AttributeAverage
    now: AttributeAverage
    move: AttributeMove | None
    expected: ChanceExpected | None
    verdict: Verdict
