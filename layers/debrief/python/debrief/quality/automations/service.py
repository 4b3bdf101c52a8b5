"""Automations made, changed, put in order and removed (S4.11)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from debrief.interactions.conversations.conditions import INTERACTION_FIELDS
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.conditions.fields import mistakes
from debrief.kernel.conditions.model import Condition
from debrief.kernel.errors import FieldError, NotFound, RuleBroken, Stale, repeated
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.text import check_name
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.automations.choosing import with_unnamed
from debrief.quality.automations.model import (
    Action,
    AssignEvaluation,
    Automation,
    AutomationContent,
    Name,
    StartEvaluation,
    Taken,
)
from debrief.quality.automations.store import AutomationStore
from debrief.quality.evaluations.eligible_reader import Eligible
from debrief.quality.scorecards.store import ScorecardStore


class AutomationChange(Entity):
    """A change of an automation; what is None stays as it is. condition, then: replace what there is."""

    name: Name | None = None
    enabled: bool | None = None
    condition: Condition | None = None
    then: tuple[Action, ...] | None = None
    keep_automatic: bool | None = None


class Ordered(NamedTuple):
    """The cards in their order; revision: of the order."""

    automations: list[Automation]
    revision: int


class AutomationService:
    """The use cases of automations. They hold for the whole account, whoever wrote them."""

    def __init__(
        self,
        store: AutomationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        people: PeopleStore,
        access: Access,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._scorecards = scorecards
        self._interactions = interactions
        self._people = people
        self._access = access
        self._clock = clock
        self._ids = ids

    def all(self, caller: Caller) -> Ordered:
        """Every card, in the order in which they are asked."""
        caller.require(Permission.AUTOMATIONS_MANAGE)
        order, cards = self._store.all()
        return Ordered(cards, order.revision)

    def find(self, caller: Caller, automation_id: str) -> Automation:
        """One card. Raises NotFound."""
        caller.require(Permission.AUTOMATIONS_MANAGE)
        found = self._store.automation(automation_id)
        if found is None:
            raise NotFound("There is no such automation")
        return found

    def create(self, caller: Caller, content: AutomationContent) -> Automation:
        """A new card, behind all others.

        Raises:
            Forbidden. RuleBroken: it can't be so, with every mistake and its place; or there are too many. Stale:
            somebody changed the order at that moment.
        """
        caller.require(Permission.AUTOMATIONS_MANAGE)
        self._check(content, list(_mistakes(content)), actions=True)
        now = self._clock.now()
        made = Automation(
            **dict(content) | {"name": content.name.strip()},
            id=self._ids.new("au"),
            created_at=now,
            created_by=caller.user_id,
            updated_at=now,
            updated_by=caller.user_id,
        )
        order, _ = self._store.all()
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, made)
            self._store.put_order(tx, order.model_copy(update={"ids": (*order.ids, made.id)}))
        return written(made)

    def edit(self, caller: Caller, automation_id: str, revision: int, change: AutomationChange) -> Automation:
        """Change a card; it decides so from the next conversation on.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. RuleBroken: it can't be so, with every mistake and its place.
        """
        before = self.find(caller, automation_id)
        expect_revision(before, revision)
        given = {name: value for name, value in dict(change).items() if value is not None}
        after = before.model_copy(update=given)
        after = after.model_copy(
            update={"name": after.name.strip(), "updated_at": self._clock.now(), "updated_by": caller.user_id}
        )
        # What its scorecards and people have become since mustn't keep anybody from renaming it or switching it off.
        begins = after.enabled and not before.enabled
        self._check(after, list(_mistakes(after)), actions=begins or after.then != before.then)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
        return written(after)

    def remove(self, caller: Caller, automation_id: str, revision: int) -> None:
        """Remove a card; what it decided stays kept with the conversations. Raises NotFound, Stale."""
        found = self.find(caller, automation_id)
        expect_revision(found, revision)
        order, _ = self._store.all()
        with Transaction(self._clock, self._ids) as tx:
            self._store.delete(tx, found)
            self._store.put_order(
                tx, order.model_copy(update={"ids": tuple(each for each in order.ids if each != automation_id)})
            )

    def reorder(self, caller: Caller, revision: int, ids: Sequence[str]) -> Ordered:
        """Put the cards in another order: one conditional write.

        Raises:
            Forbidden. Stale: somebody added, removed or moved one meanwhile. RuleBroken: it isn't all of them, each
            once.
        """
        caller.require(Permission.AUTOMATIONS_MANAGE)
        order, cards = self._store.all()
        if order.revision != revision:
            raise Stale("The order was changed by somebody else meanwhile; read it again")
        errors = list(repeated("/ids", list(ids), "automation"))
        known = {each.id for each in cards}
        errors += [
            FieldError(pointer=f"/ids/{at}", message="there is no such automation")
            for at, each in enumerate(ids)
            if each not in known
        ]
        if missing := known - set(ids):
            errors.append(FieldError(pointer="/ids", message=f"lacks {', '.join(sorted(missing))}"))
        if errors:
            raise RuleBroken("The order has to name every automation once", errors=errors)
        after = order.model_copy(update={"ids": with_unnamed(order.ids, ids)})
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_order(tx, after)
        by_id = {each.id: each for each in cards}
        return Ordered([by_id[each] for each in ids], written(after).revision)

    def decision(self, caller: Caller, interaction_id: str) -> Taken | None:
        """Which automation took a conversation that the caller sees, and why those before didn't; None where none was
        asked about it. Whose conversation it is reads of nobody who evaluates, as in a goal's draw.

        Raises:
            NotFound: no such conversation.
        """
        found = self._interactions.interaction(interaction_id)
        interaction = self._access.shown(caller, found, lambda each: each.agent_id)
        if interaction is None:
            raise NotFound("There is no such conversation")
        taken = self._store.taken(interaction_id)
        own = taken is not None and interaction.agent_id == caller.user_id
        return taken.as_told_to_its_agent() if taken is not None and own else taken

    def _check(self, content: AutomationContent, errors: list[FieldError], *, actions: bool) -> None:
        if actions:
            eligible = Eligible(self._access)
            for at, action in enumerate(content.then):
                errors += self._action_mistakes(action, f"/then/{at}", eligible)
        if errors:
            raise RuleBroken("The automation can't be so", errors=errors)

    def _action_mistakes(self, action: Action, place: str, eligible: Eligible) -> Iterator[FieldError]:
        card = self._scorecards.scorecard(action.scorecard_id)
        version = self._scorecards.version(action.scorecard_id, card.current_version) if card else None
        if card is None or version is None or card.status != "published":
            yield FieldError(pointer=f"{place}/scorecard_id", message="no published scorecard is called so")
        elif isinstance(action, StartEvaluation) and all(each.answerer == "human" for each in version.questions()):
            message = "nothing starts by itself when people answer every question"
            yield FieldError(pointer=f"{place}/scorecard_id", message=message)
        if isinstance(action, AssignEvaluation):
            for number, evaluator_id in enumerate(action.evaluator_ids):
                # Whose conversation it will be isn't known yet: of anybody's agent, whom they may see is asked then.
                if eligible.why_not(evaluator_id, "") in {"not_active", "not_permitted"}:
                    message = "nobody who is active and may evaluate is called so"
                    yield FieldError(pointer=f"{place}/evaluator_ids/{number}", message=message)
            if action.group_id is not None and self._people.find_group(action.group_id) is None:
                yield FieldError(pointer=f"{place}/group_id", message="there is no such group")


def _mistakes(content: AutomationContent) -> Iterator[FieldError]:
    if not content.name.strip():
        yield FieldError(pointer="/name", message="is empty")
    else:
        try:
            check_name(content.name.strip())
        except ValueError as error:
            yield FieldError(pointer="/name", message=str(error))
    yield from mistakes(content.condition, INTERACTION_FIELDS, "/condition")
    if not content.then:
        yield FieldError(pointer="/then", message="an automation has to do something")
    for at, action in enumerate(content.then):
        place = f"/then/{at}"
        if action in content.then[:at]:
            yield FieldError(pointer=place, message="stands there twice")
        if isinstance(action, AssignEvaluation):
            yield from repeated(f"{place}/evaluator_ids", action.evaluator_ids, "evaluator")
            if not action.evaluator_ids and action.group_id is None:
                yield FieldError(pointer=f"{place}/evaluator_ids", message="name somebody, or a group")
            if action.each and action.group_id is not None:
                yield FieldError(pointer=f"{place}/each", message="people of a group are drawn, one for a conversation")
