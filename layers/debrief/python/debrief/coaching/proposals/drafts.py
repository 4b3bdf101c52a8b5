"""What is sent to propose a conversation, and to answer that."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from debrief.coaching.fields import Reference
from debrief.coaching.proposals.model import MOST_WORDS
from debrief.kernel.model import Entity
from debrief.kernel.text import check_prose

Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_WORDS), AfterValidator(check_prose)
]


class ProposalDraft(Entity):
    """A conversation of the caller's own, and what is good about it."""

    interaction_id: Reference
    note: Words


class Acceptance(Entity):
    """That a proposal is a best response. answer: a word to the agent, where there is one."""

    answer: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=MOST_WORDS), AfterValidator(check_prose)
    ] = ""


class Refusal(Entity):
    """That a proposal isn't a best response. reason: why, for the agent."""

    reason: Words
