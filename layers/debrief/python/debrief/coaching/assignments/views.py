"""Marks, groups, bookmarks and assignments as the API shows them.

What an agent is shown of their own assignment is the same, field by field, however it came about: `grouped` is what
those who coach are told beside it, and null for the agent.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal, Self

from debrief.coaching.assignments.counting import Counts
from debrief.coaching.assignments.model import Area, Bookmark, CoachingGroup, Mark, MarkedInteraction
from debrief.coaching.assignments.standing import ReviewTab, ReviewWord, Status
from debrief.coaching.fields import fields_of
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.evaluations.words import EvaluationType

AssignmentType = Literal["individual", "group"]


class MarkView(Mark):
    """A mark with names. actions: what the caller may do with it."""

    agent_name: str
    marked_by_name: str
    actions: tuple[str, ...]

    @classmethod
    def of(cls, mark: Mark, names: Mapping[str, str], actions: tuple[str, ...]) -> Self:
        """What somebody who coaches the agent gets to see."""
        return cls(
            **fields_of(mark),
            agent_name=names.get(mark.agent_id, ""),
            marked_by_name=names.get(mark.marked_by, ""),
            actions=actions,
        )


class CoachingGroupView(Aggregate):
    """A group with what is counted of it.

    agents, conversations: of those that wait in it. sent: assignments that were made of it. left_out: marks that were
    put back among Individuals when it was sent: their agent can't be coached now, or there is nothing to look at.
    """

    id: str
    name: str
    description: str
    areas: tuple[Area, ...]
    created_by: str
    created_by_name: str
    created_at: Instant
    state: Literal["pending", "sending", "sent"]
    agents: int
    conversations: int
    sent: int
    left_out: int
    actions: tuple[str, ...]

    @classmethod
    def of(cls, group: CoachingGroup, counts: Counts, names: Mapping[str, str], actions: tuple[str, ...]) -> Self:
        """What somebody who may work with the group gets to see."""
        kept = ("id", "revision", "name", "description", "areas", "created_by", "created_at", "state")
        return cls(
            **{name: getattr(group, name) for name in kept},
            created_by_name=names.get(group.created_by, ""),
            agents=counts.agents,
            conversations=counts.conversations,
            sent=counts.sent,
            left_out=counts.left_out,
            actions=actions,
        )


class GroupNameCheck(Entity):
    """Whether a new group may be called so. message: why not."""

    free: bool
    message: str = ""


class BookmarkView(Bookmark):
    """A bookmark with the name of whose conversation it is."""

    agent_name: str

    @classmethod
    def of(cls, bookmark: Bookmark, names: Mapping[str, str]) -> Self:
        """What its owner gets to see."""
        return cls(**fields_of(bookmark), agent_name=names.get(bookmark.agent_id, ""))


class Grouped(Entity):
    """That an assignment was made of a group; for those who coach alone. name: the group's."""

    group_id: str
    name: str


class AssignmentLine(Aggregate):
    """A line of the list of assignments: one agent's, or those that were made of a group together.

    id: of the assignment, or of the group. type: null for an agent's own. agent_id: of one agent's. agents,
    conversations: how many; looked_at: of one agent's, how many of its conversations and best responses were opened;
    of a group's how many of its agents have completed theirs.
    by_status: of a group's, how many stand how.
    """

    id: str
    type: AssignmentType | None
    name: str
    areas: tuple[Area, ...]
    agent_id: str | None
    agent_name: str
    assigned_by_name: str
    assigned_at: Instant
    follow_up: date
    status: Status
    agents: int
    conversations: int
    to_look_at: int
    looked_at: int
    by_status: dict[Status, int]
    actions: tuple[str, ...]


class ReviewView(Entity):
    """Where the review of a conversation's evaluation stands (S3.6). tabs: in which it is shown; rounds: disputes that
    were decided."""

    evaluation_id: str
    tabs: tuple[ReviewTab, ...]
    status: ReviewWord
    rounds: int
    score: float | None
    scorecard_name: str
    completed_at: Instant | None


class ScoredView(Entity):
    """An evaluation of a conversation in short. score: in percent; none where nothing applied."""

    evaluation_id: str
    scorecard_name: str
    type: EvaluationType
    score: float | None


class ConversationView(MarkedInteraction):
    """A conversation of an assignment.

    automatic, supervisor: its newest evaluation by the AI alone, and by a person; none where there is none, or the
    caller may not see it. customer_sentiment: −5 to 5. gone: it isn't there any more.
    """

    inquiry: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    looked_at: Instant | None = None
    automatic: ScoredView | None = None
    supervisor: ScoredView | None = None
    customer_sentiment: float | None = None
    reviews: tuple[ReviewView, ...] = ()
    gone: bool = False


class BestResponseView(Entity):
    """A best response; to the agent, and to whoever doesn't lead whose it is, it is shown without that."""

    interaction_id: str
    started_at: Instant
    queue: str
    note: str
    looked_at: Instant | None
    agent_id: str | None
    agent_name: str | None


class AssignmentView(Aggregate):
    """An assignment whole. grouped: null for the agent whose it is, and for whoever may not open the group."""

    id: str
    agent_id: str
    agent_name: str
    name: str
    areas: tuple[Area, ...]
    conversations: tuple[ConversationView, ...]
    best_responses: tuple[BestResponseView, ...]
    feedback: str
    action_plan: str
    follow_up: date
    assigned_by: str
    assigned_by_name: str
    assigned_at: Instant
    status: Status
    closed_at: Instant | None
    closed_because: Literal["agent_left"] | None
    to_look_at: int
    looked_at: int
    grouped: Grouped | None
    actions: tuple[str, ...]


class SaidTurn(Entity):
    """A turn of a best response. speaker: the role; text: with roles in the place of names."""

    index: int
    speaker: str
    text: str
    start_ms: int | None


class BestResponseText(Entity):
    """What was said in a best response."""

    interaction_id: str
    queue: str
    note: str
    turns: tuple[SaidTurn, ...]


class InCoaching(Entity):
    """How many agents are in coaching, each counted once (S3.8)."""

    agents: int
