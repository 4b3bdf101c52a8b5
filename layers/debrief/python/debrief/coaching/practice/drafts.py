"""What is sent to make, settle and practise a scenario."""

from typing import Annotated, Self

from pydantic import AfterValidator, StringConstraints, model_validator

from debrief.coaching.fields import Reference
from debrief.coaching.practice.model import LONGEST_PART, LONGEST_REPLY, LONGEST_SAID, LONGEST_TITLE, ScenarioText
from debrief.kernel.model import Entity
from debrief.kernel.text import check_name, check_prose


def _text(most: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=most)


Part = Annotated[str, _text(LONGEST_PART), AfterValidator(check_prose)]


class ScenarioWords(Entity):
    """What a scenario says, as a person writes it; see `ScenarioText`."""

    title: Annotated[str, _text(LONGEST_TITLE), AfterValidator(check_name)]
    situation: Part
    customer: Part
    opening: Annotated[str, _text(LONGEST_REPLY), AfterValidator(check_prose)]

    @property
    def text(self) -> ScenarioText:
        """The same as it is stored."""
        return ScenarioText(**self.model_dump())


class ScenarioDraft(Entity):
    """A scenario for an agent, by a question of a published scorecard.

    text: what it says; without it the model writes one, which then waits for approval.
    """

    agent_id: Reference
    scorecard_id: Reference
    question_id: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    text: ScenarioWords | None = None


class ScenarioApproval(Entity):
    """That a scenario may be practised. text: what it says from now on, where that is other than it was."""

    text: ScenarioWords | None = None


class ScenarioRefusal(Entity):
    """That a scenario isn't to be practised, and why."""

    reason: Annotated[str, _text(1000), AfterValidator(check_prose)]


class AgentSays(Entity):
    """What the agent says to the customer."""

    text: Annotated[str, _text(LONGEST_SAID), AfterValidator(check_prose)]


class PersonsScore(Entity):
    """How a person answers the criterion: one of its options, or that it wasn't called for. note: for the agent."""

    option_id: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None
    not_applicable: bool = False
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000), AfterValidator(check_prose)] = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.option_id is None) != self.not_applicable:
            raise ValueError("choose an option, or that the criterion wasn't called for")
        return self
