"""Whether what an automation names can be used for the conversations that it takes (S4.11).

A card takes a conversation whatever comes of its actions, and the cards behind it aren't asked: so one whose scorecard
is for others does nothing, and keeps others from doing anything.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from debrief.interactions.conversations.conditions import INTERACTION_FIELDS
from debrief.kernel.conditions.apart import apart
from debrief.quality.automations.model import AutomationContent
from debrief.quality.automations.views import AutomationWarning
from debrief.quality.scorecards.model import Scorecard

_MOST_NAMED: Final = 5
"""Values that a sentence names; of more it says how many."""


def warnings_of(content: AutomationContent, scorecards: Mapping[str, Scorecard]) -> tuple[AutomationWarning, ...]:
    """What is said of scorecards that can never be for what the card takes. scorecards: by id."""
    return tuple(_warnings(content, scorecards))


def _warnings(content: AutomationContent, scorecards: Mapping[str, Scorecard]) -> Iterator[AutomationWarning]:
    for at, action in enumerate(content.then):
        scorecard = scorecards.get(action.scorecard_id)
        if scorecard is None:
            continue
        found = apart(content.condition, scorecard.applies_to.condition, INTERACTION_FIELDS)
        if found is not None:
            label = INTERACTION_FIELDS[found.field].label
            yield AutomationWarning(
                pointer=f"/then/{at}/scorecard_id",
                message=(
                    f"{scorecard.name} is only for the {label} {_named(found.other)}, and this card takes only the "
                    f"{label} {_named(found.one)}: nothing is evaluated with it, and cards behind this one aren't asked"
                ),
            )


def _named(values: Sequence[str]) -> str:
    more = len(values) - _MOST_NAMED
    return " or ".join(values[:_MOST_NAMED]) + (f" or {more} more" if more > 0 else "")
