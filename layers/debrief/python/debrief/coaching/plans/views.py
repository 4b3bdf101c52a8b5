"""A plan as the API shows it, and what helps to make one."""

from datetime import date
from typing import Any, Literal, Self

from debrief.coaching.fields import fields_of
from debrief.coaching.plans.dates import Dates
from debrief.coaching.plans.metrics import LEAST_PERCENT, Metric, most_percent, target_value
from debrief.coaching.plans.model import STATUS_LABELS, Plan, PlannedAction, PlanStatus, Point, Series
from debrief.coaching.plans.progress import STANDING_LABELS, BeyondChance, Standing, beyond_chance
from debrief.coaching.plans.samples import Sample, chance_band, interval
from debrief.insights.inquiry_averages import mean_of
from debrief.insights.projection.inquiry_sums import Handled
from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity


class PlanAverage(Entity):
    """An average over `n` conversations. value, with low and high, its 95 % interval: none of fewer than the minimum;
    no interval either where all came to the same.
    """

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, metric: Metric, sample: Sample | None, minimum: int) -> Self:
        """What is told of a sample."""
        if sample is None or sample.n < minimum:
            return cls(n=sample.n if sample else 0)
        found = interval(metric, sample)
        return cls(n=sample.n, value=sample.mean, low=found.low if found else None, high=found.high if found else None)


class PlanPoint(PlanAverage):
    """How far a plan has come at the end of a day.

    since_start: how many of the conversations are of after the plan began. expected: what the straight way to the
    target has on that day. chance_low, chance_high: where the average of as many conversations lies in 95 of 100 cases
    if nothing has changed since the start.
    standing, beyond_chance: none below the minimum.
    """

    day: date
    since_start: int
    expected: float
    chance_low: float | None = None
    chance_high: float | None = None
    standing: Standing | None = None
    standing_label: str | None = None
    beyond_chance: BeyondChance | None = None

    @classmethod
    def at(cls, plan: Plan, point: Point) -> Self:
        """A point of a plan's way."""
        told = PlanAverage.of(plan.metric, point.sample, plan.minimum)
        band = chance_band(plan.metric, plan.start, told.n)
        standing = None if told.value is None else plan.way.standing(told.value, point.day)
        return cls(
            **dict(told),
            day=point.day,
            since_start=point.since_start,
            expected=plan.way.expected(point.day),
            chance_low=band.low if band else None,
            chance_high=band.high if band else None,
            standing=standing,
            standing_label=STANDING_LABELS[standing] if standing else None,
            beyond_chance=None if told.value is None else beyond_chance(plan.metric, told.value, band),
        )


class PlanView(Aggregate):
    """A plan. now: its latest point; none before there is one. actions: what the caller may do with it."""

    id: str
    agent_id: str
    agent_name: str
    channel: Channel
    inquiry: str
    metric: Metric
    percent: int
    minimum: int
    start: PlanAverage
    start_from: date
    target: float
    begins_on: date
    ends_on: date
    planned_actions: tuple[PlannedAction, ...]
    assistance: tuple[str, ...]
    status: PlanStatus
    status_label: str
    now: PlanPoint | None
    refreshed_on: date | None
    created_at: Instant
    ended_at: Instant | None
    ended_because: Literal["agent_left"] | None
    actions: tuple[str, ...]

    @classmethod
    def of(cls, plan: Plan, *, names: dict[str, str], actions: tuple[str, ...]) -> Self:
        """What a caller gets to see."""
        return cls(**_shown(plan, names, actions))


class PlanDetail(PlanView):
    """A plan with its way. series: a point for each day, oldest first; of a long plan the older ones are fewer."""

    series: tuple[PlanPoint, ...]

    @classmethod
    def with_series(cls, plan: Plan, series: Series, *, names: dict[str, str], actions: tuple[str, ...]) -> Self:
        """What a caller gets to see."""
        return cls(**_shown(plan, names, actions), series=tuple(PlanPoint.at(plan, each) for each in series.points))


def _shown(plan: Plan, names: dict[str, str], actions: tuple[str, ...]) -> dict[str, Any]:
    return {
        **fields_of(plan),
        "agent_name": names.get(plan.agent_id, ""),
        # What a plan rests on was above the minimum when it was begun.
        "start": PlanAverage.of(plan.metric, plan.start, 1),
        "status_label": STATUS_LABELS[plan.status],
        "now": PlanPoint.at(plan, plan.now) if plan.now else None,
        "actions": actions,
    }


class PlanTarget(Entity):
    """What so many percent better come to."""

    percent: int
    value: float


class PlanMetric(Entity):
    """Whether and how far a metric may be improved by a plan.

    start: the average that it would begin from. targets: a value for each percentage that may be chosen; empty where
    none may. why_not: why none may. plan_id: the plan that is in progress for it. recommended: the metric to focus on.
    """

    metric: Metric
    recommended: bool
    start: PlanAverage
    targets: tuple[PlanTarget, ...] = ()
    why_not: str | None = None
    plan_id: str | None = None

    @classmethod
    def of(cls, metric: Metric, sample: Sample | None, minimum: int, *, recommended: bool, plan_id: str | None) -> Self:
        """What is advised of a metric."""
        start = PlanAverage.of(metric, sample, minimum)
        why_not: str | None = None
        targets: tuple[PlanTarget, ...] = ()
        if start.value is None:
            why_not = f"Not enough data ({start.n} of {minimum})"
        elif most_percent(metric, start.value) < LEAST_PERCENT:
            why_not = "It can't be improved by 5 % or more from where it is"
        elif plan_id is not None:
            why_not = "A plan for it is in progress"
        if start.value is not None and why_not is None:
            percents = range(LEAST_PERCENT, most_percent(metric, start.value) + 1)
            value = start.value
            targets = tuple(PlanTarget(percent=each, value=target_value(metric, value, each)) for each in percents)
        return cls(
            metric=metric, recommended=recommended, start=start, targets=targets, why_not=why_not, plan_id=plan_id
        )


class PlanDates(Entity):
    """Which days may be chosen and which are advised, all included."""

    earliest: date
    latest: date
    advised_from: date
    advised_to: date

    @classmethod
    def of(cls, dates: Dates) -> Self:
        """The same for the API."""
        return cls(**dates._asdict())


class PlanAdvice(Entity):
    """What helps to make a plan for an inquiry on a channel.

    metrics: those that its conversations have. recommended_from, recommended_to: percent to begin with.
    start_from, start_to: the days that the averages are of.
    assistance: what the account offers to choose from.
    """

    channel: Channel
    inquiry: str
    minimum: int
    metrics: tuple[PlanMetric, ...]
    recommended_from: int
    recommended_to: int
    dates: PlanDates
    start_from: date
    start_to: date
    assistance: tuple[str, ...]


class PoorConversation(Entity):
    """A conversation that came to little. value: of the metric that was asked for."""

    interaction_id: str
    started_at: Instant
    value: float

    @classmethod
    def of(cls, found: Handled, metric: Metric) -> Self:
        """What is told of it; what it was about is read where it is opened."""
        value = mean_of(found.sums, metric)
        return cls(interaction_id=found.interaction_id, started_at=found.started_at, value=float(value or 0))


class PoorConversations(Entity):
    """The conversations about an inquiry that came to the worst, the worst first."""

    items: tuple[PoorConversation, ...]
