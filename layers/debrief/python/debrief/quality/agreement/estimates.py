"""A table of answers as what is told of it: each coefficient with its interval, and what can't be told (N4)."""

from fractions import Fraction
from operator import truediv

from debrief.kernel.model import Entity
from debrief.quality.agreement.bootstrap import Interval, intervals
from debrief.quality.agreement.coefficients import (
    Counted,
    Level,
    ac1,
    alpha,
    chosen,
    compared,
    percent_agreement,
    unanimous,
)


class Estimate(Entity):
    """A coefficient, and between which values it may as well lie by chance (95 %); null where that can't be told."""

    value: float
    low: float | None
    high: float | None


class Agreement(Entity):
    """How far those who judged the same things agree.

    compared: how many things two or more have judged. percent: the share of pairs that agree, 0–100.
    unanimous: all gave the same answer everywhere: alpha isn't defined then, and that is no disagreement.
    alpha: Krippendorff's; ac1: Gwet's; each null where it isn't defined. level: what a difference means to alpha.
    """

    compared: int
    percent: Estimate | None
    unanimous: bool
    level: Level
    alpha: Estimate | None
    ac1: Estimate | None


def agreement(units: Counted, seed: str, level: Level = "nominal", categories: int | None = None) -> Agreement:
    """What is told of these units. seed: what the intervals' chance comes from, such as the id of what it is about.

    categories: how many could be chosen; unless told, those that were.
    """
    # The same in every draw: a draw in which nobody chose one of them isn't of another scale.
    several = max(categories or 0, chosen(units))

    found = intervals(
        units,
        [
            lambda drawn: percent_agreement(drawn, truediv),
            lambda drawn: alpha(drawn, truediv, level),
            lambda drawn: ac1(drawn, truediv, several),
        ],
        seed,
    )
    return Agreement(
        compared=compared(units),
        percent=_told(percent_agreement(units, Fraction), found[0], 100),
        unanimous=unanimous(units),
        level=level,
        alpha=_told(alpha(units, Fraction, level), found[1]),
        ac1=_told(ac1(units, Fraction, several), found[2]),
    )


def _told(exact: Fraction | None, found: Interval | None, times: int = 1) -> Estimate | None:
    if exact is None:
        return None
    low, high = found or (None, None)
    return Estimate(
        value=float(exact * times),
        low=None if low is None else low * times,
        high=None if high is None else high * times,
    )
