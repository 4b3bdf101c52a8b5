"""What a person sends to make or change an action.

In a change only the fields that were sent count (`model_fields_set`). Those that can't be emptied have a default
factory instead of allowing null: it only makes them optional and is never read.
"""

from typing import Annotated

from pydantic import Field

from debrief.coaching.actions.model import LineItemTarget
from debrief.coaching.fields import NewText, NewTitle, Reference
from debrief.kernel.clock import Day
from debrief.kernel.model import Entity


class ActionDraft(Entity):
    """A new action. meeting_id: the 1-to-1 that it is agreed in, whose participant is then the assignee."""

    title: NewTitle
    description: NewText = ""
    assignee_id: Reference
    due_date: Day | None = None
    target: LineItemTarget | None = None
    meeting_id: Reference | None = None


class ActionChanges(Entity):
    """Changes to an action. Who it is for and where it came from stay."""

    title: NewTitle = Field(default_factory=str)
    description: NewText = Field(default_factory=str)
    due_date: Day | None = None
    target: LineItemTarget | None = None


class Recommendation(Entity):
    """A recommendation of an AI performance report, from which an action is made.

    index: its place in the report, counted from 0. title, description: what the person made of the prefilled ones;
    none keeps these.
    """

    index: Annotated[int, Field(ge=0)]
    area: str
    action: str
    rationale: str
    title: NewTitle | None = None
    description: NewText | None = None
    due_date: Day | None = None
    target: LineItemTarget | None = None
