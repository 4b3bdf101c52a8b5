"""A leaderboard: who stands where, as far as their numbers tell (S1, N3).

Source of the range of ranks: M. Klein, T. Wright and J. Wieczorek, "A joint confidence region for an overall ranking of
populations", Journal of the Royal Statistical Society C 69 (2020), 589–606: somebody may stand behind those only whose
interval lies wholly on the better side of theirs, and before those only whose lies wholly on the other. The intervals
here hold for each person by themselves, not for all at once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from math import inf
from typing import Final, NamedTuple

from debrief.insights.inquiry_averages import EffectMetric
from debrief.kernel.figures import half_up

DIGITS: Final = {
    EffectMetric.EFFECTIVENESS: 1,
    EffectMetric.HANDLE_TIME: -3,
    EffectMetric.SATISFACTION: 2,
    EffectMetric.RESOLUTION: 1,
}
"""Digits behind the point with which a value is shown, in its unit: who reads the same is a tie."""


class Entry(NamedTuple):
    """Somebody's average. low, high: its interval; none where nothing tells how far it can be trusted."""

    agent_id: str
    value: float
    low: float | None = None
    high: float | None = None


class Place(NamedTuple):
    """Where somebody stands. rank: 1 is the best; equal values share the first of their ranks.

    first, last: ranks that they may have as far as the intervals tell. tied: others have the same value.
    """

    entry: Entry
    rank: int
    first: int
    last: int
    tied: bool


def shown(value: float, metric: EffectMetric) -> Decimal:
    """The value as it is shown."""
    digits = DIGITS[metric]
    return half_up(value, digits) if digits >= 0 else half_up(value / 10**-digits)


def ranked(entries: Sequence[Entry], metric: EffectMetric) -> list[Place]:
    """The entries from the best to the last, ties by id."""
    sign = 1 if metric.lower_is_better else -1
    keys = {each.agent_id: sign * shown(each.value, metric) for each in entries}
    ordered = sorted(entries, key=lambda each: (keys[each.agent_id], each.agent_id))
    values = [keys[each.agent_id] for each in ordered]
    # In the direction in which less is better. Values that are all the same say nothing of the next one: whose
    # interval isn't known may stand anywhere.
    ends = {
        each.agent_id: [-inf, inf]
        if each.low is None or each.high is None
        else sorted((sign * each.low, sign * each.high))
        for each in entries
    }
    lows, highs = sorted(end[0] for end in ends.values()), sorted(end[1] for end in ends.values())
    places = []
    for entry in ordered:
        low, high = ends[entry.agent_id]
        first, after = (side(values, keys[entry.agent_id]) for side in (bisect_left, bisect_right))
        better, worse = bisect_left(highs, low), len(lows) - bisect_right(lows, high)
        places.append(Place(entry, first + 1, better + 1, len(entries) - worse, after - first > 1))
    return places
