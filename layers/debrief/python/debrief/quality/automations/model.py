"""Automations, their order, and what is kept of each conversation that they were asked about (S4.11)."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from debrief.kernel.clock import Instant
from debrief.kernel.conditions.model import AllOf, Condition
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.drawing.lot import Lot

MOST_AUTOMATIONS = 50
"""Cards of an account: each conversation that comes in is held against them, in their order."""

MOST_ACTIONS = 5
"""Things that one card has done."""

MOST_EVALUATORS = 10
"""People that one action names; a group may have more."""

LONGEST_DUE_DAYS = 90
MOST_KEPT = 20
"""Cards whose answer is kept with a conversation: those that come first, and the one that took it."""

MOST_REASONS = 3
LONGEST_REASON = 200
"""Characters of one reason that is kept."""

Name = Annotated[str, Field(max_length=200)]
Id = Annotated[str, Field(min_length=1, max_length=64)]


class StartEvaluation(Entity):
    """Let the AI evaluate the conversation with a scorecard, as those do that start by themselves."""

    kind: Literal["start"] = "start"
    scorecard_id: Id


class AssignEvaluation(Entity):
    """Give somebody an evaluation of the conversation to do.

    evaluator_ids, group_id: who may get it: people by name, or whoever is in a group then. each: all of them get one
    (only people by name); else one of them, by lot. due_days: days from now until it is due, at the end of that day in
    the account's time zone.
    """

    kind: Literal["assign"] = "assign"
    scorecard_id: Id
    evaluator_ids: Annotated[tuple[Id, ...], Field(max_length=MOST_EVALUATORS)] = ()
    group_id: Id | None = None
    each: StrictBool = False
    due_days: Annotated[int, Field(ge=0, le=LONGEST_DUE_DAYS)] = 7


Action = Annotated[StartEvaluation | AssignEvaluation, Field(discriminator="kind")]


class AutomationContent(Entity):
    """What an automation says.

    enabled: it is asked only while it is. condition: of an interaction; see `interactions.conversations.conditions`.
    then: what is done, in this order. keep_automatic: scorecards that start by themselves do so beside it; else this
    card
        alone decides what is started.
    """

    name: Name
    enabled: StrictBool = True
    condition: Condition = AllOf()
    then: Annotated[tuple[Action, ...], Field(max_length=MOST_ACTIONS)] = ()
    keep_automatic: StrictBool = True


class Automation(Aggregate, AutomationContent):
    """A card. Its place is in `AutomationOrder`."""

    id: str
    created_at: Instant
    created_by: str
    updated_at: Instant
    updated_by: str


class AutomationOrder(Aggregate):
    """The order of the cards: the first whose conditions hold takes a conversation."""

    ids: tuple[str, ...] = ()


class LookedAt(Entity):
    """What a card answered about a conversation.

    revision: of the card as it was then. why: the reasons, from its explained condition: where it doesn't hold, what
    kept it; where it does, what made it.
    """

    automation_id: str
    name: Name
    revision: int
    holds: bool
    why: tuple[str, ...]


WhyNotDone = Literal["no_scorecard", "not_for_this", "nobody"]
"""no_scorecard: it is gone, a draft or archived. not_for_this: the scorecard isn't for such conversations. nobody: none
of those named could be given it."""


class Done(Entity):
    """What became of one action.

    evaluation_id: the evaluation that was assigned; one that the AI makes is found by its own id. evaluator_id: whose
    it is. lot: where one of several was drawn. why_not: where nothing could be done; detail: in words.
    """

    kind: Literal["start", "assign"]
    scorecard_id: str
    evaluation_id: str | None = None
    evaluator_id: str | None = None
    lot: Lot | None = None
    why_not: WhyNotDone | None = None
    detail: str | None = None


class Taken(Aggregate):
    """Which automation took a conversation, and why those before it didn't.

    words: which words the conversation had; see `Interaction.transcript_digest`. unanalysed: it had no analysis of the
    model's yet, so that what only that tells wasn't known; once it has, it is asked anew. automation_id: the card
    that took it; none where none did. looked_at: what the cards answered that were asked, in their order, `MOST_KEPT`
    of them; more: how many were asked besides. done: what became of its actions.
    """

    interaction_id: str
    at: Instant
    words: str | None = None
    unanalysed: bool = False
    automation_id: str | None = None
    automation_name: str | None = None
    keep_automatic: bool = True
    looked_at: tuple[LookedAt, ...] = ()
    more: int = 0
    done: tuple[Done, ...] = ()

    def as_told_to_its_agent(self) -> "Taken":
        """The same without who evaluates and among whom it was drawn: no more than a goal's draw tells them."""
        unsaid = {"evaluation_id": None, "evaluator_id": None, "lot": None}
        return self.model_copy(update={"done": tuple(each.model_copy(update=unsaid) for each in self.done)})

    @property
    def started(self) -> tuple[str, ...]:
        """Scorecards that the AI is to evaluate with."""
        starts = (each for each in self.done if each.kind == "start" and each.why_not is None)
        return tuple(each.scorecard_id for each in starts)
