"""Coaching plans of agents (S1.7, S1.8)."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, StringConstraints

from debrief.coaching.plans.metrics import Metric, Percent
from debrief.coaching.plans.progress import Way
from debrief.coaching.plans.samples import Sample
from debrief.coaching.plans.series import MOST_POINTS
from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.kernel.text import check_prose

PlanStatus = Literal["in_progress", "achieved", "missed", "undecided", "cancelled"]
STATUS_LABELS: Final[dict[PlanStatus, str]] = {
    "in_progress": "In progress",
    "achieved": "Achieved",
    "missed": "Missed",
    "undecided": "Not decided",
    "cancelled": "Cancelled",
}
"""How a status is shown to people."""

MOST_ACTIONS: Final = 3
MOST_ASSISTANCE: Final = 3
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
NewWords = Annotated[Words, AfterValidator(check_prose)]
"""What is written from now on shows all that it holds."""

InquiryName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
"""As conversations have it: one that came in from a vendor isn't as short as those that the account settles."""


class PlannedAction(Entity):
    """What the agent will do. number: 1 to 3. done_at: when they ticked it; none while it isn't done."""

    number: Annotated[int, Field(ge=1, le=MOST_ACTIONS)]
    text: Words
    done_at: Instant | None = None


class Point(Entity):
    """The latest conversations at the end of a day. sample: none where there were none.

    since_start: how many of them are of after the plan began; the others are older.
    """

    day: date
    sample: Sample | None = None
    since_start: Annotated[int, Field(ge=0)] = 0


class Plan(Aggregate):
    """What an agent sets out to reach with their conversations about one inquiry on one channel, by a day.

    percent: how much better than the start. minimum: fewest conversations of which it is told how far they have come,
    as the account had it then (S1.4). start: the average of the three months up to the day on which the plan began,
    from `start_from` to `begins_on`, both included; target: what is to be reached, in the metric's unit.
    begins_on, ends_on: days in the account's time zone, the last included.
    assistance: what they would like help with. now: its latest point; the others lie beside it (`Series`).
    refreshed_on: the last day up to which it was looked how far they have come; none before that.
    ended_at: when it was achieved, missed or cancelled, or stayed undecided, since too few conversations told of it.
    ended_because: of a cancelled one, that its agent has left; none where they gave it up.
    """

    id: str
    agent_id: str
    channel: Channel
    inquiry: str
    metric: Metric
    percent: Percent
    minimum: Annotated[int, Field(ge=1)]
    start: Sample
    start_from: date
    target: float
    begins_on: date
    ends_on: date
    planned_actions: Annotated[tuple[PlannedAction, ...], Field(min_length=1, max_length=MOST_ACTIONS)]
    assistance: Annotated[tuple[Words, ...], Field(min_length=1, max_length=MOST_ASSISTANCE)]
    status: PlanStatus = "in_progress"
    now: Point | None = None
    refreshed_on: date | None = None
    created_at: Instant
    ended_at: Instant | None = None
    ended_because: Literal["agent_left"] | None = None

    @property
    def way(self) -> Way:
        """The straight way that it is held against."""
        return Way(self.metric, self.start.mean, self.target, self.begins_on, self.ends_on)


class Series(Aggregate):
    """The way of a plan so far, a point for each day, oldest first. plan_id: whose it is.

    It is kept beside the plan, so that lists of plans don't read it.
    """

    plan_id: str
    points: Annotated[tuple[Point, ...], Field(max_length=MOST_POINTS)] = ()
