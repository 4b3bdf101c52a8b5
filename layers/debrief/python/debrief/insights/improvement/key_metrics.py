"""The five key metrics (S2.7): what each is made of, its figure with its interval, and how far it has moved (N3).

| metric | is | over | unit |
|---|---|---|---|
| quality | the mean score | evaluations | percent |
| first_call_resolution | resolved, and no repeat contact | conversations in which both were told | percent |
| compliance | answers to compliance criteria that pass | answers that apply | percent |
| sentiment_arc | sentiment at the end less that at the start | conversations in which both are known | −10 to 10 |
| coaching_completion | done by the day on which it was due | assignments and practice due | percent |

All of them are `Sums` on the scale of 0–100, so that one arithmetic serves: a rate counts 100 or 0, an arc is put on
that scale and taken off it again. Evaluations and conversations count as independent of each other. Those of one agent
are alike, which makes the interval of a change wider than it need be where the same people are compared with
themselves, and never narrower.

Answers to several questions of one evaluation aren't independent: a conversation that went wrong misses several. An
average of m such answers varies at most as one of them does, by 1 + (m − 1)·ρ with ρ ≤ 1 (L. Kish, Survey Sampling,
1965, 5.4), so that they count as the evaluations that they are of.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Literal

from pydantic import Field

from debrief.insights.comparing import Change, Rate
from debrief.insights.exact_tests import clear_rates
from debrief.insights.intervals import Interval, newcombe, wilson
from debrief.insights.means import Sums, difference_interval, mean_interval
from debrief.kernel.model import Entity

KeyMetric = Literal["quality", "first_call_resolution", "compliance", "sentiment_arc", "coaching_completion"]
Unit = Literal["percent", "sentiment"]
Count = Annotated[int, Field(ge=0)]

KEY_METRICS: Final[tuple[KeyMetric, ...]] = (
    "quality",
    "first_call_resolution",
    "compliance",
    "sentiment_arc",
    "coaching_completion",
)
RATES: Final[frozenset[KeyMetric]] = frozenset({"first_call_resolution", "compliance", "coaching_completion"})
UNITS: Final[Mapping[KeyMetric, Unit]] = {
    "quality": "percent",
    "first_call_resolution": "percent",
    "compliance": "percent",
    "sentiment_arc": "sentiment",
    "coaching_completion": "percent",
}

NOTHING: Final = Sums(0, 0, 0)
Figures = Mapping[KeyMetric, Sums]
"""What the metrics of somebody come to in a period; one that is absent has no sample."""

_WHOLE: Final = 10_000
_ARC: Final = 1_000
"""The largest arc, in hundredths."""
_STRETCH: Final = 5
"""From −10 … 10 to 0 … 100."""


class KeyFigure(Entity):
    """What a metric comes to, in its unit, with the 95 % interval; value, low and high are none below the minimum.

    sample: evaluations, conversations, answers, or assignments and practice. low, high: none as well of a mean of
    values that are all the same.
    """

    value: float | None
    sample: Count
    low: float | None = None
    high: float | None = None


class KeyChange(Entity):
    """How far a metric moved since the period before, in points of its unit, with the 95 % interval.

    direction: where that is clear over all five together. Of means it is clear nowhere: the rollups keep no single
    value, which an exact test needs.
    """

    points: float
    low: float | None
    high: float | None
    direction: Literal["up", "down", "unclear"]


def rate_sums(passed: int, applicable: int) -> Sums:
    """A rate as sums."""
    return Sums(applicable, passed * _WHOLE, passed * _WHOLE**2)


def arc_sums(number: int, hundredths: int, squares: int) -> Sums:
    """Sentiment arcs, in hundredths from −1000 to 1000, on the scale of 0–100."""
    return Sums(
        number,
        _STRETCH * (hundredths + _ARC * number),
        _STRETCH**2 * (squares + 2 * _ARC * hundredths + _ARC**2 * number),
    )


def added(many: Sequence[Sums], *, apart: int | None = None) -> Sums:
    """Several of them together. apart: see `Sums`."""
    return Sums(
        sum(each.number for each in many),
        sum(each.hundredths for each in many),
        sum(each.squares for each in many),
        apart,
    )


def independent(sums: Sums) -> Rate:
    """A rate as one of as many answers as are independent of each other at least."""
    number = sums.number if sums.apart is None else max(1, min(sums.number, sums.apart))
    return Rate((2 * sums.hundredths * number + _WHOLE * sums.number) // (2 * _WHOLE * sums.number), number)


def with_share(interval: Interval, value: float) -> Interval:
    """An interval of a rate of fewer answers, which may lie beside its share by half an answer, together with that."""
    return Interval(min(interval.low, value), max(interval.high, value))


def in_unit(metric: KeyMetric, percent: float) -> float:
    """A value on the scale of 0–100 in the metric's unit."""
    return percent / _STRETCH - _ARC / 100 if metric == "sentiment_arc" else percent


