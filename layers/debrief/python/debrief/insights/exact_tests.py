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
from math import ceil, comb, exp, gcd, lgamma, log, log1p, sqrt
from operator import mul
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
_ROUNDS: Final = 18
"""Each makes what is left of two steps of the grid 0.618 times as wide: to 3e-6 of a rate, around a flat top."""

_HAIR: Final = 1e-9
"""Chances that differ by a smaller part are compared in whole numbers."""


class Chances(NamedTuple):
    """up: how likely a rise at least as large is where nothing has changed; down: the same of a fall."""

    up: float
    down: float

    @property
    def either(self) -> float:
        """Of a change either way: twice the smaller of both."""
        return min(1.0, 2 * min(self.up, self.down))


# Rates ---------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def rate_chances(passed_before: int, applicable_before: int, passed_after: int, applicable_after: int) -> Chances:
    """The chances of a change from `passed_before` of `applicable_before` to `passed_after` of `applicable_after`.

    Raises:
        ValueError: a sample is empty, or more passed than applied.
    """
    _check(passed_before, applicable_before, passed_after, applicable_after)
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


def clear_rates(tables: Sequence[tuple[int, int, int, int] | None], level: float = 2 * ONE_WAY) -> tuple[bool, ...]:
    """Which of many changes are clear when all are looked at together: a false one in at most `level` of reports.

    S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979),
    65–70: the smallest chance of a change either way has to be level ÷ m at most, the next one level ÷ (m − 1), and so
    on to the first that isn't. Chances that decide nothing aren't reckoned.

    tables: what `rate_chances` takes; None counts as one that is looked at, and whose chance is 1. Fisher's chance is
    cheap and never below Boschloo's: what it makes clear is clear. Of samples of the same sizes Boschloo's chances have
    the order of Fisher's: where the smallest isn't clear, the others aren't.

    Raises:
        ValueError: as `rate_chances`.
    """
    at_most = [_at_most(*table) if table else 1.0 for table in tables]
    left = sorted((place for place, table in enumerate(tables) if table), key=at_most.__getitem__)
    clear = [False] * len(tables)
    while left:
        limit, failed = level / (len(tables) - sum(clear)), set[tuple[int, int]]()
        for place in left:
            a, n, b, m = tables[place] or (0, 1, 0, 1)
            if at_most[place] <= limit or ((n, m) not in failed and rate_chances(a, n, b, m).either <= limit):
                clear[place] = True
                left.remove(place)
                break
            failed.add((n, m))
        else:
            break
    return tuple(clear)


def clear_chances(chances: Sequence[float], among: int = 0, level: float = 2 * ONE_WAY) -> tuple[bool, ...]:
    """Which of many changes are clear by Holm's rule, each by its chance of a change either way.

    among: of how many they are some, where more are looked at together than are known here. The first has to be at most
    level ÷ among, the next level ÷ (among − 1), and so on: those that aren't here count as if none were clear, so that
    all parts together call a false one clear in at most `level` of cases. (The first false one of a part comes after
    true ones alone; so its limit is at most level ÷ the number of all that are false.)
    """
    clear = [False] * len(chances)
    most = max(among, len(chances))
    for done, place in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        if chances[place] > level / (most - done):
            break
        clear[place] = True
    return tuple(clear)


def _at_most(a: int, n: int, b: int, m: int) -> float:
    """What the chance of a change either way isn't above: twice Fisher's."""
    _check(a, n, b, m)
    if b * n == a * m:
        return 1.0
    return min(1.0, 2 * (_fisher(a, n, b, m) if b * n > a * m else _fisher(n - a, n, m - b, m)))


def _check(passed_before: int, applicable_before: int, passed_after: int, applicable_after: int) -> None:
    for passed, applicable in ((passed_before, applicable_before), (passed_after, applicable_after)):
        if applicable <= 0 or not 0 <= passed <= applicable:
            raise ValueError("passed has to lie between 0 and applicable, which is at least 1")


