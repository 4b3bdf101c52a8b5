"""Whether those who were coached have moved more than chance alone would have it, over several of them (N3).

Whoever is coached was mostly picked for a bad period, and a bad period is followed by a better one whatever is done. So
each is held against a colleague who wasn't coached and stood where they did in the period before: one for one, the
closest first, nobody twice, nobody further apart than `CALIPER`. Who belongs to whom follows from the period before
alone. What such a colleague does now is what a bad period alone brings. What little is left between the two of a pair
is counted as it lasts: by the reliability of a period (`matching.shifts`), told from all who weren't coached.

Over the pairs, with dᵢ = now of the coached − now of the colleague − what lasts of their gap, and k of them:

    mean(d) ± t(k − 1)·√(s² ÷ k)

Pairs have nobody in common, so that they are independent of each other.

Sources:
    Student's distribution: see `means`.
    D. B. Rubin, "Matching to remove bias in observational studies", Biometrics 29 (1973), 159–183.
    D. T. Campbell and D. A. Kenny, A Primer on Regression Artifacts (1999), on matching by a measure with error.
"""

from collections.abc import Mapping
from math import sqrt
from statistics import fmean, variance
from typing import Final, NamedTuple

from debrief.insights.improvement.beyond_chance import single_variance
from debrief.insights.improvement.matching import LEAST_ANSWERS, LEAST_WEEKS
from debrief.insights.means import Sums, student, tail

LEAST_PAIRS: Final = 8
"""Fewer say too little of the spread among pairs."""

CALIPER: Final = 0.5
"""Of the standard deviation of the period before, among all who are looked at."""


class Stand(NamedTuple):
    """What somebody's metric came to in the period before and comes to now."""

    before: Sums
    now: Sums

    @property
    def tells(self) -> bool:
        """Whether there is enough in both periods to say anything."""
        return self.before.number >= LEAST_ANSWERS and self.now.number >= LEAST_ANSWERS


class Effect(NamedTuple):
    """How much further the coached moved than their colleagues, in points on the scale of 0–100.

    chance: how likely they are as far apart where coaching has done nothing. pairs: how many there are.
    """

    points: float
    low: float
    high: float
    chance: float
    pairs: int


class Pair(NamedTuple):
    """Who is held against whom."""

    coached: str
    colleague: str


def pairs(coached: Mapping[str, Stand], others: Mapping[str, Stand]) -> list[Pair]:
    """Who is held against whom, by the period before alone: the closest first; ties by id."""
    own = {id: _mean(each.before) for id, each in coached.items() if each.tells}
    free = {id: _mean(each.before) for id, each in others.items() if each.tells}
    everybody = [*own.values(), *free.values()]
    if len(everybody) < 2:
        return []
    widest = CALIPER * sqrt(variance(everybody))
    near = sorted(
        (abs(mean - other), id, colleague)
        for id, mean in own.items()
        for colleague, other in free.items()
        if abs(mean - other) <= widest
    )
    found: list[Pair] = []
    taken: set[str] = set()
    for _, id, colleague in near:
        if id not in taken and colleague not in taken:
            taken |= {id, colleague}
            found.append(Pair(id, colleague))
    return found


def effect(coached: Mapping[str, Stand], others: Mapping[str, Stand]) -> Effect | None:
    """How much further those who were coached moved than colleagues like them; None where that can't be told."""
    found = pairs(coached, others)
    if len(found) < LEAST_PAIRS:
        return None
    lasts = reliability({id: each.before for id, each in others.items() if each.tells})
    apart = [
        _mean(coached[one].now)
        - _mean(others[other].now)
        - lasts * (_mean(coached[one].before) - _mean(others[other].before))
        for one, other in found
    ]
    mean, spread = fmean(apart), variance(apart)
    if not spread:
        # All pairs are as far apart as each other, which says nothing of the next one.
        return None
    freedom, error = len(apart) - 1, sqrt(spread / len(apart))
    margin = student(freedom) * error
    return Effect(
        points=mean / 100,
        low=(mean - margin) / 100,
        high=(mean + margin) / 100,
        chance=min(1.0, 2 * tail(abs(mean) / error, freedom)),
        pairs=len(apart),
    )


def reliability(before: Mapping[str, Sums]) -> float:
    """How much of a gap in the period before lasts: the part of the spread that isn't made by few answers, 0–1."""
    if len(before) < LEAST_WEEKS:
        return 0.0
    spread = variance(_mean(each) for each in before.values())
    few = fmean(single_variance([each]) / each.number for each in before.values())
    return max(0.0, 1.0 - few / spread) if spread else 0.0


def _mean(sums: Sums) -> float:
    return sums.hundredths / sums.number
