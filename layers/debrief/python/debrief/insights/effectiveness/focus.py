"""Which metric of an inquiry to focus on (S1.6)."""

from collections.abc import Mapping
from fractions import Fraction

from debrief.insights.inquiry_averages import EffectMetric, mean_of, number_of
from debrief.insights.projection.inquiry_sums import InquirySums
from debrief.interactions.conversations.words import Channel


def gains(sums: InquirySums, medians: Mapping[EffectMetric, float], channel: Channel) -> dict[EffectMetric, Fraction]:
    """By how many seconds the score would fall if one metric moved to the peers' median and the others stayed.

    The score is handle time ÷ (satisfaction + resolution), so it changes with a metric as this formula over averages
    does: it is multiplied by median ÷ own of handle time, and by (s + r) ÷ (s' + r') for the others. A metric without
    an own average or a median isn't there.
    """
    score = mean_of(sums, EffectMetric.EFFECTIVENESS)
    if score is None:
        return {}
    found: dict[EffectMetric, Fraction] = {}
    handle, median = mean_of(sums, EffectMetric.HANDLE_TIME), medians.get(EffectMetric.HANDLE_TIME)
    if handle and median is not None:
        found[EffectMetric.HANDLE_TIME] = score - score * _kept(median, handle) / handle
    if channel is Channel.EMAIL:
        return found
    satisfaction = mean_of(sums, EffectMetric.SATISFACTION)
    resolved = mean_of(sums, EffectMetric.RESOLUTION)
    if satisfaction is None or resolved is None:
        return found
    resolution = resolved / 100
    whole = satisfaction + resolution
    if (peers := medians.get(EffectMetric.SATISFACTION)) is not None:
        found[EffectMetric.SATISFACTION] = score - score * whole / (_kept(peers, satisfaction) + resolution)
    if (peers := medians.get(EffectMetric.RESOLUTION)) is not None:
        found[EffectMetric.RESOLUTION] = score - score * whole / (satisfaction + _kept(peers, resolved) / 100)
    return found


def _kept(median: float, own: Fraction) -> Fraction:
    """A median as it is reckoned with. It was kept as the nearest float: whoever is on it gains nothing by it."""
    return own if float(own) == median else Fraction(median)


def recommended(
    sums: InquirySums,
    medians: Mapping[EffectMetric, float],
    channel: Channel,
    *,
    ranked_from: int,
    rates_from: int,
) -> EffectMetric | None:
    """The metric whose move to the peers' median would lower the score most; None where none would lower it.

    ranked_from: of fewer conversations nothing is advised, as nobody is ranked by them; be it that the metric is known
    of fewer, or the score that it would lower. rates_from: the same of the rate, which isn't shown of fewer.
    """
    if number_of(sums, EffectMetric.EFFECTIVENESS) < ranked_from:
        return None
    least = {EffectMetric.RESOLUTION: max(ranked_from, rates_from)}
    found = {
        metric: gain
        for metric, gain in gains(sums, medians, channel).items()
        if number_of(sums, metric) >= least.get(metric, ranked_from)
    }
    best = max(found, key=lambda each: found[each], default=None)
    return best if best is not None and found[best] > 0 else None
