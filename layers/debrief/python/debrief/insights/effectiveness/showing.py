"""From sums and benchmarks to figures, and what of others' may be shown beside them (P4)."""

from collections.abc import Iterable, Mapping
from typing import Final

from debrief.insights.benchmarks.model import Benchmark, TeamFigure
from debrief.insights.benchmarks.quartiles import LEAST_AGENTS, Bounds, word_of
from debrief.insights.effectiveness.views import OwnFigure, RecentConversation, TeamFigureView, TopFigure
from debrief.insights.inquiry_averages import EffectMetric, interval_of, mean_of, metrics_of, number_of
from debrief.insights.projection.inquiry_sums import Handled, InquirySums
from debrief.insights.reports.anonymity import ANONYMOUS_FROM
from debrief.interactions.conversations.words import Channel

_DIGITS: Final = 3
"""Of a team's average that nobody may be read from: with all of them, two days' could be taken off each other."""


def own_figures(
    sums: InquirySums, benchmark: Benchmark | None, channel: Channel, *, ranked_from: int, rates_from: int
) -> list[OwnFigure]:
    """The averages of a channel's metrics. ranked_from, rates_from: the account's minimums for words and for rates."""
    return [
        own_figure(sums, metric, benchmark, ranked_from=ranked_from, rates_from=rates_from)
        for metric in metrics_of(channel)
    ]


def own_figure(
    sums: InquirySums, metric: EffectMetric, benchmark: Benchmark | None, *, ranked_from: int, rates_from: int
) -> OwnFigure:
    """One of them."""
    number, mean = number_of(sums, metric), mean_of(sums, metric)
    if metric is EffectMetric.RESOLUTION and number < rates_from:
        mean = None
    interval = interval_of(sums, metric) if mean is not None else None
    bounds = benchmark.metrics.get(metric) if benchmark else None
    return OwnFigure(
        metric=metric,
        lower_is_better=metric.lower_is_better,
        value=None if mean is None else float(mean),
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        number=number,
        word=word_of(mean, number, bounds, minimum=ranked_from, lower_is_better=metric.lower_is_better),
    )


def team_figure(
    metric: EffectMetric,
    figure: TeamFigure | None,
    seen: frozenset[str] | None,
    *,
    agent_id: str | None = None,
    rates_from: int = 0,
) -> TeamFigureView:
    """A team's average for somebody who sees those of its people (None: everybody); no rate of fewer than `rates_from`.

    agent_id: beside whose own figure it stands. Where nobody else is behind it, it is that figure once more, and no
    team's.
    Whoever sees all whose it is, is told it whole. Else four people have to be behind it, three of whom aren't seen,
    and it is told to three digits. Of a large team some people are known alone: three of these have to be unseen.
    """
    if figure is None or (metric is EffectMetric.RESOLUTION and figure.number < rates_from):
        return TeamFigureView(metric=metric, value=None, withheld=False)
    behind = frozenset(figure.agents)
    if behind == {agent_id} and figure.people <= 1:
        return TeamFigureView(metric=metric, value=None, withheld=True)
    if seen is None or (behind <= seen and figure.people <= len(behind)):
        return TeamFigureView(metric=metric, value=figure.value, withheld=False)
    if len(behind) < ANONYMOUS_FROM or len(behind - seen) < ANONYMOUS_FROM - 1:
        return TeamFigureView(metric=metric, value=None, withheld=True)
    return TeamFigureView(metric=metric, value=float(f"{figure.value:.{_DIGITS}g}"), withheld=False)


def top_figure(metric: EffectMetric, bounds: Bounds | None, agent_id: str, seen: frozenset[str] | None) -> TopFigure:
    """The best agent's average. seen: whose names the caller may be told; None for everybody's.

    It is the figure of one person: unless the caller may know whose it is, four have to be ranked.
    """
    if bounds is None:
        return TopFigure(metric=metric, value=None, withheld=False, agent_id=None, own=False)
    alone = bounds.best_agents == 1
    own, known = bounds.best_id == agent_id and alone, seen is None or bounds.best_id in seen
    if bounds.agents < LEAST_AGENTS and not known:
        return TopFigure(metric=metric, value=None, withheld=True, agent_id=None, own=False)
    return TopFigure(
        metric=metric, value=bounds.best, withheld=False, agent_id=bounds.best_id if known and alone else None, own=own
    )


def recent_conversation(handled: Handled) -> RecentConversation:
    """One of the newest conversations."""
    sums = handled.sums
    score = mean_of(sums, EffectMetric.EFFECTIVENESS)
    satisfaction = mean_of(sums, EffectMetric.SATISFACTION)
    return RecentConversation(
        interaction_id=handled.interaction_id,
        started_at=handled.started_at,
        handle_ms=sums.handle_ms if sums.handle_known else None,
        effectiveness=None if score is None else float(score),
        satisfaction=None if satisfaction is None else float(satisfaction),
        resolved=bool(sums.resolved) if sums.resolution_known else None,
    )


def together(many: Iterable[Handled]) -> dict[str, InquirySums]:
    """Conversations by inquiry and in all, of the rows that tell their inquiries."""
    found: dict[str, InquirySums] = {}
    for each in many:
        for inquiry in ("", *(each.inquiries or ())):
            found[inquiry] = found.get(inquiry, InquirySums()).plus(each.sums)
    return found


def medians(benchmark: Benchmark | None) -> Mapping[EffectMetric, float]:
    """The medians of all ranked agents, of those metrics for which enough are ranked."""
    metrics = benchmark.metrics if benchmark else {}
    return {metric: bounds.median for metric, bounds in metrics.items() if bounds.agents >= LEAST_AGENTS}
