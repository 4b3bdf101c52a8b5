"""Intervals for coefficients of agreement that have no simple formula of their own: the percentile bootstrap (N4).

Units are drawn anew, with replacement, as many as there were, and the coefficient is computed of each such draw; the
interval is where the middle 95 % of the results lie. Of more than `MOST_DRAWN` units each kind is drawn by a Poisson
number with its count as mean, which comes to the same for many units and costs no more for a million.

Sources: B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap (1993), ch. 13; for alpha A. F. Hayes,
K. Krippendorff, Communication Methods and Measures 1 (2007) 77; for Poisson numbers N. Chamandy et al., Estimating
Uncertainty for Massive Data Streams (2012).

Chance comes from a seed, so that the same answers have the same interval whenever they are looked at.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from math import cos, exp, log, pi, sqrt
from typing import Final
from zlib import crc32

from debrief.quality.agreement.coefficients import Counted, Unit

MOST_DRAWN: Final = 400
"""Units that are drawn one by one."""

MOST_TURNS, LEAST_TURNS, MOST_WORK = 1_000, 200, 60_000
"""How often is drawn: fewer times where there are many different units, so that a page never waits for it."""

_LEAST_TOLD: Final = 0.5
"""Where the coefficient is defined in fewer of the draws, there is no telling how far it may lie."""

_TAIL: Final = 0.025
_MANY: Final = 30
"""From this mean on a Poisson number is drawn as a rounded normal one."""

_MASK: Final = 2**64 - 1


Interval = tuple[float, float]


def interval(
    units: Counted, coefficient: Callable[[Counted], float | None], seed: str, most_turns: int = MOST_TURNS
) -> Interval | None:
    """Between which two values the coefficient lies in 95 % of draws; None where that can't be told.

    With one kind of unit alone every draw is the same, and chance has had no say: there is no interval.
    """
    return intervals(units, [coefficient], seed, most_turns)[0]


def intervals(
    units: Counted,
    coefficients: Sequence[Callable[[Counted], float | None]],
    seed: str,
    most_turns: int = MOST_TURNS,
) -> list[Interval | None]:
    """The interval of each of several coefficients, all of the same draws."""
    if len(units) < 2:
        return [None] * len(coefficients)
    turns = max(LEAST_TURNS, min(most_turns, MOST_WORK // len(units)))
    chance = _chance(crc32(seed.encode()))
    found: list[list[float]] = [[] for _ in coefficients]
    for _ in range(turns):
        drawn = _drawn(units, chance)
        for values, coefficient in zip(found, coefficients, strict=True):
            if (value := coefficient(drawn)) is not None:
                values.append(value)
    return [_middle(sorted(values)) if len(values) >= turns * _LEAST_TOLD else None for values in found]


def _middle(values: Sequence[float]) -> Interval:
    """Where the middle 95 % of them lie. values: by size."""
    last = len(values) - 1
    return values[round(_TAIL * last)], values[round((1 - _TAIL) * last)]


def _drawn(units: Counted, chance: Iterator[float]) -> Counter[Unit]:
    kinds, counts = list(units), list(units.values())
    total = sum(counts)
    if total > MOST_DRAWN:
        many = {kind: _poisson(count, chance) for kind, count in units.items()}
        return Counter({kind: count for kind, count in many.items() if count})
    edges = list(accumulate(counts))
    return Counter(kinds[bisect_right(edges, next(chance) * total)] for _ in range(total))


def _poisson(mean: int, chance: Iterator[float]) -> int:
    if mean >= _MANY:
        # Box and Muller (1958).
        normal = sqrt(-2 * log(1 - next(chance))) * cos(2 * pi * next(chance))
        return max(0, round(mean + sqrt(mean) * normal))
    # Knuth, The Art of Computer Programming 2, section 3.4.1.
    left, many = next(chance), 0
    limit = exp(-mean)
    while left > limit:
        left *= next(chance)
        many += 1
    return many


def _chance(seed: int) -> Iterator[float]:
    """Numbers from 0 to below 1, always the same ones for a seed, on every version of Python.

    Source: SplitMix64, G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014, fig. 17.
    """
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & _MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        yield ((mixed ^ (mixed >> 31)) >> 11) / 2**53
