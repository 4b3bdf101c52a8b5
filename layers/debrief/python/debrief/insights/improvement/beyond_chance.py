"""Whether a coached agent does better than chance alone would have it (N3).

Whoever is coached was mostly picked for a bad week, and a bad week is followed by a better one whatever is done: before
and after nearly always "works". So the agent isn't held against themselves but against colleagues of the same team who
had the same week and weren't coached. They are chosen before anything has come of it. What they do now is what a bad
week alone brings.

The agent is one more of them where coaching has done nothing: their average now lies within the prediction interval of
one more colleague. Colleagues differ among each other by what they are and by how few answers there are. The spread
among them, s², holds both; the part that comes of few answers, p(1 − p) ÷ n of each for a question, is taken off, and
the agent's own put in its place:

    m ± t(k − 1) · √( max(s² − v, 0) + v₀ + s² ÷ k )

with the mean m of k colleagues, the mean v of what few answers make of their spread, and v₀ the same of the agent.
Where all of them have the same average, s² is nothing and says nothing: it is at least v. For p the pooled share is
taken with two successes and two failures more (Agresti and Coull), so that it is never 0.

The agent's week was mostly worse than even the nearest colleague's. So much of that gap as lasts (`matching.shifts`) is
expected of the agent beside m.

Sources:
    F. Galton, "Regression towards mediocrity in hereditary stature", Journal of the Anthropological Institute 15
    (1886), 246–263.
    A. Agresti and B. A. Coull, "Approximate is better than 'exact' for interval estimation of binomial proportions",
    The American Statistician 52 (1998), 119–126.
    Student's distribution and the prediction interval of one more observation: see `means`.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, variance
from typing import Final, NamedTuple

from debrief.insights.means import Sums, student, tail

LEAST_COLLEAGUES: Final = 4
"""Fewer than so many show each of them, and say little."""

_WHOLE: Final = 10_000.0
"""100 percent in hundredths."""


class Prediction(NamedTuple):
    """Where one more colleague would be found, in percent; chance: how likely they are as far off as the agent.

    above: whether the agent is better than their mean.
    """

    value: float
    low: float
    high: float
    chance: float
    above: bool


def prediction(now: Sums, colleagues: Sequence[Sums], shift: float = 0.0) -> Prediction | None:
    """Where the agent would be found now if coaching had done nothing; None where that can't be told.

    now: of the agent; colleagues: of those who had a week like theirs. Those without answers count for nothing.
    shift: how far the agent is to be expected beside them, in hundredths.
    """
    others = [each for each in colleagues if each.number]
    if not now.number or len(others) < LEAST_COLLEAGUES:
        return None
    means = [each.hundredths / each.number for each in others]
    single = single_variance([now, *others])
    few = fmean(single / each.number for each in others)
    spread = max(variance(means), few)
    freedom = len(others) - 1
    error = sqrt(max(spread - few, 0.0) + single / now.number + spread / len(others))
    centre, own = min(max(fmean(means) + shift, 0.0), _WHOLE), now.hundredths / now.number
    margin = student(freedom) * error
    return Prediction(
        value=centre / 100,
        low=max(0.0, (centre - margin) / 100),
        high=min(100.0, (centre + margin) / 100),
        chance=min(1.0, 2 * tail(abs(own - centre) / error, freedom)),
        above=own > centre,
    )


def single_variance(many: Sequence[Sums]) -> float:
    """How far a single answer or score lies from the mean, squared, in hundredths: pooled over all of them."""
    number = sum(each.number for each in many)
    total = sum(each.hundredths for each in many)
    squares = sum(each.squares for each in many)
    # Two at each end more, so that it is never 0 however alike they are.
    number, total, squares = number + 4, total + 2 * int(_WHOLE), squares + 2 * int(_WHOLE) ** 2
    mean = total / number
    return max(squares / number - mean * mean, 1.0)
