"""What a line item may be called by its standing and its pass rate."""

from collections.abc import Mapping
from typing import Final

from debrief.summaries.facts.model import Fact

_GOOD_FROM: Final = 50.0
"""A rate in percent below which nothing is called good; a strength it may be all the same, as one of the strongest."""

_WEAK_BELOW: Final = 90.0
"""A rate from which nothing is called bad; the lowest it may be all the same, and have room to grow."""

_MIDDLE_WEAK_BELOW: Final = 75.0
"""The same of an item that isn't among the weakest."""

_KINDS_RANKED: Final = frozenset({"line_item"})


def is_extreme(fact: Fact, facts: Mapping[str, Fact], *, most: bool) -> bool:
    """Whether no line item has a higher rate (most), or a lower one."""
    values = [each.value for each in facts.values() if each.kind in _KINDS_RANKED and each.value is not None]
    return fact.value is not None and fact.value == (max(values) if most else min(values))


def may_be_called(
    fact: Fact, facts: Mapping[str, Fact], *, strong: bool, superlative: bool, relative: bool = False
) -> bool:
    """Whether a line item may be called strong, else weak.

    superlative: the strongest or weakest of all. relative: it is only said to stand above or below the others, as "a
    strength" and "room to grow" do, so that its standing is enough. "Masters" and "struggles" need a rate beside it.
    """
    if fact.value is None:
        return False
    if superlative:
        return is_extreme(fact, facts, most=strong)
    if strong:
        return fact.standing != "weakest" and (fact.value >= _GOOD_FROM or (relative and fact.standing == "strongest"))
    if fact.standing == "weakest":
        return relative or fact.value < _WEAK_BELOW
    return not fact.standing and (relative or fact.value < _MIDDLE_WEAK_BELOW)
