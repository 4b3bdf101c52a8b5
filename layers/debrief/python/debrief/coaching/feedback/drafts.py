"""What a person sends to give feedback."""

from typing import Annotated

from pydantic import AfterValidator, Field

from debrief.coaching.feedback.model import Visibility
from debrief.coaching.fields import Reference
from debrief.kernel.model import Entity
from debrief.kernel.text import check_prose


class FeedbackDraft(Entity):
    """New feedback on an agent's work."""

    agent_id: Reference
    text: Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(check_prose)]
    evaluation_id: Reference | None = None
    interaction_id: Reference | None = None
    visibility: Visibility = "public"
