"""A condition tried out before it is used: on one conversation, or on the newest ones (S4.11)."""

from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import Field

from debrief.interactions.conversations.conditions import INTERACTION_FIELDS
from debrief.interactions.conversations.model import Channel, Interaction
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock, Instant
from debrief.kernel.conditions.evaluation import Explained
from debrief.kernel.conditions.fields import Kind, mistakes
from debrief.kernel.conditions.model import Condition
from debrief.kernel.errors import NotFound, RuleBroken
from debrief.kernel.model import Entity
from debrief.people.access import Access
from debrief.quality.automations.choosing import explained, reasons

NEWEST: Final = 200
"""Conversations that a condition is tried on, where none is named: two queries, three when a year has just begun."""

_PAGE, _SHOWN = 100, 5


class FieldView(Entity):
    """A field that a condition may ask for. choices: the only values there are; none where any may be named."""

    name: str
    label: str
    kind: Kind
    unit: str
    choices: tuple[str, ...] | None


class ConditionTrial(Entity):
    """What is tried. interaction_id: on this conversation alone."""

    condition: Condition
    interaction_id: Annotated[str, Field(max_length=64)] | None = None


class TriedOn(Entity):
    """A conversation that it was tried on, with the reasons."""

    interaction_id: str
    contact_reference: str
    started_at: Instant
    channel: Channel
    queue: str
    inquiry: tuple[str, ...]
    holds: bool
    why: tuple[str, ...]


class TrialResult(Entity):
    """What came of it.

    looked_at: so many conversations that the caller sees, the newest; holding: for so many of them it holds. examples:
    some for which it holds and some for which it doesn't, the newest first. explained: of one conversation, the whole
    tree.
    """

    looked_at: int
    holding: int
    examples: tuple[TriedOn, ...]
    explained: Explained | None = None


def fields() -> list[FieldView]:
    """Everything that a condition may ask of a conversation."""
    return [
        FieldView(name=name, label=field.label, kind=field.kind, unit=field.unit, choices=field.choices)
        for name, field in INTERACTION_FIELDS.items()
    ]


class ConditionTrials:
    """Asks a condition the way that goals and automations do, and changes nothing."""

    def __init__(self, interactions: InteractionStore, access: Access, clock: Clock) -> None:
        self._interactions = interactions
        self._access = access
        self._clock = clock

    def try_out(self, caller: Caller, trial: ConditionTrial) -> TrialResult:
        """Whether it holds, and why.

        Raises:
            NotFound: no such conversation in the caller's reach. RuleBroken: the condition can't be asked, with the
            place of every mistake.
        """
        if errors := mistakes(trial.condition, INTERACTION_FIELDS, "/condition"):
            raise RuleBroken("The condition can't be asked", errors=errors)
        if trial.interaction_id is not None:
            found = self._interactions.interaction(trial.interaction_id)
            interaction = self._access.shown(caller, found, lambda each: each.agent_id)
            if interaction is None:
                raise NotFound("There is no such interaction")
            answer = explained(trial.condition, interaction)
            one = _tried(interaction, answer)
            return TrialResult(looked_at=1, holding=int(answer.holds), examples=(one,), explained=answer)
        tried = [_tried(each, explained(trial.condition, each)) for each in self._newest(caller)]
        holding = [each for each in tried if each.holds]
        others = [each for each in tried if not each.holds]
        examples = (*holding[:_SHOWN], *others[:_SHOWN])
        return TrialResult(looked_at=len(tried), holding=len(holding), examples=examples)

    def _newest(self, caller: Caller) -> Iterator[Interaction]:
        sight = self._access.sight(caller)
        year, before, left = self._clock.now().year, None, NEWEST
        for _ in range(NEWEST // _PAGE + 1):
            some, more = self._interactions.interactions_in(year, most=min(_PAGE, left), before=before)
            seen = sight.of(each.agent_id for each in some)
            yield from (each for each in some if each.agent_id in seen and each.erased_at is None)
            left -= len(some)
            if left <= 0:
                return
            year, before = (year, more) if more else (year - 1, None)


def _tried(interaction: Interaction, answer: Explained) -> TriedOn:
    return TriedOn(
        interaction_id=interaction.id,
        contact_reference=interaction.contact_reference,
        started_at=interaction.started_at,
        channel=interaction.channel,
        queue=interaction.queue,
        inquiry=interaction.inquiry,
        holds=answer.holds,
        why=reasons(answer),
    )
