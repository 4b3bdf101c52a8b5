"""What a person sends to mark, group, bookmark and assign."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, field_validator

from debrief.coaching.assignments.model import (
    MOST_AREAS,
    MOST_BEST_RESPONSES,
    MOST_INTERACTIONS,
    Area,
    NewAreaName,
)
from debrief.coaching.fields import NewText, NewTitle, Reference
from debrief.kernel.clock import Day
from debrief.kernel.model import Entity
from debrief.kernel.text import check_prose
from debrief.people.names import check_new_name

Note = Annotated[str, Field(max_length=1000), AfterValidator(check_prose)]


class AreaDraft(Area):
    """An area as it is sent."""

    name: NewAreaName


Areas = Annotated[tuple[AreaDraft, ...], Field(max_length=MOST_AREAS)]


class ChosenInteraction(Entity):
    """A conversation to be coached on. evaluation_id: the evaluation in which it was chosen."""

    interaction_id: Reference
    evaluation_id: Reference | None = None


Chosen = Annotated[tuple[ChosenInteraction, ...], Field(max_length=MOST_INTERACTIONS)]


class MarkDraft(Entity):
    """A mark: whom, on what, and with which conversations. With a group its areas are the group's, and none is sent."""

    agent_id: Reference
    areas: Areas = ()
    interactions: Chosen = ()
    group_id: Reference | None = None


class MarkChanges(Entity):
    """Changes to a mark: only what is sent counts. group_id: null takes it out of its group. add_interactions: those
    that are there stay."""

    areas: Areas = Field(default_factory=tuple)
    group_id: Reference | None = None
    add_interactions: Chosen = ()


class CoachingGroupDraft(Entity):
    """A group of agents who are coached on the same."""

    name: Annotated[NewTitle, AfterValidator(check_new_name)]
    description: Note = ""
    areas: Areas


class CoachingGroupChanges(Entity):
    """Changes to a group: only what is sent counts. Areas only while nobody is in it."""

    name: Annotated[NewTitle, AfterValidator(check_new_name)] = Field(default_factory=str)
    description: Note = Field(default_factory=str)
    areas: Areas = Field(default_factory=tuple)


class ContentDraft(Entity):
    """What assignments say. best_responses: the sender's bookmarks, by their ids."""

    name: NewTitle
    feedback: NewText = ""
    action_plan: NewText = ""
    follow_up: Day
    best_responses: Annotated[tuple[Reference, ...], Field(max_length=MOST_BEST_RESPONSES)] = ()

    @field_validator("best_responses")
    @classmethod
    def _once(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(given)) < len(given):
            raise ValueError("names a bookmark twice")
        return given


class AssignmentDraft(ContentDraft):
    """An assignment for one agent. mark_id: the mark that it is made of, whose agent, areas and conversations it has;
    without one they are sent."""

    agent_id: Reference | None = None
    areas: Areas = ()
    interactions: Chosen = ()
    mark_id: Reference | None = None


class AssignmentChanges(Entity):
    """Changes to an assignment: only what is sent counts."""

    name: NewTitle = Field(default_factory=str)
    feedback: NewText = Field(default_factory=str)
    action_plan: NewText = Field(default_factory=str)
    follow_up: Day = Field(default_factory=lambda: date(2000, 1, 1))


class BookmarkDraft(Entity):
    """A conversation to be kept for a best response."""

    interaction_id: Reference
    note: Note = ""


class Look(Entity):
    """What an agent has opened of their assignment: a conversation or a best response."""

    interaction_id: Reference