def points_in_unit(metric: KeyMetric, points: float) -> float:
    """A difference on that scale in the metric's unit."""
    return points / _STRETCH if metric == "sentiment_arc" else points


def figure(metric: KeyMetric, sums: Sums, minimum: int) -> KeyFigure:
    """What a metric comes to: with Wilson's interval of a rate, Student's of a mean."""
    if sums.number < max(minimum, 1):
        return KeyFigure(value=None, sample=sums.number)
    interval = _interval(metric, sums)
    return KeyFigure(
        value=in_unit(metric, sums.hundredths / sums.number / 100),
        sample=sums.number,
        low=in_unit(metric, interval.low) if interval else None,
        high=in_unit(metric, interval.high) if interval else None,
    )


def changes(before: Figures, now: Figures, minimum: int) -> dict[KeyMetric, KeyChange]:
    """How far each metric moved that has enough data in both periods: rates by Newcombe's interval and an exact test,
    means by Welch's interval. What is clear is Holm's decision over all five.
    """
    told = [
        each
        for each in KEY_METRICS
        if min(before.get(each, NOTHING).number, now.get(each, NOTHING).number) >= max(minimum, 1)
    ]
    found: dict[KeyMetric, KeyChange] = {}
    tables: dict[KeyMetric, tuple[int, int, int, int]] = {}
    for each in told:
        then, after = before[each], now[each]
        if each not in RATES:
            found[each] = _mean_change(each, then, after)
        else:
            rates = independent(then), independent(after)
            if newcombe(*rates[0], *rates[1]).significant:
                tables[each] = (*rates[0], *rates[1])
    clear = dict(zip(KEY_METRICS, clear_rates([tables.get(each) for each in KEY_METRICS]), strict=True))
    for each in told:
        if each in RATES:
            found[each] = _rate_change(before[each], now[each], is_clear=clear[each])
    return {each: found[each] for each in told}


def _interval(metric: KeyMetric, sums: Sums) -> Interval | None:
    if metric not in RATES:
        return mean_interval(sums)
    found = wilson(*independent(sums))
    return with_share(Interval(100 * found.low, 100 * found.high), sums.hundredths / sums.number / 100)


def _mean_change(metric: KeyMetric, before: Sums, now: Sums) -> KeyChange:
    interval = difference_interval(before, now)
    points = (now.hundredths / now.number - before.hundredths / before.number) / 100
    return KeyChange(
        points=points_in_unit(metric, points),
        low=points_in_unit(metric, interval.low) if interval else None,
        high=points_in_unit(metric, interval.high) if interval else None,
        direction="unclear",
    )


def _rate_change(before: Sums, now: Sums, *, is_clear: bool) -> KeyChange:
    found = newcombe(*independent(before), *independent(now)).interval
    points = (now.hundredths / now.number - before.hundredths / before.number) / 100
    change = Change(points, with_share(Interval(100 * found.low, 100 * found.high), points), is_clear)
    return KeyChange(
        points=change.points, low=change.interval.low, high=change.interval.high, direction=change.direction
    )
