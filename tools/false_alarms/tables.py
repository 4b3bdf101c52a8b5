"""The tables of false alarms and of power.

For samples of the sizes that occur: how often a rise is called where nothing has changed (nominal: 2.5 % each way), and
how often one is called that is there. Figures of single line items are exact: every table that two samples can make, by
its probability, the worst over a hundred rates. Those of averages are shares of simulated pairs of samples, by a
generator that always begins the same: 2.5 % show up as 1.9 to 3.1. What the product goes by is asked itself,
nothing is reckoned a second time.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import comb
from random import Random
from typing import Final, NamedTuple

from debrief.insights.comparing import Rate, judged, rate_change, rate_changes
from debrief.insights.line_items import MINIMUM_SAMPLE
from debrief.summaries.facts.trends import mean_change, mean_move

NOMINAL: Final = 0.025
SIZES: Final = ((5, 5), (10, 10), (11, 10), (20, 20), (40, 40), (20, 5), (30, 5), (40, 5), (5, 30), (40, 10), (40, 20))
EQUAL: Final = (5, 10, 20, 40)
RATES: Final = tuple(step / 100 for step in range(1, 100))
RUNS: Final = 3_000
POWER_RUNS: Final = 500
REPORTS: Final = 2_000
TABLES: Final = 200
_AT_ONCE: Final = 10


class Alarms(NamedTuple):
    """The share of cases in which a rise, a fall, and either was called."""

    up: float
    down: float
    either: float


# Line items ----------------------------------------------------------------------------------------------------------


def called(before: int, after: int) -> list[tuple[int, int, str]]:
    """The tables of two samples of these sizes in which one comparison by itself, as an action's, is called clear."""
    found: list[tuple[int, int, str]] = []
    for passed, passed_after in product(range(before + 1), range(after + 1)):
        direction = rate_change(Rate(passed, before), Rate(passed_after, after)).direction
        if direction != "unclear" and min(before, after) >= MINIMUM_SAMPLE:
            found.append((passed, passed_after, direction))
    return found


def chance(tables: Sequence[tuple[int, int, str]], sizes: tuple[int, int], rates: tuple[float, float]) -> Alarms:
    """How likely the tables are, by direction, where these are the true rates before and after."""
    sums = {"up": 0.0, "down": 0.0}
    first = [_binomial(sizes[0], passed, rates[0]) for passed in range(sizes[0] + 1)]
    second = [_binomial(sizes[1], passed, rates[1]) for passed in range(sizes[1] + 1)]
    for passed, passed_after, direction in tables:
        sums[direction] += first[passed] * second[passed_after]
    return Alarms(sums["up"], sums["down"], sums["up"] + sums["down"])


def item_alarms(before: int, after: int) -> Alarms:
    """The worst over all rates that stay as they are, for each direction by itself."""
    tables = called(before, after)
    all_rates = [chance(tables, (before, after), (rate, rate)) for rate in RATES]
    return Alarms(*(max(column) for column in zip(*all_rates, strict=True)))


def report_alarms(items: int, size: int, rate: float) -> float:
    """How often a report calls any of so many line items changed where none has."""
    chances = Random(f"{items} {size} {rate}")
    alarms = 0
    for _ in range(REPORTS):
        samples = [[Rate(sum(chances.random() < rate for _ in range(size)), size) for _ in "ab"] for _ in range(items)]
        alarms += any(each.direction != "unclear" for each in rate_changes([(a, b) for a, b in samples]))
    return alarms / REPORTS


def weakest_alarms(items: int, size: int, rate: float) -> float:
    """How often the weakest of equal items, picked as such, is called improved though nothing has changed.

    It is judged together with all of them, as the chip of an action is.
    """
    chances = Random(f"weakest {items} {size} {rate}")
    alarms = 0
    for _ in range(REPORTS):
        pairs = [(_drawn(chances, size, rate), _drawn(chances, size, rate)) for _ in range(items)]
        weakest = min(range(items), key=lambda item: pairs[item][0].passed)
        alarms += rate_changes(pairs)[weakest].direction == "up"
    return alarms / REPORTS


def _drawn(chances: Random, size: int, rate: float) -> Rate:
    return Rate(sum(chances.random() < rate for _ in range(size)), size)


def _binomial(of: int, passed: int, rate: float) -> float:
    return comb(of, passed) * rate**passed * (1 - rate) ** (of - passed)


# Means ---------------------------------------------------------------------------------------------------------------

Drawn = Callable[[Random], float]


def _normal(chances: Random) -> float:
    return min(100.0, max(0.0, chances.gauss(75, 10)))


def _skewed(chances: Random) -> float:
    return max(0.0, 100 - chances.expovariate(1 / 12))


def _failing(chances: Random) -> float:
    return 0.0 if chances.random() < 0.1 else min(100.0, max(0.0, chances.gauss(88, 6)))


