"""The home page as the API answers it: what waits for a person, whom they lead, and how these stand.

Nothing of it is stored: it is read from the contexts that keep it, each within bounds that don't grow with them.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from debrief.insights.comparing import Direction
from debrief.insights.reports.model import LineItemView
from debrief.interactions.conversations.words import Channel
from debrief.interactions.holds import HoldCode
from debrief.kernel.ai.budget import Use
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.quality.evaluations.words import ReviewReason

Count = Annotated[int, Field(ge=0)]
Percent = Annotated[float, Field(ge=0, le=100)]

ReportState = Literal["none", "generating", "ready", "failed"]
"""How the AI performance report of a 1-to-1 stands."""

Kind = Literal[
    "meeting",
    "own_meeting",
    "missed",
    "acknowledge",
    "action",
    "action_set",
    "draft",
    "review",
    "to_acknowledge",
    "dispute",
    "calibration",
    "blind_check",
    "assignment",
    "plan",
    "practice",
    "practice_to_approve",
    "notice",
    "flags_compliance",
    "flags_quality",
    "held",
    "failed",
]
"""What waits. meeting, own_meeting: a 1-to-1 of today or tomorrow, led or taken part in. missed: one that was led and
is over, as it was planned, and not completed, whether it was started or not. acknowledge: one to read and confirm.
action: to be done by the person; action_set: set by them, overdue. draft: an evaluation begun; review: what the AI
answered and a person has to look at. to_acknowledge: an evaluation of their own work that waits for their answer.
dispute: one to decide. calibration: a conversation to assess, blind to what others answer. blind_check: answers of the
AI to check without seeing them. assignment: coaching of their own that isn't looked through. plan: a coaching plan of
their own with something left to do. practice: a situation that they were given to practise and haven't passed.
practice_to_approve: one for somebody whom they lead, that waits for approval or for words. notice: news that asks for
an act. flags_compliance, flags_quality: open flags of a queue that the caller has, as a number. held, failed: what
waits in the intake, as a number."""


class Named(Entity):
    """Somebody or something with the name that it has now."""

    id: str
    name: str


class NextMeeting(Entity):
    """The next 1-to-1 with somebody, which the caller leads.

    report: of its AI performance report; none where the account has switched these off. may_make: whether the caller
    may ask for it now.
    """

    id: str
    scheduled_at: Instant
    status: Literal["scheduled", "in_progress"]
    report: ReportState | None
    summary_id: str | None
    may_make: bool


class Spoken(Entity):
    """What a conversation is called by: what it was about, or else its channel and queue, and when it began."""

    inquiry: tuple[str, ...]
    channel: Channel
    queue: str | None
    started_at: Instant
    contact_reference: str


class ForYouItem(Entity):
    """One thing that waits for the caller.

    about: id of the thing; empty for a number of them. title: the thing's own, such as an action's, where it has one;
    of an evaluation, a dispute and a blind check the scorecard's, of a plan its inquiry. conversation: which one an
    evaluation or a dispute is of.
    person: whom it is about, or whom it is with. due_at, due_on: when, as an instant or a day; neither where it has no
    date, and then `since` says from when it has waited. late: that time is over. count: of a number of things;
    and_more: at least so many. why: of what the AI answered and a person has to look at. path: where it is dealt with,
    as an address in the console.
    """

    kind: Kind
    about: str
    title: str = ""
    conversation: Spoken | None = None
    person: Named | None = None
    due_at: Instant | None = None
    due_on: date | None = None
    since: Instant | None = None
    late: bool = False
    count: Count | None = None
    and_more: bool = False
    report: ReportState | None = None
    summary_id: str | None = None
    why: tuple[ReviewReason, ...] = ()
    path: str


class AgentRow(Entity):
    """Somebody whom the caller leads directly, and who leads nobody."""

    agent: Named
    next_meeting: NextMeeting | None


class TeamRow(Entity):
    """Somebody in the caller's line who leads others, and the team that they supervise; none where there is none."""

    supervisor: Named
    team: Named | None
    next_meeting: NextMeeting | None


class Evaluating(Entity):
    """An evaluator's day. waiting: open drafts, the caller's own and those that nobody has taken, 20 at most; `more`
    where there may be more. What to go on with isn't said here: it is given to one evaluator alone, when they ask for
    it (`POST /evaluations/next`)."""

    completed_today: Count
    waiting: Count
    more: bool


class HeldReason(Entity):
    """How much is held for a reason; what is held for several is counted with each."""

    code: HoldCode
    count: Count


class Spending(Entity):
    """What a use of the language model has cost in the month so far, in millionths of a US dollar, and its limit."""

    use: Use
    spent_micro_usd: Count
    limit_micro_usd: Count | None


