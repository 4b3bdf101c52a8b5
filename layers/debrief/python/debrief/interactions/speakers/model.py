"""What a person says of who is who, and the correction of many conversations at once."""

from typing import Final, Self

from pydantic import Field, StrictBool, model_validator

from debrief.interactions.conversations.words import Speaker
from debrief.kernel.model import Entity

MOST_VOICES: Final = 200
"""Voices that are said in one correction; a conversation has a handful."""


class Said(Entity):
    """Who is who, as a person says it: either that agent and customer are the other way round, or who each voice is.

    voices: what voices are called (`GET /interactions/{id}/speakers`) to who they are; others stay who they are.
    """

    swap: StrictBool = False
    voices: dict[str, Speaker] = Field(default={}, max_length=MOST_VOICES)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.swap is bool(self.voices):
            raise ValueError("say either swap or voices")
        return self


SWAP: Final = Said(swap=True)
"""Agent and customer are the other way round."""
