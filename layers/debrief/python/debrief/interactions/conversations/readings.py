"""Conversations by what was read out of them: what is behind a figure such as the resolution rate."""

from collections.abc import Collection
from typing import Final, Literal

from debrief.interactions.conversations.analysis import Analysis
from debrief.interactions.conversations.words import XnpsGroup, xnps_group

Outcome = Literal[
    "resolved",
    "not_resolved",
    "repeated",
    "not_repeated",
    "customer_positive",
    "customer_neutral",
    "customer_negative",
    "promoter",
    "passive",
    "detractor",
]
"""What a conversation may have come to. resolved, repeated: as predicted or told. customer_…: the sign of the
customer's sentiment over the whole of it. promoter, passive, detractor: the group of its xNPS."""

_GROUPS: Final[dict[XnpsGroup, Outcome]] = {
    XnpsGroup.PROMOTER: "promoter",
    XnpsGroup.PASSIVE: "passive",
    XnpsGroup.DETRACTOR: "detractor",
}


def outcomes_of(analysis: Analysis | None) -> frozenset[Outcome]:
    """All that a conversation came to; nothing of what nobody knows."""
    if analysis is None:
        return frozenset()
    found: set[Outcome] = set()
    if (resolution := analysis.predicted_resolution) is not None:
        found.add("resolved" if resolution.value else "not_resolved")
    if (repeat := analysis.repeat_contact) is not None:
        found.add("repeated" if repeat.value else "not_repeated")
    if (sentiment := analysis.customer_sentiment) is not None:
        value = sentiment.value
        found.add("customer_positive" if value > 0 else "customer_negative" if value < 0 else "customer_neutral")
    if (xnps := analysis.xnps) is not None:
        found.add(_GROUPS[xnps_group(xnps.value)])
    return frozenset(found)


def came_to(analysis: Analysis | None, wanted: Collection[Outcome]) -> bool:
    """Whether a conversation came to one of them; nothing wanted is anything."""
    return not wanted or not outcomes_of(analysis).isdisjoint(wanted)
