"""Where an agent stands among all others at an inquiry (S1.4).

Source of the quartiles: R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American Statistician
50 (1996), 361–365: definition 7, which spreadsheets use as well.
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from debrief.kernel.model import Entity

LEAST_AGENTS: Final = 4
"""Agents who are ranked before there are quarters of them; also so many that none shows in what all come to (P4)."""


class Word(StrEnum):
    """Where somebody stands: among the best quarter, the middle two, the last one, or nobody can say."""

    GREAT = "great"
    GOOD = "good"
    NEEDS_WORK = "needs_work"
    NOT_ENOUGH_DATA = "not_enough_data"


class Ranked(NamedTuple):
    """An agent with enough conversations. value: their average."""

    agent_id: str
    value: Fraction


class Bounds(Entity):
    """The quartiles of the ranked agents' averages, in the metric's unit, and the best of them.

    agents: how many are ranked. first, median, third: in ascending order of the value, whichever end is better.
    best_id: whose average is the best; of several the first by id, and `best_agents` tells how many have it.
    """

    agents: int
    first: float
    median: float
    third: float
    best: float
    best_id: str
    best_agents: int


def bounds_of(ranked: Sequence[Ranked], *, lower_is_better: bool) -> Bounds | None:
    """The bounds of those who are ranked; None of nobody."""
    if not ranked:
        return None
    values = sorted(each.value for each in ranked)
    best = values[0] if lower_is_better else values[-1]
    holders = sorted(each.agent_id for each in ranked if each.value == best)
    first, median, third = (float(quantile(values, Fraction(part, 4))) for part in (1, 2, 3))
    return Bounds(
        agents=len(values),
        first=first,
        median=median,
        third=third,
        best=float(best),
        best_id=holders[0],
        best_agents=len(holders),
    )


def quantile(ascending: Sequence[Fraction], part: Fraction) -> Fraction:
    """The quantile of values in ascending order: between the two nearest, (n − 1)·part steps from the least."""
    place = (len(ascending) - 1) * part
    below = int(place)
    if below + 1 >= len(ascending):
        return ascending[-1]
    return ascending[below] + (place - below) * (ascending[below + 1] - ascending[below])


def word_of(
    value: float | Fraction | None, number: int, bounds: Bounds | None, *, minimum: int, lower_is_better: bool
) -> Word:
    """The word for an average of `number` conversations.

    Not enough data: of fewer than `minimum`, or while fewer than four agents are ranked. Whoever is on a bound is in
    the outer quarter; where both bounds are the same, everybody on them is in the middle.
    """
    if value is None or number < minimum or bounds is None or bounds.agents < LEAST_AGENTS:
        return Word.NOT_ENOUGH_DATA
    # Bounds were kept as the nearest floats: the same is done to what is held against them.
    own = float(value)
    good, poor = (bounds.first, bounds.third) if lower_is_better else (bounds.third, bounds.first)
    if good == poor == own:
        return Word.GOOD
    if (own <= good) if lower_is_better else (own >= good):
        return Word.GREAT
    if (own >= poor) if lower_is_better else (own <= poor):
        return Word.NEEDS_WORK
    return Word.GOOD
