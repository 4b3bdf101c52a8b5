"""What coaching tells, of which improvement is told: coaching stands above, so that its events are read here as they
are promised in `events/`, and nothing of it is imported.
"""

from datetime import date, timedelta
from typing import Final

from debrief.insights.improvement.coached import NOT_TRIED, Coached, Practised
from debrief.insights.improvement.model import Attribute
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity

ASSIGNMENT_CREATED: Final = "debrief.coaching.assignment.created.v1"
ASSIGNMENT_CHANGED: Final = "debrief.coaching.assignment.changed.v1"
ASSIGNMENT_DELETED: Final = "debrief.coaching.assignment.deleted.v1"
LOG_WRITTEN: Final = "debrief.coaching.coaching_log.written.v1"
LOG_CHANGED: Final = "debrief.coaching.coaching_log.changed.v1"
LOG_DELETED: Final = "debrief.coaching.coaching_log.deleted.v1"
PRACTICE_APPROVED: Final = "debrief.coaching.practice.approved.v1"
PRACTICE_ATTEMPTED: Final = "debrief.coaching.practice.attempted.v1"
PRACTICE_CLOSED: Final = "debrief.coaching.practice.closed.v1"

PRACTICE_DAYS: Final = 14
"""Days after its approval within which a scenario is to be passed."""


class HeardCriterion(Entity):
    """A question or a section that is coached."""

    scorecard_id: str
    question_id: str | None = None
    section_id: str | None = None


class HeardAssignment(Entity):
    """An assignment as it is told of: see `coaching.assignments.events`. Those of earlier versions lack what is new."""

    agent_id: str
    looked: str
    revision: int = 0
    assigned_at: Instant | None = None
    follow_up: date | None = None
    done_at: Instant | None = None
    criteria: tuple[HeardCriterion, ...] = ()


class HeardLog(Entity):
    """A coaching log as it is now, with its lowest criterion; one that was withdrawn counts no more."""

    agent_id: str
    scorecard_id: str
    question_id: str | None = None
    state: str = "written"


class HeardApproval(Entity):
    """A practice scenario that an agent was given; or, with the same data, one that isn't practised any more."""

    scenario_id: str
    agent_id: str
    scorecard_id: str
    question_id: str
    at: Instant


class HeardAttempt(HeardApproval):
    """An attempt at one. score: 0–100; None where the criterion wasn't called for."""

    score: float | None
    passed: bool


class PracticeState(Aggregate):
    """A scenario out of what was heard of it so far, in whatever order.

    given_at: when it was approved; first_at, first, last_at, last: the earliest and the newest score. passed_at: when
    it was passed for the first time. closed_at: since when it isn't practised any more.
    """

    scenario_id: str
    agent_id: str
    scorecard_id: str
    question_id: str
    given_at: Instant | None = None
    attempts: int = 0
    first_at: Instant | None = None
    first: float | None = None
    last_at: Instant | None = None
    last: float | None = None
    best: float | None = None
    passed_at: Instant | None = None
    closed_at: Instant | None = None


def assignment_heard(id: str, heard: HeardAssignment, time_zone: str) -> Coached | None:
    """What an agent is coached with by an assignment; None of an event that doesn't tell enough."""
    if heard.assigned_at is None:
        return None
    return Coached(
        id=id,
        agent_id=heard.agent_id,
        given=day_of(heard.assigned_at, time_zone),
        due=heard.follow_up if _may_be_done(heard) else None,
        done=day_of(heard.done_at, time_zone) if heard.done_at else None,
        attributes=tuple(
            Attribute(each.scorecard_id, each.question_id, None if each.question_id else each.section_id)
            for each in heard.criteria
        ),
    )


def _may_be_done(heard: HeardAssignment) -> bool:
    """Whether it counts for or against anybody's completion. Whoever has left does it no more; and of what nothing is
    left to look at, since its customers were erased, nobody has opened everything.
    """
    nothing_left = heard.looked == "all" and heard.done_at is None
    return heard.looked != "closed" and not nothing_left


def begun(heard: HeardApproval) -> PracticeState:
    """A scenario of which nothing was known."""
    return PracticeState(
        scenario_id=heard.scenario_id,
        agent_id=heard.agent_id,
        scorecard_id=heard.scorecard_id,
        question_id=heard.question_id,
    )


def with_approval(state: PracticeState, heard: HeardApproval) -> PracticeState:
    """The scenario, given on the first of its approvals."""
    return state.model_copy(update={"given_at": min(state.given_at or heard.at, heard.at)})


def with_closing(state: PracticeState, heard: HeardApproval) -> PracticeState:
    """The scenario, which isn't practised any more since the first of its closings."""
    return state.model_copy(update={"closed_at": min(state.closed_at or heard.at, heard.at)})


def with_attempt(state: PracticeState, heard: HeardAttempt) -> PracticeState:
    """The scenario with one attempt more; in whichever order attempts are heard, the same comes of it."""
    changes: dict[str, object] = {"attempts": state.attempts + 1}
    if heard.score is not None:
        if state.first_at is None or heard.at < state.first_at:
            changes |= {"first_at": heard.at, "first": heard.score}
        if state.last_at is None or heard.at > state.last_at:
            changes |= {"last_at": heard.at, "last": heard.score}
        changes["best"] = max(state.best if state.best is not None else heard.score, heard.score)
    if heard.passed:
        changes["passed_at"] = min(state.passed_at or heard.at, heard.at)
    return state.model_copy(update=changes)


def practice_coached(state: PracticeState, time_zone: str) -> Coached | None:
    """What an agent is coached with by a scenario; None as long as its approval wasn't heard."""
    if state.given_at is None:
        return None
    given = day_of(state.given_at, time_zone)
    due: date | None = given + timedelta(days=PRACTICE_DAYS)
    if due and state.closed_at and state.passed_at is None and day_of(state.closed_at, time_zone) <= due:
        # Nobody may pass it any more: it isn't held against anybody's completion.
        due = None
    return Coached(
        id=state.scenario_id,
        agent_id=state.agent_id,
        given=given,
        due=due,
        done=day_of(state.passed_at, time_zone) if state.passed_at else None,
        attributes=(Attribute(state.scorecard_id, question_id=state.question_id),),
        practised=Practised(state.attempts, state.first, state.last, state.best) if state.attempts else NOT_TRIED,
    )
