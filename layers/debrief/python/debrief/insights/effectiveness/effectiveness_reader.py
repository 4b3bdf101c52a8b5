"""Averages of an agent by inquiry, and what they are held against: for pages, and for whoever follows an agent's way.

Nobody is asked here whether the caller may see it. What is read doesn't grow with the number of conversations: of a
period a row for each day and channel, of the newest just those.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from debrief.insights.benchmarks.model import Benchmark, TeamFigure
from debrief.insights.benchmarks.quartiles import Bounds
from debrief.insights.benchmarks.store import BenchmarkStore
from debrief.insights.inquiry_averages import EffectMetric, interval_of, mean_of, number_of
from debrief.insights.intervals import Interval
from debrief.insights.projection.inquiry_sums import ALL, Handled, InquirySums, by_inquiry, unnamed
from debrief.insights.projection.model import Days
from debrief.insights.projection.rollups import counters_by_parts
from debrief.insights.projection.store import RollupStore
from debrief.interactions.conversations.words import Channel

MOST_RECENT: Final = 20
"""Conversations that Now is the average of (S1.8)."""

MOST_LOOKED_AT: Final = 300
"""Newest conversations of an inquiry among which the poorest are looked for."""


class Average(NamedTuple):
    """A mean. value: in the metric's unit; None of nothing. number: in how many conversations the value is known.

    interval: 95 %; None where too little is known.
    """

    value: float | None
    number: int
    interval: Interval | None = None


def average_of(sums: InquirySums, metric: EffectMetric) -> Average:
    """The average of a metric over what is summed."""
    mean = mean_of(sums, metric)
    return Average(None if mean is None else float(mean), number_of(sums, metric), interval_of(sums, metric))


class EffectivenessReader:
    """Reads how an agent does by inquiry."""

    def __init__(self, rollups: RollupStore, benchmarks: BenchmarkStore) -> None:
        self._rollups = rollups
        self._benchmarks = benchmarks

    def sums(self, agent_id: str, channel: Channel, days: Days) -> dict[str, InquirySums]:
        """The agent's conversations of a period by inquiry, and all of them under `ALL` (one query)."""
        return self.sums_and_unnamed(agent_id, channel, days)[0]

    def sums_and_unnamed(self, agent_id: str, channel: Channel, days: Days) -> tuple[dict[str, InquirySums], int]:
        """The same, and how many conversations have inquiries that aren't counted apart."""
        left = 0

        def counters() -> Iterator[tuple[tuple[str, ...], int]]:
            # Row by row: all of a long period together would fill the memory.
            nonlocal left
            for _, _, row in self._rollups.inquiries(agent_id, days, channel):
                by_parts = counters_by_parts(row)
                left += unnamed(by_parts)
                yield from by_parts.items()

        return by_inquiry(counters()), left

    def average(self, agent_id: str, inquiry: str, channel: Channel, metric: EffectMetric, days: Days) -> Average:
        """The agent's average of a metric for an inquiry over a period (one query)."""
        return average_of(self.sums(agent_id, channel, days).get(inquiry, InquirySums()), metric)

    def recent(
        self, agent_id: str, inquiry: str, channel: Channel, metric: EffectMetric, *, most: int = MOST_RECENT
    ) -> Average:
        """The average over the newest conversations of an inquiry, `most` at most (one query of so many small rows)."""
        return average_of(_total(self._rollups.handled(agent_id, inquiry, channel, most=most)), metric)

    def newest(self, agent_id: str, inquiry: str, channel: Channel, *, most: int) -> list[Handled]:
        """The newest conversations of an inquiry, or of `ALL`, the latest first (one query)."""
        return self._rollups.handled(agent_id, inquiry, channel, most=most)

    def between(
        self, agent_id: str, inquiry: str, channel: Channel, since: datetime, until: datetime, *, most: int
    ) -> list[Handled]:
        """As `newest`, of those that started from `since` to `until`, both included."""
        return self._rollups.handled(agent_id, inquiry, channel, most=most, since=since, until=until)

    def poorest(
        self, agent_id: str, inquiry: str, channel: Channel, metric: EffectMetric, *, most: int
    ) -> list[Handled]:
        """Among the newest 300 of an inquiry those in which a metric came out worst, the worst first (one query)."""
        found = self._rollups.handled(agent_id, inquiry, channel, most=MOST_LOOKED_AT)
        known = [(value, each) for each in found if (value := mean_of(each.sums, metric)) is not None]
        # Of equal ones the newest stay first.
        known.sort(key=lambda pair: pair[0], reverse=metric.lower_is_better)
        return [each for _, each in known[:most]]

    def benchmark(self, inquiry: str, channel: Channel, metric: EffectMetric) -> Bounds | None:
        """The quartiles, the median and the best of all ranked agents; None where nobody is ranked (one small item)."""
        found = self.benchmarks(channel, [inquiry]).get(inquiry)
        return found.metrics.get(metric) if found else None

    def benchmarks(self, channel: Channel, inquiries: Iterable[str]) -> dict[str, Benchmark]:
        """The benchmarks of inquiries: a small item each, 100 in a round trip."""
        return self._benchmarks.benchmarks(channel, inquiries)

    def team(
        self, team_id: str, channel: Channel, inquiries: Iterable[str]
    ) -> dict[str, dict[EffectMetric, TeamFigure]]:
        """What a team comes to at inquiries: an item for each bucket of them."""
        return self._benchmarks.team(team_id, channel, inquiries).inquiries

    def channels(self, agent_id: str) -> dict[Channel, datetime]:
        """The channels on which the agent has conversations, with when the newest began (four small queries)."""
        return dict(self._channels(agent_id))

    def _channels(self, agent_id: str) -> Iterator[tuple[Channel, datetime]]:
        for channel in Channel:
            for newest in self._rollups.handled(agent_id, ALL, channel, most=1):
                yield channel, newest.started_at


def _total(many: Iterable[Handled]) -> InquirySums:
    whole = InquirySums()
    for each in many:
        whole = whole.plus(each.sums)
    return whole