def _rise(a: int, n: int, b: int, m: int) -> float:
    """The chance of a rise from a of n to b of m."""
    if b * n <= a * m:
        return 1.0
    given = _fisher(a, n, b, m)
    # Where Fisher's is far above what would count, the worst case over all rates isn't looked for.
    if n + m > MOST_BOSCHLOO or given > 8 * ONE_WAY:
        return given
    return min(given, _boschloo(a, n, b, m))


def _fisher(a: int, n: int, b: int, m: int) -> float:
    """`fisher`, for counts whose binomials have thousands of digits by their logarithms."""
    return fisher(a, n, b, m) if n + m <= MOST_BOSCHLOO else _fisher_of_many(a, n, b, m)


def _fisher_of_many(a: int, n: int, b: int, m: int) -> float:
    return min(1.0, _tail(n, m, a + b, b))


def _boschloo(a: int, n: int, b: int, m: int) -> float:
    """The largest probability, over all rates, of a table whose Fisher's chance is no larger than that of this one."""
    shares, answers = _rejected(a, n, b, m), n + m
    found = [_expected(shares, *binomial) for binomial in _grid(answers)]
    # The hills of the curve are wider than the grid; the three highest are climbed to their tops.
    hills = [
        place
        for place, height in enumerate(found)
        if height >= max(found[max(place - 1, 0)], found[min(place + 1, len(found) - 1)])
    ]

    def probability(rate: float) -> float:
        return _expected(shares, *_binomial(answers, rate))

    highest = sorted(hills, key=found.__getitem__)[-3:]
    return max(_top(probability, (place + 1) / _GRID) for place in highest)


def _expected(shares: Sequence[float], first: int, passes: Sequence[float]) -> float:
    """The share over all numbers of passes, each as likely as `passes` has it from the first on."""
    return float(sum(map(mul, passes, shares[first:])))


def _rejected(a: int, n: int, b: int, m: int) -> list[float]:
    """For each number of passes in all, the share of its tables whose Fisher's chance is at most that of a, n, b, m.

    Where one more passes in all, the fewest passes after that are rare enough are as many as before or one more: so
    one walk along the edge finds them. Compared in whole numbers where floats can't tell: equal chances are equal.
    """
    limit = _tail(n, m, a + b, b)
    shares, edge = [], 0
    for s in range(n + m + 1):
        edge = max(edge, s - n)
        share = _tail(n, m, s, edge)
        if share > limit * (1 + _HAIR) or (share > limit * (1 - _HAIR) and _is_likelier(n, m, (s, edge), (a + b, b))):
            edge += 1
            share = _tail(n, m, s, edge)
        shares.append(share)
    return shares