class AccountState(Entity):
    """The account as its administrators look after it; each part for those who may.

    held, failed: how many conversations wait in the intake. month: the calendar month that `spending` is of, such as
    2026-03.
    """

    held: Count | None
    failed: Count | None
    reasons: list[HeldReason]
    month: str | None
    spending: list[Spending]


class Home(Entity):
    """The first screen.

    for_you: what waits, what is due first before what is due later, and before all of it a 1-to-1 of the next two
    hours; `for_you_more` where a source had more than was read. agents, teams: whom the caller leads, each with
    `…_more`. meetings_until: whoever has no next 1-to-1 here has none until then, and what is later wasn't read; None
    where it was. evaluating, account: none for those it isn't for.
    """

    for_you: list[ForYouItem]
    for_you_more: bool
    agents: list[AgentRow]
    agents_more: bool
    teams: list[TeamRow]
    teams_more: bool
    meetings_until: Instant | None
    evaluating: Evaluating | None
    account: AccountState | None


class Moved(Entity):
    """How the scores of one scorecard moved, against as many days before (N3).

    measure: `score` for the mean score; `passed` for the share of evaluations that passed: of teams, and of agents
    where there are too many to read them one by one. now, before: in percent. sample, sample_before: evaluations.
    points, low, high: the difference in points of a percent, with its 95 % interval. All but the samples are none where
    either is below the minimum; the interval too where all scores of a side are the same. direction: where it clearly
    moved. may_be_chance: the interval excludes 0, and the exact test, made over all that stand in one table, doesn't
    agree. compared: how many these are.
    """

    measure: Literal["score", "passed"]
    scorecard_id: str
    scorecard_name: str
    now: Percent | None
    before: Percent | None
    sample: Count
    sample_before: Count
    points: float | None
    low: float | None
    high: float | None
    direction: Direction
    may_be_chance: bool
    compared: Count


class ItemMoved(Entity):
    """How a line item's rate moved, judged together with all others that were compared."""

    points: float
    low: float
    high: float
    direction: Direction
    may_be_chance: bool
    sample_before: Count
    compared: Count


class ComplianceMiss(Entity):
    """A question that is a compliance matter, and how many answers to it don't pass."""

    scorecard_id: str
    scorecard_name: str
    question_id: str
    text: str
    missed: Count


class OverduePerson(Named):
    """Somebody of a team, with how many of their actions are overdue."""

    overdue: Count


class Standing(Entity):
    """How an agent or a team stands, over the days from `first_day` to `last_day`, both included.

    basis: since the agent's last 1-to-1; the last 13 weeks, where that was longer ago; or the last four weeks, where
    there was none, and of teams.
    minimum: the sample from which anything is a percentage. evaluations: completed ones, of all scorecards.
    change: of the scorecard with most of them; none without any. several_scorecards: whose it is has to be said.
    weakest: the line items with the lowest rate, all of those that share it, six at most, those with most answers;
    weakest_count: how many share it. strongest, strongest_count: likewise, for an agent's own page, and none of them
    fails more often than it passes. most_answers: to the line item with most, for
    what is said while there aren't enough. strength_moved: of the first of the strongest. auto_failed: evaluations that
    an answer failed. compliance_missed: answers that don't pass to questions that are a compliance matter;
    compliance_answers: of so many that apply, of all scorecards; 0 where none is asked. compliance_items: which these
    are, those that were missed most, six at most; compliance_count: how many there are.
    overdue: open actions past their due date, of a team those of its people, whoever has set them;
    `overdue_more` where not all were counted, so that there are as many at least. None where the caller sees no
    coaching. overdue_people: of a team with whom, those with most first, six at most; overdue_people_count: with how
    many. hidden: a team's figures would show people whom the caller doesn't see; all numbers are 0 then.
    days_left_out: on so many days of these and of those before nothing is counted, because the caller assesses a
    conversation of theirs in a calibration.
    """

    agent_id: str | None
    team_id: str | None
    basis: Literal["since_last_meeting", "last_13_weeks", "last_4_weeks"]
    first_day: date
    last_day: date
    last_meeting_at: Instant | None
    minimum: Count
    evaluations: Count
    several_scorecards: bool
    change: Moved | None
    weakest: list[LineItemView]
    weakest_count: Count
    strongest: list[LineItemView]
    strongest_count: Count
    strength_moved: ItemMoved | None
    most_answers: Count
    auto_failed: Count
    compliance_missed: Count
    compliance_answers: Count
    compliance_items: list[ComplianceMiss]
    compliance_count: Count
    overdue: Count | None
    overdue_more: bool
    overdue_people: list[OverduePerson]
    overdue_people_count: Count
    hidden: bool
    days_left_out: Count


class Standings(Entity):
    """How those who were asked for stand, in the order in which they were asked for; without those whom the caller may
    not see, and those who aren't there."""

    items: list[Standing]
