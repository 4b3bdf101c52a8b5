"""What the coaching monitor shows."""

from datetime import date
from typing import Literal, NamedTuple

from debrief.coaching.assignments.model import Area
from debrief.coaching.assignments.standing import Status
from debrief.insights.improvement.model import Attribute, AttributeAverage, AttributeMove, AttributeProgress
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity

DateKind = Literal["assigned", "follow_up"]


class MonitorFilter(NamedTuple):
    """Which assignments the monitor shows.

    by: which date `first` and `last` are of, both days included. areas: names, any of which is coached. group_ids: of
    people's groups. compare: whether to tell how scores have moved since it was assigned.
    """

    by: DateKind
    first: date
    last: date
    areas: frozenset[str] = frozenset()
    group_ids: frozenset[str] = frozenset()
    agent_ids: frozenset[str] = frozenset()
    compare: bool = False


class MonitorLine(Entity):
    """One agent's assignment. scorecard: the average of what people evaluated of the agent in the past seven days;
    automatic: of what the AI evaluated alone. *_before: of the seven days before it was assigned; *_since: of those of
    the past seven that lie after it; none where they aren't asked for. *_move: from the one to the other; none where
    it isn't asked for or can't be told.
    """

    assignment_id: str
    agent_id: str
    agent_name: str
    name: str
    assigned_at: Instant
    follow_up: date
    areas: tuple[Area, ...]
    status: Status
    scorecard: AttributeAverage
    automatic: AttributeAverage
    scorecard_before: AttributeAverage | None
    scorecard_since: AttributeAverage | None
    scorecard_move: AttributeMove | None
    automatic_before: AttributeAverage | None
    automatic_since: AttributeAverage | None
    automatic_move: AttributeMove | None


class AreaProgress(Entity):
    """An area with how the agent has come along in it; none of an area in words, whose scores nothing tells."""

    area: Area
    progress: AttributeProgress | None


class MonitorDetails(Entity):
    """How one agent has come along since an assignment. before, now: which days are compared."""

    line: MonitorLine
    before_first: date
    before_last: date
    now_first: date
    now_last: date
    minimum: int
    areas: tuple[AreaProgress, ...]
    considered: int
    fixed_at: Instant | None


def attribute_of(area: Area) -> Attribute | None:
    """What the rollups know an area as; None of one in words."""
    if area.scorecard_id is None:
        return None
    return Attribute(area.scorecard_id, area.question_id, area.section_id)
