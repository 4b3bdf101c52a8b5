"""Marks, groups, bookmarks and assignments of coaching (S3)."""

from datetime import date
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from debrief.coaching.fields import Reference, Text, Title
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.kernel.text import check_name
from debrief.people.names import name_key
from debrief.quality.evaluations.words import EvaluationType

MOST_AREAS: Final = 10
MOST_INTERACTIONS: Final = 20
MOST_BEST_RESPONSES: Final = 10
"""Of one assignment; a mark holds as many conversations."""

MOST_AGENTS: Final = 500
"""In one group."""

AreaName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
NewAreaName = Annotated[AreaName, AfterValidator(check_name)]


class Area(Entity):
    """What is coached: a behaviour in words, or a question or a section of a scorecard, whose scores can be followed.

    name: in words; of a question or a section, as it read when it was chosen.
    scorecard_id: with one of question_id and section_id, or with neither of them.
    """

    name: AreaName
    scorecard_id: Reference | None = None
    question_id: Annotated[str, Field(max_length=200)] | None = None
    section_id: Annotated[str, Field(max_length=200)] | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        parts = [each for each in (self.question_id, self.section_id) if each]
        if len(parts) != (1 if self.scorecard_id else 0):
            raise ValueError("names a scorecard with one of its questions or sections, or nothing but words")
        return self

    @property
    def key(self) -> str:
        """What tells areas apart: the question or section, or the words whatever their case and spacing."""
        if self.question_id:
            return f"q:{self.scorecard_id}:{self.question_id}"
        if self.section_id:
            return f"s:{self.scorecard_id}:{self.section_id}"
        return f"w:{name_key(self.name)}"


Areas = Annotated[tuple[Area, ...], Field(max_length=MOST_AREAS)]


class MarkedInteraction(Entity):
    """A conversation that is to be coached on. evaluation_id: the evaluation in which it was marked, if it was."""

    interaction_id: str
    evaluation_id: str | None = None
    started_at: Instant
    queue: str = ""


class Mark(Aggregate):
    """That somebody marked an agent for coaching; it is there as long as it waits (S3.5).

    areas: of a mark in a group, those of the group. group_id: the group that it waits in; none among Individuals.
    """

    id: str
    agent_id: str
    marked_by: str
    areas: Areas
    interactions: Annotated[tuple[MarkedInteraction, ...], Field(max_length=MOST_INTERACTIONS)] = ()
    group_id: str | None = None
    marked_at: Instant


GroupState = Literal["pending", "sending", "sent"]
"""pending: it gathers agents. sending: assignments are being made of it. sent: all of them are made."""


class BestResponse(Entity):
    """A conversation that shows how it is done well. note: what whoever bookmarked it wrote beside it.

    agent_id: whose it is, which the agent who is to learn from it isn't told. looked_at: when they opened it.
    """

    interaction_id: str
    agent_id: str
    started_at: Instant
    queue: str = ""
    note: Annotated[str, Field(max_length=1000)] = ""
    looked_at: Instant | None = None


class Content(Entity):
    """What an assignment says, whoever it is for."""

    name: Title
    feedback: Text = ""
    action_plan: Text = ""
    follow_up: date
    best_responses: Annotated[tuple[BestResponse, ...], Field(max_length=MOST_BEST_RESPONSES)] = ()


class CoachingGroup(Aggregate):
    """Agents who are coached on the same, until each of them is given an assignment (S3.5).

    content: what their assignments say, once it is sent. sent_by, sent_at: by whom and when that was asked for.
    How many are in it, and how they stand, is kept beside it: see `Counts`.
    """

    id: str
    name: Title
    description: Annotated[str, Field(max_length=2000)] = ""
    areas: Areas
    created_by: str
    created_at: Instant
    state: GroupState = "pending"
    content: Content | None = None
    sent_by: str | None = None
    sent_at: Instant | None = None


ReviewState = Literal["none", "agent", "supervisor", "settled"]
"""What an evaluation waits for: nothing, its agent's answer, somebody's decision of a dispute; or that is over."""


class LinkedEvaluation(Entity):
    """An evaluation of a conversation that is coached on. revision: which one of it was looked at last."""

    evaluation_id: str
    type: EvaluationType
    state: ReviewState
    revision: int


class CoachedInteraction(MarkedInteraction):
    """A conversation of an assignment. looked_at: when the agent opened it. evaluations: the completed ones of it."""

    looked_at: Instant | None = None
    evaluations: tuple[LinkedEvaluation, ...] = ()


class Assignment(Aggregate):
    """What one agent was given to be coached on; it is theirs alone, however it came about (S3.1).

    follow_up: the day on which it is talked about again. group_id: the group that it was made of, of which the agent
    is never told. closed_at, closed_because: when and why it was closed before it was completed.
    """

    id: str
    agent_id: str
    name: Title
    areas: Areas
    interactions: Annotated[tuple[CoachedInteraction, ...], Field(max_length=MOST_INTERACTIONS)] = ()
    best_responses: Annotated[tuple[BestResponse, ...], Field(max_length=MOST_BEST_RESPONSES)] = ()
    feedback: Text = ""
    action_plan: Text = ""
    follow_up: date
    assigned_by: str
    assigned_at: Instant
    group_id: str | None = None
    closed_at: Instant | None = None
    closed_because: Literal["agent_left"] | None = None

    @property
    def items(self) -> "tuple[CoachedInteraction | BestResponse, ...]":
        """All that its agent is to look at."""
        return (*self.interactions, *self.best_responses)


class Shift(Entity):
    """How far an agent is to be expected beside those they are held against, in hundredths of a percent, in an area."""

    area_key: str
    hundredths: float


class Colleagues(Aggregate):
    """Whom an agent is held against who was given an assignment: fixed then, and never told by name (N3).

    considered: how many were looked at. shifts: see `insights.improvement.matching`.
    """

    assignment_id: str
    fixed_at: Instant
    agent_ids: tuple[str, ...] = ()
    considered: int = 0
    shifts: tuple[Shift, ...] = ()


class Bookmark(Aggregate):
    """A conversation that somebody keeps for a best response. agent_id: whose it is."""

    id: str
    user_id: str
    interaction_id: str
    agent_id: str
    started_at: Instant
    queue: str = ""
    inquiry: tuple[str, ...] = ()
    note: Annotated[str, Field(max_length=1000)] = ""
    bookmarked_at: Instant
