"""Which automation takes a conversation: the first whose conditions hold, with the reasons of each that was asked
(S4.11).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from debrief.interactions.conversations.conditions import INTERACTION_FIELDS
from debrief.interactions.conversations.model import Interaction
from debrief.kernel.conditions.evaluation import Explained, evaluate
from debrief.kernel.conditions.model import Condition
from debrief.quality.automations.model import LONGEST_REASON, MOST_KEPT, MOST_REASONS, Automation, LookedAt


class Choice(NamedTuple):
    """The card that takes a conversation, none where none does, and what each that was asked answered, in their
    order.
    """

    automation: Automation | None
    looked_at: list[LookedAt]

    @property
    def kept(self) -> tuple[tuple[LookedAt, ...], int]:
        """What is kept of the answers, and of how many nothing is: the first ones, and in any case that of the card."""
        some = self.looked_at[:MOST_KEPT]
        if self.automation is not None and len(self.looked_at) > MOST_KEPT:
            some = [*some[:-1], self.looked_at[-1]]
        return tuple(some), len(self.looked_at) - len(some)


def with_unnamed(before: Sequence[str], ids: Sequence[str]) -> tuple[str, ...]:
    """A new order of cards with those of `before` that it doesn't name, each behind the one that it stood behind.

    Such a card can't be read: nobody could name it, and it keeps its place until somebody has mended it.
    """
    order = list(ids)
    for at, id in enumerate(before):
        if id not in order:
            order.insert(order.index(before[at - 1]) + 1 if at else 0, id)
    return tuple(order)


def explained(condition: Condition, interaction: Interaction) -> Explained:
    """Whether a condition holds for an interaction, and why: the one way in which goals, automations, forecasts and
    trials ask."""
    return evaluate(condition, interaction, INTERACTION_FIELDS)


def choose(automations: Sequence[Automation], interaction: Interaction) -> Choice:
    """Ask the enabled cards in their order until one takes the conversation."""
    looked_at: list[LookedAt] = []
    for card in automations:
        if not card.enabled:
            continue
        holds, why = _asked(card.condition, interaction)
        looked_at.append(LookedAt(automation_id=card.id, name=card.name, revision=card.revision, holds=holds, why=why))
        if holds:
            return Choice(card, looked_at)
    return Choice(None, looked_at)


def reasons(of: Explained, most: int = MOST_REASONS) -> tuple[str, ...]:
    """The sentences that decide: of what doesn't hold what kept it, of what holds what made it; `most` at most.

    A group that all have to hold in fails by each of its parts that doesn't; one in which one has to, by all of them.
    """
    found = list(dict.fromkeys(_deciding(of)))
    shown = found if len(found) <= most else [*found[: most - 1], f"and {len(found) - most + 1} more reasons"]
    return tuple(each if len(each) <= LONGEST_REASON else f"{each[: LONGEST_REASON - 1]}…" for each in shown)


def _asked(condition: Condition, interaction: Interaction) -> tuple[bool, tuple[str, ...]]:
    try:
        answer = explained(condition, interaction)
    except KeyError:
        # It was written for a field that isn't there any more; the cards behind it go on.
        return False, ("it asks for something that isn't known any more",)
    return answer.holds, reasons(answer)


def _deciding(of: Explained) -> Iterator[str]:
    if not of.parts:
        yield of.sentence
        return
    for part in of.parts:
        if part.holds is of.holds:
            yield from _deciding(part)