def _is_likelier(n: int, m: int, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether Fisher's chance of so many passes in all, and of so many after, is above that of another such table."""
    if one == other:
        return False
    ways, whole = _ways(n, m, *one), comb(n + m, one[0])
    return ways * comb(n + m, other[0]) > _ways(n, m, *other) * whole


def _ways(n: int, m: int, passes: int, after: int) -> int:
    return sum(comb(m, x) * comb(n, passes - x) for x in range(max(after, passes - n), min(m, passes) + 1))


def _tail(n: int, m: int, passes: int, after: int) -> float:
    """Fisher's chance in floats: of `passes` passes in all, `after` or more are among the m."""
    first = max(after, passes - n)
    if first > min(m, passes):
        return 0.0
    term = total = exp(_log_ways(m, first) + _log_ways(n, passes - first) - _log_ways(n + m, passes))
    for x in range(first, min(m, passes)):
        term *= (m - x) * (passes - x) / ((x + 1) * (n - passes + x + 1))
        total += term
        if term < total * 1e-17:
            break
    return total


def _log_ways(of: int, chosen: int) -> float:
    return lgamma(of + 1) - lgamma(chosen + 1) - lgamma(of - chosen + 1)


@lru_cache(maxsize=16)
def _grid(answers: int) -> tuple[tuple[int, list[float]], ...]:
    """The binomial distribution of so many answers at each rate of the grid: the same for all tables of a size."""
    return tuple(_binomial(answers, step / _GRID) for step in range(1, _GRID))


def _binomial(answers: int, rate: float) -> tuple[int, list[float]]:
    """How likely each number of passes is, from the first on that isn't unheard of, within 8 standard deviations."""
    likeliest = min(int((answers + 1) * rate), answers)
    most = exp(_log_ways(answers, likeliest) + likeliest * log(rate) + (answers - likeliest) * log1p(-rate))
    odds, reach = rate / (1 - rate), int(8 * sqrt(answers * rate * (1 - rate))) + 8
    term, below = most, []
    for passes in range(likeliest, max(likeliest - reach, 0), -1):
        term *= passes / ((answers - passes + 1) * odds)
        below.append(term)
    term, found = most, [*reversed(below), most]
    for passes in range(likeliest, min(likeliest + reach, answers)):
        term *= (answers - passes) * odds / (passes + 1)
        found.append(term)
    return likeliest - len(below), found


def _top(probability: Callable[[float], float], near: float) -> float:
    """The highest value within a step of the grid on both sides, by golden sections."""
    low, high = max(near - 1 / _GRID, 1e-9), min(near + 1 / _GRID, 1 - 1e-9)
    golden = (5**0.5 - 1) / 2
    left, right = high - golden * (high - low), low + golden * (high - low)
    at_left, at_right = probability(left), probability(right)
    best = max(probability(near), at_left, at_right)
    for _ in range(_ROUNDS):
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - golden * (high - low)
            at_left = probability(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + golden * (high - low)
            at_right = probability(right)
        best = max(best, at_left, at_right)
    return best


# Means ---------------------------------------------------------------------------------------------------------------


def mean_chances(before: Sequence[int], after: Sequence[int], *, rounded: bool = False, among: int = 1) -> Chances:
    """The chances of a change of the mean at least as large, if all scores had been dealt out by chance.

    before, after: scores as whole numbers of any unit, so that equal sums are equal. rounded: each score was rounded
    to the unit, so that sums of equal scores may differ by as many units as there are scores in them; sums as near as
    that count as equal. All ways to deal them out are
    counted where that is no more than a moment's work. Else some are drawn, by a generator that is seeded with the
    scores themselves: the same scores always give the same chances. among: of how many changes this is one; where
    they are many, and a chance has to be small, more ways are drawn.

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
    high, low = _dealt(pool, len(dealt), seen, len(dealt) // step if rounded else 0, among)
    return Chances(high, low) if dealt_after else Chances(low, high)


def _dealt(pool: Sequence[int], size: int, seen: int, slack: int, among: int) -> tuple[float, float]:
    """How likely the sum of `size` of the pool is `seen` or more, and `seen` or less; nearer than `slack` is equal."""
    if comb(len(pool), size) <= MOST_WAYS:
        return _ends(Counter(map(sum, combinations(pool, size))), seen, slack)
    if len(pool) * size * min(size * pool[-1], MOST_WAYS) <= 2 * _MOST_SUMS:
        return _ends(_sums(pool, size), seen, slack)
    # Of so many ways none gives less than 1 ÷ (draws + 1): one hit has to be below the limit of the strictest.
    needed = ceil(2 * among / ONE_WAY)
    draws = min(_MOST_DRAWS, max(_LEAST_DRAWS, needed, _DRAWN // size))
    drawn = list(_drawn(pool, size, draws))
    high, low = sum(each >= seen - slack for each in drawn), sum(each <= seen + slack for each in drawn)
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


def _ends(ways: Mapping[int, int], seen: int, slack: int) -> tuple[float, float]:
    whole = sum(ways.values())
    return (
        sum(count for total, count in ways.items() if total >= seen - slack) / whole,
        sum(count for total, count in ways.items() if total <= seen + slack) / whole,
    )
