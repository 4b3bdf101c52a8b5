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
from itertools import combinations
from math import lcm
from typing import Literal, TypeVar

T = TypeVar("T", Fraction, float)
Ratio = Callable[[int, int], T]
"""How two whole numbers are divided: `Fraction` exactly; `truediv` quickly, for the many turns of a bootstrap."""

Value = Hashable
Unit = tuple[Value | None, ...]
Counted = Mapping[Unit, int]
"""Units with how often each occurs."""

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
        values = given(unit)
        many = len(values)
        if many > 1:
            alike = sum(each * (each - 1) for each in Counter(values).values())
            shares += ratio(count * alike, many * (many - 1))
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
        values = given(unit)
        if values:
            total += count
            for value, many in Counter(values).items():
                shares[value] = shares.get(value, ratio(0, 1)) + ratio(count * many, len(values))
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

    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), with data missing.

    level: ordinal and interval need values with an order; interval ones are whole numbers. times: how often each unit
    is counted, as by `against_the_first`: n is as many as there are without that.

    Returns None where no unit was judged by two, or all values are the same.
    """
    pairs = _coincidences(units, ratio)
    sums: dict[Value, T] = {}
    for (one, _), share in pairs.items():
        sums[one] = sums.get(one, ratio(0, 1)) + share
    values = sorted(sums, key=_order)
    apart = _differences(level, values, sums, ratio)
    observed = expected = total = ratio(0, 1)
    for pair, share in pairs.items():
        observed += share * apart(*pair)
        total += share
    for one, other in combinations(values, 2):
        expected += 2 * sums[one] * sums[other] * apart(one, other)
    return 1 - (total - times) * observed / expected if expected else None


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


def _coincidences(units: Counted, ratio: Ratio[T]) -> dict[tuple[Value, Value], T]:
    """How often which two values meet in a unit."""
    pairs: dict[tuple[Value, Value], T] = {}
    for unit, count in units.items():
        held = Counter(given(unit))
        judged = sum(held.values())
        if judged < 2:
            continue
        for one, many in held.items():
            for other, more in held.items():
                met = many * (more - 1 if one == other else more)
                if met:
                    pairs[one, other] = pairs.get((one, other), ratio(0, 1)) + ratio(count * met, judged - 1)
    return pairs


def _order(value: Value) -> tuple[bool, int, str]:
    """Whole numbers by size, before everything else by its text."""
    return (False, value, "") if isinstance(value, int) else (True, 0, str(value))


def _differences(
    level: Level, values: Sequence[Value], sums: Mapping[Value, T], ratio: Ratio[T]
) -> Callable[[Value, Value], T]:
    """How far two values are apart, squared. values: in order."""
    if level == "nominal":
        return lambda one, other: ratio(int(one != other), 1)
    if level == "interval":
        return lambda one, other: ratio((_order(one)[1] - _order(other)[1]) ** 2, 1)
    middle: dict[Value, T] = {}
    passed = ratio(0, 1)
    for value in values:
        # The place of a value is the middle of all that is like it: two are as far apart as their middles.
        middle[value] = passed + sums[value] / 2
        passed += sums[value]

    def ranks_apart(one: Value, other: Value) -> T:
        between = middle[one] - middle[other]
        return between * between

    return ranks_apart
