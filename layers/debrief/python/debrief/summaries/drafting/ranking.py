"""What a line item may be called by its standing and its pass rate."""

from collections.abc import Mapping
from typing import Final

from debrief.summaries.facts.model import Fact

_GOOD_FROM: Final = 50.0
"""A rate in percent below which nothing is called strong, unless it is among the strongest all the same."""

_KINDS_RANKED: Final = frozenset({"line_item"})


def is_extreme(fact: Fact, facts: Mapping[str, Fact], *, most: bool) -> bool:
    """Whether no line item has a higher rate (most), or a lower one."""
    values = [each.value for each in facts.values() if each.kind in _KINDS_RANKED and each.value is not None]
    return fact.value is not None and fact.value == (max(values) if most else min(values))


def may_be_called(fact: Fact, facts: Mapping[str, Fact], *, strong: bool, superlative: bool) -> bool:
    """Whether a line item may be called strong, else weak. superlative: the strongest or weakest of all."""
    if fact.value is None:
        return False
    if superlative:
        return is_extreme(fact, facts, most=strong)
    if strong:
        return fact.standing == "strongest" or (not fact.standing and fact.value >= _GOOD_FROM)
    return fact.standing != "strongest"
