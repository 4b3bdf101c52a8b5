"""How far several who judged the same things agree, with what chance alone would give taken out (N4).

What is judged is a *unit*: one value for each assessor, in the same order in every unit, None where somebody gave
none. Equal units are counted together (`counted`), so that a thousand alike cost what one does. Nothing is rounded:
with whole counts and exact values every coefficient is an exact fraction.

Where everybody always gave the same answer, chance explains everything as well as agreement does: there is nothing to
tell the two apart by. Alpha and kappa are None then, and not 0 or 1; `unanimous` tells it, and the share of pairs that
agree and AC1 are still there.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Literal, TypeVar

T = TypeVar("T", Fraction, float)
Ratio = Callable[[int, int], T]
"""How two whole numbers are divided: `Fraction` exactly; `truediv` quickly, for the many turns of a bootstrap."""

Value = Hashable
Unit = tuple[Value | None, ...]
Counted = Mapping[Unit, int]
"""Units with how often each occurs."""

Held = tuple[tuple[Value, int], ...]
"""Values with how often each was given in a unit."""

Level = Literal["nominal", "ordinal", "interval"]
"""What a difference means: another answer; so many ranks apart; so far apart on a scale (squared)."""


def counted(units: Iterable[Sequence[Value | None]]) -> Counter[Unit]:
    """The units with how often each occurs."""
    return Counter(tuple(unit) for unit in units)


def given(unit: Unit) -> tuple[Value, ...]:
    """What was given in a unit, without who gave none."""
    return tuple(value for value in unit if value is not None)


def compared(units: Counted) -> int:
    """How many units two or more have judged; of the others nothing can be told."""
    return sum(count for unit, count in units.items() if len(given(unit)) > 1)


def chosen(units: Counted) -> int:
    """How many different values were given."""
    return len({value for unit in units for value in given(unit)})


def unanimous(units: Counted) -> bool:
    """Whether all that was given in units that two or more judged is one and the same value."""
    values = {value for unit in units if len(given(unit)) > 1 for value in given(unit)}
    return len(values) == 1


def percent_agreement(units: Counted, ratio: Ratio[T]) -> T | None:
    """The share of pairs of assessors that agree, 0–1: the mean over the units that two or more judged.

    Source: the observed agreement p_a of K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014), ch. 2; with
    nobody missing that of J. L. Fleiss, Psychological Bulletin 76 (1971) 378. None where no unit was judged by two.
    """
    shares = ratio(0, 1)
    total = 0
    for unit, count in units.items():
        many, held = _held(unit)
        if many > 1:
            shares += ratio(count * sum(times * (times - 1) for _, times in held), many * (many - 1))
            total += count
    return shares / total if total else None


def ac1(units: Counted, ratio: Ratio[T], categories: int | None = None) -> T | None:
    """Gwet's AC1, -1–1: agreement beyond chance, which stays steady where one answer is much the commonest.

    (p_a - p_e) ÷ (1 - p_e) with p_e = Σ π_k (1 - π_k) ÷ (q - 1): π_k is the mean share of category k over all units
    that anybody judged, q the number of categories.

    Source: K. L. Gwet, British Journal of Mathematical and Statistical Psychology 61 (2008) 29, with missing ratings as
    in his Handbook (2014), ch. 2. Where there is one category, chance gives nothing, and it is the share that agrees.

    categories: how many could be chosen; unless told, those that were.
    """
    observed = percent_agreement(units, ratio)
    if observed is None:
        return None
    shares: dict[Value, T] = {}
    total = 0
    for unit, count in units.items():
        many, held = _held(unit)
        if many:
            total += count
            for value, times in held:
                shares[value] = shares.get(value, ratio(0, 1)) + ratio(count * times, many)
    several = max(categories or 0, len(shares))
    if several < 2:
        return observed
    chance = ratio(0, 1)
    for share in shares.values():
        chance += share / total * (1 - share / total) / (several - 1)
    # π_k (1 - π_k) sums to (q - 1) ÷ q at most, so that chance is never all.
    return (observed - chance) / (1 - chance)


def against_the_first(units: Counted) -> tuple[Counter[Unit], int]:
    """Each unit's first value beside each of the others, as pairs; and how often a unit counts in them, so that all of
    them weigh in whole numbers.

    Whoever judges the same unit beside others isn't one more case: all pairs of a unit together weigh as much as those
    of any other (equal weights of clusters, as in the observed agreement of `percent_agreement`). Where nobody else has
    judged a unit, there is no pair of it.
    """
    told = {unit: given(unit[1:]) for unit in units if unit[0] is not None and given(unit[1:])}
    times = lcm(*(len(others) for others in told.values()))
    found: Counter[Unit] = Counter()
    for unit, others in told.items():
        for other in others:
            found[unit[0], other] += units[unit] * times // len(others)
    return found, times


def alpha(units: Counted, ratio: Ratio[T], level: Level = "nominal", times: int = 1) -> T | None:
    """Krippendorff's alpha: 1 - observed ÷ expected disagreement; 1 is agreement, 0 what chance gives.

    A unit that m have judged brings its m (m - 1) ordered pairs, each worth 1 ÷ (m - 1), into the matrix of
    coincidences o_ck; n_c are its sums. α = 1 - (n - 1) Σ o_ck δ²_ck ÷ Σ n_c n_k δ²_ck. δ² is 0 or 1 (nominal), the
    squared difference (interval), or for ordinal values the square of the coincidences between them:
    (Σ_{g=c..k} n_g - (n_c + n_k) ÷ 2)². Whoever judged a unit alone tells nothing of it.

    The matrix itself is never made: of h_c values c at places x_c, Σ h_c h_k (x_c - x_k)² is 2 (m Σ h x² - (Σ h x)²).

    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), with data missing.

    level: ordinal and interval need values with an order; interval ones are whole numbers. times: how often each unit
    is counted, as by `against_the_first`: n is as many as there are without that.

    Returns None where no unit was judged by two, or all values are the same.
    """
    judged: list[tuple[int, Held, int]] = []
    sums: Counter[Value] = Counter()
    for unit, count in units.items():
        many, held = _held(unit)
        if many > 1:
            judged.append((many, held, count))
            for value, often in held:
                sums[value] += count * often
    places, total = _places(level, sums), sums.total()
    expected = _apart(tuple(sums.items()), total, places)
    if not expected:
        return None
    observed = ratio(0, 1)
    for many, held, count in judged:
        observed += ratio(count * _apart(held, many, places), many - 1)
    return 1 - (total - times) * observed / expected


def kappa(units: Counted, ratio: Ratio[T]) -> T | None:
    """Cohen's kappa of the first two assessors: (p_o - p_e) ÷ (1 - p_e), p_e from the shares of each of them.

    Source: J. Cohen, Educational and Psychological Measurement 20 (1960) 37. Units that either left out don't count.
    None where there are none, or both always gave one and the same answer.
    """
    pairs = [(unit[0], unit[1], count) for unit, count in units.items() if None not in unit[:2]]
    total = sum(count for _, _, count in pairs)
    if not total:
        return None
    first, second = Counter[Value](), Counter[Value]()
    alike = 0
    for one, other, count in pairs:
        first[one] += count
        second[other] += count
        alike += count if one == other else 0
    met = sum(first[value] * second[value] for value in first)
    if met == total * total:
        return None
    # (alike ÷ total - met ÷ total²) ÷ (1 - met ÷ total²)
    return ratio(alike * total - met, total * total - met)


def leave_one_out_kappa(units: Counted, ratio: Ratio[T], assessor: int) -> T | None:
    """Cohen's kappa of one assessor with what most of the others gave.

    The assessor is left out of the opinion that they are held against, so that nobody agrees with themselves. Units
    in which the others are of two minds, or the assessor gave nothing, tell nothing of it. Who stands apart from the
    rest has the lowest.
    """
    return kappa(against_the_rest(units, assessor), ratio)


def against_the_rest(units: Counted, assessor: int) -> Counter[Unit]:
    """Each time what one assessor gave and what most of the others did; units that don't tell it left out."""
    found: Counter[Unit] = Counter()
    for unit, count in units.items():
        own = unit[assessor]
        ranked = Counter(given((*unit[:assessor], *unit[assessor + 1 :]))).most_common(2)
        if own is None or not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            continue
        found[own, ranked[0][0]] += count
    return found


