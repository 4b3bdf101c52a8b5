"""Single conversations as a plan looks at them: what the latest come to, and which came to the worst."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Final

from debrief.coaching.plans.metrics import Metric
from debrief.coaching.plans.model import Point
from debrief.coaching.plans.samples import Sample
from debrief.insights.inquiry_averages import mean_of, moments_of, number_of
from debrief.insights.projection.inquiry_sums import Handled, InquirySums

LATEST: Final = 20
"""So many conversations make the average that a plan calls now (S1.8), unless the account tells nothing of so few."""

MOST_POOR: Final = 10
MOST_SEARCHED: Final = 300
"""Among so many of the newest the poor ones are looked for, and those of which a metric is known."""


def latest_of(minimum: int) -> int:
    """How many conversations make the average that a plan calls now: 20, or as many as anything is told of."""
    return max(LATEST, minimum)


def looked_at(minimum: int) -> tuple[int, ...]:
    """How many of the newest are read for it: of some the metric isn't known, and of many where the analysis hadn't its
    turn. The second number is read where the first aren't enough.
    """
    first = 2 * latest_of(minimum)
    return (first, MOST_SEARCHED) if first < MOST_SEARCHED else (first,)


def known_of(conversations: Iterable[Handled], metric: Metric, minimum: int) -> list[Handled]:
    """The newest of which the metric is known, as many as a point takes. conversations: newest first."""
    return list(islice((each for each in conversations if number_of(each.sums, metric)), latest_of(minimum)))


def point_of(known: Sequence[Handled], metric: Metric, day: date, began_at: datetime) -> Point:
    """What conversations of which the metric is known come to at the end of a day. began_at: when the plan began."""
    whole = InquirySums()
    for each in known:
        whole = whole.plus(each.sums)
    return Point(
        day=day,
        sample=Sample.of(moments_of(whole, metric)),
        since_start=sum(each.started_at >= began_at for each in known),
    )


def poorest(conversations: Sequence[Handled], metric: Metric, most: int = MOST_POOR) -> list[Handled]:
    """Those that came to the worst, the worst first and of equal ones the newest. conversations: newest first."""
    known = [(value, each) for each in conversations if (value := mean_of(each.sums, metric)) is not None]
    known.sort(key=lambda one: one[0], reverse=metric.lower_is_better)
    return [each for _, each in known[:most]]
