"""A scorecard as people write it: bounded, and with ids that may be left to be filled in."""

from typing import Annotated

from pydantic import Field

from debrief.interactions.conversations.words import Channel
from debrief.kernel.conditions.model import LONGEST_VALUE, MOST_VALUES
from debrief.kernel.model import Entity
from debrief.quality.scorecards.model import AppliesTo, VersionContent

Queue = Annotated[str, Field(min_length=1, max_length=LONGEST_VALUE)]
"""The name of a queue, as long as it may be in what is known of a conversation."""


class NewAppliesTo(AppliesTo):
    """The interactions that a scorecard is for, as people write it: as many queues as a condition takes."""

    channels: Annotated[tuple[Channel, ...], Field(max_length=MOST_VALUES)] = ()
    queues: Annotated[tuple[Queue, ...], Field(max_length=MOST_VALUES)] = ()


class NewContent(VersionContent):
    """What a scorecard asks and how it scores, as people write it.

    An empty id of a section, question or option is filled in. Ids that are kept carry reports on from version to
    version.
    """

    applies_to: NewAppliesTo = Field(default_factory=NewAppliesTo)


class ScorecardChange(Entity):
    """A change of a scorecard; what is None stays as it is.

    content: replaces all that the scorecard asks. question_drafts: questions whose drafts, as disputes led to them, are
    dealt with by it: taken up as they are or in other words.
    """

    name: str | None = Field(default=None, max_length=200)
    description: str | None = Field(default=None, max_length=4000)
    content: NewContent | None = None
    question_drafts: Annotated[tuple[str, ...], Field(max_length=100)] = ()
