"""What a number of a report was computed from, as it is shown; `behind` finds it."""

from typing import Annotated, Literal

from pydantic import Field

from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.quality.evaluations.words import EvaluationType

Outcome = Literal["met", "missed"]
Count = Annotated[int, Field(ge=0)]


class FactSource(Entity):
    """One evaluation, or one conversation, that a number was computed from.

    outcome: how the line item came out there; none where the number is of no line item. evaluation_id: none of a
    conversation. question_id: of the line item, at which the evaluation is to be opened.
    interaction_started_at: when the conversation took place. heading: what it was about; where nobody has said,
    its channel and queue.
    contact_reference: as texts show it. score: of the evaluation, as shown. reading: of a metric, what it is of this
    conversation, as shown; group: what it has in common with others there. Both empty of any other number. type: who
    answered, the AI, a person, or both; none of a conversation, and where that wasn't gathered yet.
    """

    outcome: Outcome | None
    evaluation_id: str | None
    interaction_id: str
    question_id: str | None
    interaction_started_at: Instant
    heading: str
    contact_reference: str
    score: str | None
    reading: str = ""
    group: str = ""
    type: EvaluationType | None = None


class FactSources(Entity):
    """All that a number was computed from, as far as it was analysed; the newest conversation first, of a metric group
    by group, those first that call for a look.

    met, missed: how many of the items. unanalysed: evaluations of this period that the number counts as well, and that
    are more than were analysed. earlier: evaluations of the period before, of which only the scores were read, or, of a
    line item, how many passed. others: what is neither an evaluation nor a conversation, such as actions.
    """

    fact_id: str
    items: tuple[FactSource, ...]
    met: Count
    missed: Count
    unanalysed: Count = 0
    earlier: Count
    others: Count
