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
from debrief.kernel.calendar import month_of

BUCKETS: Final = 128
"""Over which inquiries are spread: so much of all agents' sums is held in memory at a time.

5,000 agents with 300 inquiries each are 12,000 sums in a bucket. The clock's function makes the benchmarks of as many
in some three seconds (decision 0129).
"""

MOST_OF_TEAM: Final = 100
"""Inquiries of a team's row, those with the most conversations: 300 inquiries are two or three in each bucket."""

MOST_NAMED: Final = 20
"""People of a team's figure who are kept by id: what is asked of them is whether enough of them aren't seen. With all
of a team of 150 its row would be larger than an item may be."""

MOST_BYTES: Final = 300_000
"""Of a team's row, of 400,000 that an item may have: names of inquiries out of vendors' files may be long."""


def bucket_of(inquiry: str) -> int:
    """Which bucket an inquiry is in."""
    return crc32(inquiry.encode(errors="replace")) % BUCKETS


def three_months_to(last: date) -> Days:
    """The three months that end with a day."""
    return months_to(last, 3)


def months_to(last: date, months: int) -> Days:
    """So many months, a year at most, that end with a day: from the day after the same day that many months before.

    Where that month is shorter, from the day after its last.
    """
    month, year = (last.month - months - 1) % 12 + 1, last.year - (last.month <= months)
    same = min(last.day, month_of(date(year, month, 1))[1].day)
    return Days(date(year, month, same) + timedelta(days=1), last)


def bounds_by_metric(
    cells: Sequence[Cell], channel: Channel, minimum: int, *, rates_from: int = 0
) -> dict[EffectMetric, Bounds]:
    """The bounds of one inquiry: of each metric over the agents who have at least `minimum` conversations with it, of
    the rate at least `rates_from` too, below which it is shown nowhere.
    """
    found: dict[EffectMetric, Bounds] = {}
    for metric in metrics_of(channel):
        least = max(minimum, rates_from) if metric is EffectMetric.RESOLUTION else minimum
        ranked = [
            Ranked(cell.agent_id, value)
            for cell in cells
            if number_of(cell.sums, metric) >= least and (value := mean_of(cell.sums, metric)) is not None
        ]
        if (bounds := bounds_of(ranked, lower_is_better=metric.lower_is_better)) is not None:
            found[metric] = bounds
    return found


def each_once(cells: Iterable[Cell]) -> list[Cell]:
    """The cells, of each agent and inquiry the last one: who is renamed while people are gone through by name, or was
    in a page that was done twice, may have come up twice.
    """
    return list({(cell.inquiry, cell.agent_id): cell for cell in cells}.values())


def team_averages(cells: Iterable[Cell], channel: Channel) -> dict[str, TeamAverages]:
    """What each team comes to at each inquiry among the cells: at so many as its row holds."""
    by_team: dict[str, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for cell in cells:
        if cell.team_id is not None:
            by_team[cell.team_id][cell.inquiry].append(cell)
    return {team: TeamAverages(inquiries=_figures(own, channel)) for team, own in by_team.items()}


def _figures(own: Mapping[str, Sequence[Cell]], channel: Channel) -> dict[str, dict[EffectMetric, TeamFigure]]:
    sums = {inquiry: total(cell.sums for cell in cells) for inquiry, cells in own.items()}
    largest = sorted(sums, key=lambda each: (-sums[each].number, each))[:MOST_OF_TEAM]
    found: dict[str, dict[EffectMetric, TeamFigure]] = {}
    left = MOST_BYTES
    for inquiry in largest:
        figures = {
            metric: _figure(float(value), metric, sums[inquiry], own[inquiry])
            for metric in metrics_of(channel)
            if (value := mean_of(sums[inquiry], metric)) is not None
        }
        left -= len(inquiry.encode(errors="replace")) + sum(
            len(each.model_dump_json()) + 50 for each in figures.values()
        )
        if left < 0:
            break
        found[inquiry] = figures
    return found


def _figure(value: float, metric: EffectMetric, whole: InquirySums, own: Sequence[Cell]) -> TeamFigure:
    agents = {cell.agent_id: number for cell in own if (number := number_of(cell.sums, metric))}
    named = {agent_id: agents[agent_id] for agent_id in sorted(agents)[:MOST_NAMED]}
    return TeamFigure(value=value, number=number_of(whole, metric), people=len(agents), agents=named)


def total(many: Iterable[InquirySums]) -> InquirySums:
    """All of them together."""
    whole = InquirySums()
    for each in many:
        whole = whole.plus(each)
    return whole
