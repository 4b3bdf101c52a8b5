"""The lot itself: a seed puts any ids into an order that nobody has chosen and everybody can recompute (N14).

Each id's place is SHA-256 over the seed and the id. So the order hangs on nothing else: not on the order in which ids
were found, and not on what else is drawn from; where one is taken out, the others keep their order.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Literal

from debrief.kernel.model import Entity

WhyPassedOver = Literal[
    "own_conversation",
    "not_active",
    "not_permitted",
    "out_of_reach",
    "has_evaluated",
    "has_draft",
    "has_enough_checks",
]
"""Why somebody can't be given an evaluation, or a blind check of one: it is their own conversation; they aren't active
here; their roles don't let them evaluate; the agent isn't among those whose work they see; they have evaluated it with
this scorecard, or are at it already; they have as many blind checks to do as anybody gets."""


class PassedOver(Entity):
    """One of those who were drawn from, and why it couldn't be theirs."""

    id: str
    why: WhyPassedOver


class Lot(Entity):
    """One draw among people, with all that it takes to recompute it.

    seed: what the order follows from. frame: the ids that were drawn from. passed_over: those of them that came first
    and couldn't be it. chosen: who was drawn; none where nobody could be.
    """

    seed: str
    frame: tuple[str, ...]
    passed_over: tuple[PassedOver, ...] = ()
    chosen: str | None = None


def place(seed: str, id: str) -> str:
    """Where the seed puts an id: a text that sorts; ids that differ have places that differ."""
    return hashlib.sha256(f"{len(seed)}:{seed}{id}".encode()).hexdigest()


def in_order(seed: str, ids: Iterable[str]) -> list[str]:
    """The ids, each once, in the order of the seed."""
    return sorted(set(ids), key=lambda id: (place(seed, id), id))


def drawn(seed: str, frame: Iterable[str], why_not: Callable[[str], WhyPassedOver | None]) -> Lot:
    """The first of `frame` in the order of the seed whom nothing keeps from it. why_not: what keeps somebody, if
    anything.
    """
    ids = in_order(seed, frame)
    passed_over: list[PassedOver] = []
    for id in ids:
        why = why_not(id)
        if why is None:
            return Lot(seed=seed, frame=tuple(sorted(ids)), passed_over=tuple(passed_over), chosen=id)
        passed_over.append(PassedOver(id=id, why=why))
    return Lot(seed=seed, frame=tuple(sorted(ids)), passed_over=tuple(passed_over))


def agrees(lot: Lot) -> bool:
    """Whether the draw, computed again from what was kept, comes to the same."""
    passed_over = [each.id for each in lot.passed_over]
    left = in_order(lot.seed, lot.frame)
    first = left[: len(passed_over) + (lot.chosen is not None)]
    if lot.chosen is None and len(first) < len(left):
        return False
    return first == [*passed_over, *([lot.chosen] if lot.chosen is not None else [])]
