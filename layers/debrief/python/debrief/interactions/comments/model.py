"""Comments at a place of a conversation: what they say, to whom (S4.17)."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity

Visibility = Literal["public", "private"]
"""public: for all who see the conversation. private: for its author and those who are tagged in it."""

MOST_TAGGED: Final = 10
MOST_COMMENTS: Final = 200
"""On one conversation."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Tagged = Annotated[tuple[str, ...], Field(max_length=MOST_TAGGED)]
Index = Annotated[int, Field(ge=0)]


class Comment(Aggregate):
    """What somebody says about a place of a conversation.

    turn_index: the turn of the transcript. at_ms: the place in the recording, from its beginning. Neither: it is about
    the conversation as a whole. transcript_digest: which words it was said of; see `Transcript`. tagged_ids: who was
    told, and sees it though it is private. edited_at: when its text was changed last.
    """

    id: str
    interaction_id: str
    agent_id: str
    author_id: str
    text: Text
    turn_index: Index | None = None
    at_ms: Index | None = None
    transcript_digest: str | None = None
    visibility: Visibility = "public"
    tagged_ids: Tagged = ()
    created_at: Instant
    edited_at: Instant | None = None

    def is_for(self, user_id: str) -> bool:
        """Whether somebody who sees the conversation sees it."""
        return self.visibility == "public" or user_id == self.author_id or user_id in self.tagged_ids


class NewComment(Entity):
    """A comment to be made; see `Comment`."""

    text: Text
    turn_index: Index | None = None
    at_ms: Index | None = None
    visibility: Visibility = "public"
    tagged_ids: Tagged = ()


class CommentChange(Entity):
    """What its author changes; what isn't named stays. Where it stands stays in any case."""

    text: Text | None = None
    visibility: Visibility | None = None
    tagged_ids: Tagged | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("nothing is changed")
        return self