@lru_cache(maxsize=4096)
def _held(unit: Unit) -> tuple[int, Held]:
    """How many have judged a unit, and how often each value was given; remembered, since a bootstrap asks again."""
    values = given(unit)
    return len(values), tuple(Counter(values).items())


def _places(level: Level, sums: Mapping[Value, int]) -> Mapping[Value, int] | None:
    """Where values lie on a line on which differences are measured; None where any two are as far apart.

    The place of an ordinal value is the middle of all that is like it, here twice that, to be whole: it goes out again.
    """
    if level == "nominal":
        return None
    if level == "interval":
        return {value: _order(value)[1] for value in sums}
    places: dict[Value, int] = {}
    passed = 0
    for value in sorted(sums, key=_order):
        places[value] = 2 * passed + sums[value]
        passed += sums[value]
    return places


def _apart(held: Held, many: int, places: Mapping[Value, int] | None) -> int:
    """The sum of δ² over all ordered pairs of what was given, `many` in all."""
    if places is None:
        return many * many - sum(times * times for _, times in held)
    first = sum(times * places[value] for value, times in held)
    return 2 * (many * sum(times * places[value] ** 2 for value, times in held) - first * first)


def _order(value: Value) -> tuple[bool, int, str]:
    """Whole numbers by size, before everything else by its text."""
    return (False, value, "") if isinstance(value, int) else (True, 0, str(value))
