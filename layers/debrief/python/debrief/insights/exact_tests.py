"""Exact tests of whether a rate or a mean moved, for the small and skewed samples that intervals misjudge (N3).

Each gives two chances, one for each way: how likely a change at least as large as the one seen is where nothing has
changed. Whoever calls a change clear from a chance of 2.5 % on errs at most that often each way, whatever the rate, the
spread or the sizes of the samples.

Sources:
    R. A. Fisher, "The logic of inductive inference", Journal of the Royal Statistical Society 98 (1935), 39–82: the
    exact test of a fourfold table, given its margins.
    R. D. Boschloo, "Raised conditional level of significance for the 2 × 2-table when testing the equality of two
    probabilities", Statistica Neerlandica 24 (1970), 1–35: Fisher's chance as the measure, and the worst case over the
    unknown rate as the chance. It is never above Fisher's.
    E. J. G. Pitman, "Significance tests which may be applied to samples from any populations", Supplement to the
    Journal of the Royal Statistical Society 4 (1937), 119–130: all ways to deal the scores out to the two samples.
    B. Phipson and G. K. Smyth, "Permutation p-values should never be zero", Statistical Applications in Genetics and
    Molecular Biology 9 (2010), article 39: (hits + 1) ÷ (draws + 1) where only some of the ways are tried.
    S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979),
    65–70.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import combinations
from math import comb, exp, gcd, lgamma, log
from typing import Final, NamedTuple

ONE_WAY: Final = 0.025
"""The chance below which a change is clear, each way; 5 % in all."""

MOST_BOSCHLOO: Final = 400
"""Answers of both samples together up to which Boschloo's test is made; Fisher's costs little power from there on."""

MOST_WAYS: Final = 20_000
"""Ways to deal scores out up to which all of them are tried one by one."""

_MOST_SUMS: Final = 400_000
"""Additions up to which the sums of all ways are counted without trying each."""

_DRAWN: Final = 60_000
"""Scores that are drawn where only some ways are tried: so many ways times the size of the smaller sample."""

_LEAST_DRAWS, _MOST_DRAWS = 1_999, 9_999
_GRID: Final = 128
_WORD: Final = 2**64 - 1
_ROUNDS: Final = 40


class Chances(NamedTuple):
    """up: how likely a rise at least as large is where nothing has changed; down: the same of a fall."""

    up: float
    down: float

    @property
    def either(self) -> float:
        """Of a change either way: twice the smaller of both."""
        return min(1.0, 2 * min(self.up, self.down))


CERTAINLY_NOT: Final = Chances(1.0, 1.0)


# Rates ---------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def rate_chances(passed_before: int, applicable_before: int, passed_after: int, applicable_after: int) -> Chances:
    """The chances of a change from `passed_before` of `applicable_before` to `passed_after` of `applicable_after`.

    Raises:
        ValueError: a sample is empty, or more passed than applied.
    """
    for passed, applicable in ((passed_before, applicable_before), (passed_after, applicable_after)):
        if applicable <= 0 or not 0 <= passed <= applicable:
            raise ValueError("passed has to lie between 0 and applicable, which is at least 1")
    failed = (applicable_before - passed_before, applicable_after - passed_after)
    return Chances(
        _rise(passed_before, applicable_before, passed_after, applicable_after),
        _rise(failed[0], applicable_before, failed[1], applicable_after),
    )


def fisher(passed_before: int, applicable_before: int, passed_after: int, applicable_after: int) -> float:
    """Fisher's chance of a rise at least as large: the upper end of the hypergeometric distribution.

    Σ C(n₂, x)·C(n₁, s − x) ÷ C(n₁ + n₂, s) over x from `passed_after` on, with s passes in all.
    """
    passes = passed_before + passed_after
    tail = sum(
        comb(applicable_after, x) * comb(applicable_before, passes - x)
        for x in range(passed_after, min(applicable_after, passes) + 1)
    )
    return tail / comb(applicable_before + applicable_after, passes)


def _rise(a: int, n: int, b: int, m: int) -> float:
    """The chance of a rise from a of n to b of m."""
    if b * n <= a * m:
        return 1.0
    if n + m > MOST_BOSCHLOO:
        return _fisher_of_many(a, n, b, m)
    given = fisher(a, n, b, m)
    # Where Fisher's is far above what would count, the worst case over all rates isn't looked for.
    return given if given > 8 * ONE_WAY else min(given, _boschloo(a, n, b, m))


def _boschloo(a: int, n: int, b: int, m: int) -> float:
    """The largest probability, over all rates, of a table whose Fisher's chance is no larger than that of this one."""
    logs = [(passes, log(share)) for passes, share in enumerate(_rejected(a, n, b, m)) if share]
    choose = [lgamma(n + m + 1) - lgamma(s + 1) - lgamma(n + m - s + 1) for s in range(n + m + 1)]
    weights = [(passes, choose[passes] + share) for passes, share in logs]

    def probability(rate: float) -> float:
        yes, no = log(rate), log(1 - rate)
        return sum(exp(weight + s * yes + (n + m - s) * no) for s, weight in weights)

    rates = [step / _GRID for step in range(1, _GRID)]
    found = [probability(rate) for rate in rates]
    # The hills of the curve are wider than the grid, and the highest is climbed to its top from its three best places.
    return max(_top(probability, rates[place]) for place in sorted(range(len(rates)), key=found.__getitem__)[-3:])


