"""From agents' sums to benchmarks and teams' averages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from zlib import crc32

from debrief.insights.benchmarks.model import Cell, TeamAverages, TeamFigure
from debrief.insights.benchmarks.quartiles import Bounds, Ranked, bounds_of
from debrief.insights.inquiry_averages import EffectMetric, mean_of, metrics_of, number_of
from debrief.insights.projection.inquiry_sums import InquirySums
from debrief.insights.projection.model import Days
from debrief.interactions.conversations.words import Channel

BUCKETS: Final = 16
"""Over which inquiries are spread: so much of all agents' sums is held in memory at a time."""

MOST_OF_TEAM: Final = 200
"""Inquiries of a team's row, those with the most conversations: 300 inquiries are some twenty in each bucket."""


def bucket_of(inquiry: str) -> int:
    """Which bucket an inquiry is in."""
    return crc32(inquiry.encode()) % BUCKETS


def three_months_to(last: date) -> Days:
    """The three months that end with a day: from the day after the same day three months before."""
    month = last.month - 3 if last.month > 3 else last.month + 9
    year = last.year if last.month > 3 else last.year - 1
    following = date(year + month // 12, month % 12 + 1, 1)
    same = min(last.day, (following - timedelta(days=1)).day)
    return Days(date(year, month, same) + timedelta(days=1), last)


def bounds_by_metric(cells: Sequence[Cell], channel: Channel, minimum: int) -> dict[EffectMetric, Bounds]:
    """The bounds of one inquiry: of each metric over the agents who have at least `minimum` conversations with it."""
    found: dict[EffectMetric, Bounds] = {}
    for metric in metrics_of(channel):
        ranked = [
            Ranked(cell.agent_id, value)
            for cell in cells
            if number_of(cell.sums, metric) >= minimum and (value := mean_of(cell.sums, metric)) is not None
        ]
        if (bounds := bounds_of(ranked, lower_is_better=metric.lower_is_better)) is not None:
            found[metric] = bounds
    return found


def team_averages(cells: Iterable[Cell], channel: Channel) -> dict[str, TeamAverages]:
    """What each team comes to at each inquiry among the cells."""
    by_team: dict[str, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for cell in cells:
        if cell.team_id is not None:
            by_team[cell.team_id][cell.inquiry].append(cell)
    return {team: TeamAverages(inquiries=_figures(own, channel)) for team, own in by_team.items()}


def _figures(own: Mapping[str, Sequence[Cell]], channel: Channel) -> dict[str, dict[EffectMetric, TeamFigure]]:
    sums = {inquiry: total(cell.sums for cell in cells) for inquiry, cells in own.items()}
    largest = sorted(sums, key=lambda each: (-sums[each].number, each))[:MOST_OF_TEAM]
    return {
        inquiry: {
            metric: TeamFigure(
                value=float(value),
                number=number_of(sums[inquiry], metric),
                agents={cell.agent_id: number for cell in own[inquiry] if (number := number_of(cell.sums, metric))},
            )
            for metric in metrics_of(channel)
            if (value := mean_of(sums[inquiry], metric)) is not None
        }
        for inquiry in largest
    }


def total(many: Iterable[InquirySums]) -> InquirySums:
    """All of them together."""
    whole = InquirySums()
    for each in many:
        whole = whole.plus(each)
    return whole
