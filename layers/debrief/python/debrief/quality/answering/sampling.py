"""Which conversations are evaluated by themselves, where the account doesn't want all of them: by lot (N9, N14).

The lot is a number between 0 and 1 that follows from the conversation's id alone (`quality.drawing.lot.place`): anybody
can compute it again, nobody can choose it, and a run that is repeated comes to the same.

share: a conversation is drawn where its lot lies below the share, so that a larger share draws the same ones and more.

number: Algorithm S of Fan, Muller and Rezucha (D. E. Knuth, The Art of Computer Programming, volume 2, 3.4.2): with m
of n drawn, and t of N conversations of the agent's month seen, the next is drawn with the chance (n - m) / (N - t).
With the true N exactly n are drawn, and every n of them are as likely. N isn't known before the month is over: it is
taken for what the agent had in the month before, or for what the days so far foretell, whichever is more. Where that is
too much, somewhat fewer are drawn; more than n never are.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

from debrief.kernel.calendar import month_of
from debrief.kernel.model import Aggregate, Entity
from debrief.people.model import AutomaticSampling

SEED: Final = "automatic evaluation"
_BITS: Final = 52


class MonthTally(Aggregate):
    """How many conversations of an agent's month were looked at, and drawn of these."""

    seen: int = 0
    drawn: int = 0


class Drawn(Entity):
    """What the lot came to for a conversation. chance: with which it was drawn; what weighs it in a sum."""

    drawn: bool
    lot: float
    chance: float


def lot_of(interaction_id: str, place: Callable[[str, str], str]) -> float:
    """The conversation's number, from 0 up to 1, excluding it. place: `quality.drawing.lot.place`."""
    return int(place(SEED, interaction_id)[: _BITS // 4], 16) / float(1 << _BITS)


def by_share(lot: float, sampling: AutomaticSampling) -> Drawn:
    """Whether the conversation is in the share."""
    chance = sampling.percent / 100
    return Drawn(drawn=lot < chance, lot=lot, chance=chance)


def by_number(lot: float, sampling: AutomaticSampling, tally: MonthTally, before: int, day: date) -> Drawn:
    """Whether the conversation is among its agent's so many. before: of the month before it; day: its own."""
    left = sampling.per_agent_month - tally.drawn
    if left <= 0:
        return Drawn(drawn=False, lot=lot, chance=0.0)
    to_come = max(1, foreseen(tally.seen + 1, before, day) - tally.seen)
    chance = min(1.0, left / to_come)
    return Drawn(drawn=lot < chance, lot=lot, chance=chance)


def foreseen(seen: int, before: int, day: date) -> int:
    """How many conversations the agent's month will have. seen: so far, with the one of `day`."""
    first, last = month_of(day)
    days, gone = (last - first).days + 1, (day - first).days + 1
    return max(before, -(-seen * days // gone))