def _rejected(a: int, n: int, b: int, m: int) -> list[float]:
    """For each number of passes in all, the share of its tables whose Fisher's chance is at most that of a, n, b, m.

    Compared in whole numbers: equal chances are equal.
    """
    passes = a + b
    tail = sum(comb(m, x) * comb(n, passes - x) for x in range(b, min(m, passes) + 1))
    whole = comb(n + m, passes)
    shares = []
    for s in range(n + m + 1):
        ways, kept = comb(n + m, s), 0
        reached = 0
        for x in range(min(m, s), max(0, s - n) - 1, -1):
            reached += comb(m, x) * comb(n, s - x)
            if reached * whole > tail * ways:
                break
            kept = reached
        shares.append(kept / ways)
    return shares


def _top(probability: Callable[[float], float], near: float) -> float:
    """The highest value within a step of the grid on both sides, by golden sections."""
    low, high = max(near - 1 / _GRID, 1e-9), min(near + 1 / _GRID, 1 - 1e-9)
    best = probability(near)
    golden = (5**0.5 - 1) / 2
    for _ in range(_ROUNDS):
        left, right = high - golden * (high - low), low + golden * (high - low)
        at_left, at_right = probability(left), probability(right)
        best = max(best, at_left, at_right)
        low, high = (low, right) if at_left > at_right else (left, high)
    return best


def _fisher_of_many(a: int, n: int, b: int, m: int) -> float:
    """`fisher` in logarithms, for counts whose binomials have thousands of digits."""
    passes = a + b

    def log_ways(of: int, chosen: int) -> float:
        return lgamma(of + 1) - lgamma(chosen + 1) - lgamma(of - chosen + 1)

    whole, total = log_ways(n + m, passes), 0.0
    for x in range(b, min(m, passes) + 1):
        term = exp(log_ways(m, x) + log_ways(n, passes - x) - whole)
        total += term
        if term < total * 1e-17:
            break
    return min(1.0, total)


# Means ---------------------------------------------------------------------------------------------------------------


def mean_chances(before: Sequence[int], after: Sequence[int]) -> Chances:
    """The chances of a change of the mean at least as large, if all scores had been dealt out by chance.

    before, after: scores as whole numbers of any unit, so that equal sums are equal. All ways to deal them out are
    counted where that is no more than a moment's work. Else some are drawn, by a generator that is seeded with the
    scores themselves: the same scores always give the same chances.

    Raises:
        ValueError: a sample is empty.
    """
    if not before or not after:
        raise ValueError("a mean needs a score")
    # The smaller sample is dealt; of two equal ones that with the larger sum, so that turning around changes nothing.
    dealt_after = (len(after), -sum(after)) < (len(before), -sum(before))
    dealt = after if dealt_after else before
    pool = sorted([*before, *after])
    base = pool[0]
    step = gcd(*(each - base for each in pool)) or 1
    pool = [(each - base) // step for each in pool]
    seen = sum((each - base) // step for each in dealt)
    high, low = _dealt(pool, len(dealt), seen)
    return Chances(high, low) if dealt_after else Chances(low, high)


def _dealt(pool: Sequence[int], size: int, seen: int) -> tuple[float, float]:
    """How likely the sum of `size` of the pool is `seen` or more, and `seen` or less."""
    if comb(len(pool), size) <= MOST_WAYS:
        return _ends(Counter(map(sum, combinations(pool, size))), seen)
    if len(pool) * size * min(size * pool[-1], MOST_WAYS) <= 2 * _MOST_SUMS:
        return _ends(_sums(pool, size), seen)
    draws = max(_LEAST_DRAWS, min(_MOST_DRAWS, _DRAWN // size))
    drawn = list(_drawn(pool, size, draws))
    high, low = sum(each >= seen for each in drawn), sum(each <= seen for each in drawn)
    return (high + 1) / (draws + 1), (low + 1) / (draws + 1)


def _drawn(pool: Sequence[int], size: int, draws: int) -> Iterator[int]:
    """The sums of so many hands of `size` scores, dealt from the pool by a generator that is seeded with it.

    Fisher's and Yates's shuffle as far as `size`, by the numbers of splitmix64 (G. L. Steele, D. Lea and C. H. Flood,
    "Fast splittable pseudorandom number generators", OOPSLA 2014): the same in every version of Python.
    """
    deck = list(pool)
    state = int.from_bytes(sha256(repr((pool, size)).encode()).digest()[:8], "big")
    for _ in range(draws):
        total = 0
        for place in range(size):
            state = (state + 0x9E3779B97F4A7C15) & _WORD
            mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
            mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _WORD
            other = place + (((mixed ^ (mixed >> 31)) * (len(deck) - place)) >> 64)
            deck[place], deck[other] = deck[other], deck[place]
            total += deck[place]
        yield total


def _sums(pool: Sequence[int], size: int) -> dict[int, int]:
    """How many ways there are to draw `size` of the pool with which sum."""
    ways: list[dict[int, int]] = [{0: 1}, *({} for _ in range(size))]
    for place, score in enumerate(pool):
        for taken in range(min(size, place + 1), 0, -1):
            here = ways[taken]
            for total, count in ways[taken - 1].items():
                here[total + score] = here.get(total + score, 0) + count
    return ways[size]


def _ends(ways: Mapping[int, int], seen: int) -> tuple[float, float]:
    whole = sum(ways.values())
    return (
        sum(count for total, count in ways.items() if total >= seen) / whole,
        sum(count for total, count in ways.items() if total <= seen) / whole,
    )


# Many at once --------------------------------------------------------------------------------------------------------


def holm(chances: Sequence[float], level: float = 2 * ONE_WAY) -> tuple[bool, ...]:
    """Which of many chances are clear when all are looked at together: a false one in at most `level` of reports.

    Holm's: the smallest has to be level ÷ m at most, the next level ÷ (m − 1), and so on to the first that isn't.
    """
    clear = [False] * len(chances)
    for rank, place in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        if chances[place] > level / (len(chances) - rank):
            break
        clear[place] = True
    return tuple(clear)