def _pass_or_fail(chances: Random) -> float:
    return 100.0 if chances.random() < 0.9 else 0.0


def _tenths(chances: Random) -> float:
    return 10.0 * sum(chances.random() < 0.8 for _ in range(10))


SHAPES: Final[dict[str, Drawn]] = {
    "normal": _normal,
    "skewed": _skewed,
    "10 % failed": _failing,
    "pass or fail": _pass_or_fail,
    "10 questions": _tenths,
}


def mean_alarms(drawn: Drawn, before: int, after: int, *, rise: float = 0.0, runs: int = RUNS) -> Alarms:
    """How often a change of the average is called. drawn: a score; rise: by how much the later ones are higher."""
    chances = Random(f"{before} {after} {rise}")
    calls = {"up": 0, "down": 0, "unclear": 0}
    for _ in range(runs):
        # Whole percents, as scores are.
        change = mean_change(
            [round(drawn(chances)) for _ in range(before)],
            [min(100, round(drawn(chances) + rise)) for _ in range(after)],
        )
        calls[change.direction if change else "unclear"] += 1
    return Alarms(calls["up"] / runs, calls["down"] / runs, (calls["up"] + calls["down"]) / runs)


# Home's tables -------------------------------------------------------------------------------------------------------


def table_alarms(drawn: Drawn, agents: int, size: int, *, tables: int = TABLES) -> float:
    """How often a table of so many agents calls any of them Up or Down where nobody has changed.

    As home asks for it: ten at a time, among all that stand there.
    """
    chances = Random(f"table {agents} {size}")
    alarms = 0
    for _ in range(tables):
        moves = []
        for _ in range(agents):
            before, after = ([float(round(drawn(chances))) for _ in range(size)] for _ in "ab")
            if move := mean_move(before, after, agents):
                moves.append(move)
        parts = (judged(moves[first : first + _AT_ONCE], agents) for first in range(0, len(moves), _AT_ONCE))
        alarms += any(each.direction != "unclear" for part in parts for each in part)
    return alarms / tables


# The tables ----------------------------------------------------------------------------------------------------------


def lines() -> Iterator[str]:
    """The tables, line by line, as each is known."""
    yield f"False alarms, nothing changed (nominal {_percent(NOMINAL)} each way)"
    yield ""
    yield "One line item or action by itself, exact, the worst of 99 rates"
    yield _row("before → since", "up", "down", "either")
    for sizes in SIZES:
        yield _row("{} → {}".format(*sizes), *map(_percent, item_alarms(*sizes)))
    for sizes in ((37, 1), (3, 1), (2, 2)):
        yield _row("{} → {}".format(*sizes), *map(_percent, item_alarms(*sizes)), "too few")
    yield ""
    yield f"Any of a report's line items, 20 answers a side, rate 80 % (nominal 5 %; {REPORTS} reports)"
    for items in (1, 5, 10, 20):
        yield _row(f"{items} items", _percent(report_alarms(items, 20, 0.8)))
    yield ""
    yield f"An action aimed at the weakest of so many equal items, judged with them (nominal {_percent(NOMINAL)})"
    for items in (1, 3, 10, 20):
        yield _row(f"of {items}", _percent(weakest_alarms(items, 20, 0.8)))
    yield ""
    yield f"An average score, {RUNS} pairs of samples each (2.5 % show up as 1.9 to 3.1 %): up / down"
    sizes_of_means = ((5, 5), (10, 10), (20, 20), (40, 5), (40, 20))
    yield _row("before → since", *SHAPES)
    for sizes in sizes_of_means:
        alarms = [mean_alarms(drawn, *sizes) for drawn in SHAPES.values()]
        yield _row("{} → {}".format(*sizes), *(f"{100 * each.up:.1f} / {100 * each.down:.1f}" for each in alarms))
    yield ""
    yield f"Any of so many agents on home, 15 scores a side (nominal 5 %; {TABLES} tables)"
    for agents in (1, 12, 50):
        yield _row(f"{agents} agents", _percent(table_alarms(_normal, agents, 15)))
    yield ""
    yield "Power: how often a true rise is called"
    yield ""
    yield _row("a side", *map(str, EQUAL))
    for rates in ((0.6, 0.8), (0.5, 0.9)):
        powers = [chance(called(size, size), (size, size), rates).up for size in EQUAL]
        yield _row("item {:.0%} → {:.0%}".format(*rates), *map(_percent, powers))
    for rise in (5.0, 10.0):
        risen = [mean_alarms(_wide, size, size, rise=rise, runs=POWER_RUNS).up for size in EQUAL]
        yield _row(f"average +{rise:.0f} of sd 10", *map(_percent, risen))


def _wide(chances: Random) -> float:
    # Low enough that a rise isn't cut off at 100.
    return chances.gauss(50, 10)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _row(name: str, *cells: str) -> str:
    return f"{name:<22}" + "".join(f"{cell:>14}" for cell in cells)
