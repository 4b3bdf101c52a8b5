"""Reads what plans are made of: an agent's figures by inquiry, and what others come to."""

from datetime import UTC, datetime, timedelta
from typing import Final

from debrief.coaching.plans.conversations import known_of, latest_of, looked_at
from debrief.coaching.plans.metrics import Metric
from debrief.insights.effectiveness.effectiveness_reader import EffectivenessReader
from debrief.insights.effectiveness.focus import recommended
from debrief.insights.effectiveness.showing import medians
from debrief.insights.projection.inquiry_sums import Handled, InquirySums
from debrief.insights.projection.model import Days
from debrief.interactions.conversations.words import Channel

_BEGINNING: Final = datetime(1900, 1, 1, tzinfo=UTC)
_INSTANT: Final = timedelta(milliseconds=1)


class PlanFigures:
    """An agent's conversations about an inquiry on a channel, in sums and one by one."""

    def __init__(self, reader: EffectivenessReader) -> None:
        self._reader = reader

    def start(self, agent_id: str, channel: Channel, inquiry: str, days: Days) -> InquirySums:
        """Those of some days together (one query)."""
        return self._reader.sums(agent_id, channel, days).get(inquiry, InquirySums())

    def latest(
        self,
        agent_id: str,
        channel: Channel,
        inquiry: str,
        before: datetime,
        *,
        most: int,
        since: datetime = _BEGINNING,
    ) -> list[Handled]:
        """The newest that started before an instant, the newest first (one query)."""
        return self._reader.between(agent_id, inquiry, channel, since, before - _INSTANT, most=most)

    def newest_known(
        self, agent_id: str, channel: Channel, inquiry: str, metric: Metric, before: datetime, *, minimum: int
    ) -> list[Handled]:
        """The newest that started before an instant and of which the metric is known, as many as a point of a plan
        takes (one query; a second one where it is known of few).
        """
        known: list[Handled] = []
        for most in looked_at(minimum):
            found = self.latest(agent_id, channel, inquiry, before, most=most)
            known = known_of(found, metric, minimum)
            if len(found) < most or len(known) == latest_of(minimum):
                break
        return known

    def recommended(
        self, channel: Channel, inquiry: str, own: InquirySums, *, ranked_from: int, rates_from: int
    ) -> Metric | None:
        """The metric to focus on, of what the agent's conversations come to, as on the inquiry's page: by medians of
        enough agents (S1.6; one small item)."""
        peers = medians(self._reader.benchmarks(channel, [inquiry]).get(inquiry))
        return recommended(own, peers, channel, ranked_from=ranked_from, rates_from=rates_from)
