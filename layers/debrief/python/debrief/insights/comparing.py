"""Whether a rate or a mean moved (N3): how far, within which interval, and whether that is clear or may be chance.

A change is clear where its interval excludes 0 and an exact test agrees, and is called one where it is also large
enough to be seen where it is written. The interval alone calls a change clear too often where a sample is small, its
sizes differ, or its scores are skewed; the exact test doesn't. Where each side's scores are all the same, it decides
alone.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from debrief.insights.exact_tests import clear_chances, clear_rates, rate_chances
from debrief.insights.intervals import Interval, is_significant, newcombe
from debrief.kernel.figures import whole

Direction = Literal["up", "down", "unclear"]


class Rate(NamedTuple):
    """How often something passed: `passed` of `applicable` answers."""

    passed: int
    applicable: int


class Change(NamedTuple):
    """How far something moved, in points of a percent, with its 95 % interval.

    clear: it is no chance, as whoever compared decided by the interval and an exact test.
    """

    points: float
    interval: Interval
    clear: bool

    @property
    def direction(self) -> Direction:
        """Up or down where that is clear, and large enough to be written."""
        if not self.clear or whole(self.points * 10) == 0:
            return "unclear"
        return "up" if self.points > 0 else "down"

    @property
    def excludes_0(self) -> bool:
        """Whether the interval excludes 0, no change."""
        return is_significant(self.interval)

    @property
    def may_be_chance(self) -> bool:
        """Whether the interval excludes 0 and the change isn't clear all the same, which a reader has to be told."""
        return self.excludes_0 and not self.clear

    @property
    def shown(self) -> Interval | None:
        """The interval, where it doesn't contradict the direction: of scores that are all the same it is a guess."""
        return None if self.direction != "unclear" and not self.excludes_0 else self.interval


class Move(NamedTuple):
    """How far something moved, before it is settled whether that is clear.

    chance: how likely a change at least as large, either way, is where nothing has changed; 1 where that needn't be
    known, since the interval says that it isn't clear.
    """

    points: float
    interval: Interval
    chance: float


def judged(moves: Sequence[Move], among: int = 0) -> list[Change]:
    """Which of several moves, whatever they are of, are clear when all are looked at together: by Holm's rule.

    among: of how many they are some, as `exact_tests.clear_chances` has it.
    """
    clear = clear_chances([each.chance for each in moves], among)
    return [Change(each.points, each.interval, is_clear) for each, is_clear in zip(moves, clear, strict=True)]


def rate_move(before: Rate, after: Rate) -> Move:
    """How a rate moved, to be judged with others: Newcombe's interval and Boschloo's chance.

    Raises:
        ValueError: a sample is empty.
    """
    found = newcombe(*before, *after)
    chance = rate_chances(*before, *after).either if found.significant else 1.0
    return Move(_points(before, after), Interval(100 * found.interval.low, 100 * found.interval.high), chance)


def rate_change(before: Rate, after: Rate) -> Change:
    """How a rate moved, looked at by itself: with Newcombe's interval, clear by Boschloo's exact test.

    Raises:
        ValueError: a sample is empty.
    """
    return rate_changes([(before, after)])[0]


def rate_changes(pairs: Sequence[tuple[Rate, Rate]]) -> list[Change]:
    """How several rates moved, looked at together: which are clear is Holm's decision over all of them.

    So a report in which nothing has changed calls something clear in one case of twenty at most, however many rates it
    compares.

    Raises:
        ValueError: a sample is empty.
    """
    moved = [(before, after, newcombe(*before, *after)) for before, after in pairs]
    # What its interval doesn't call a change isn't one; its chance needn't be reckoned, and counts as if it were 1.
    clear = clear_rates([(*before, *after) if found.significant else None for before, after, found in moved])
    return [
        Change(
            points=_points(before, after),
            interval=Interval(100 * found.interval.low, 100 * found.interval.high),
            clear=is_clear,
        )
        for (before, after, found), is_clear in zip(moved, clear, strict=True)
    ]


def _points(before: Rate, after: Rate) -> float:
    return float(100 * (Fraction(after.passed, after.applicable) - Fraction(before.passed, before.applicable)))
