"""The base of every entity and value object."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationInfo

_KEPT = object()


class Entity(BaseModel):
    """A value that can't be changed in place and refuses fields it doesn't know.

    Building the validators is deferred to first use: a handler pays at cold start only for what it needs. What a
    validator refuses isn't quoted in the text of its error.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)

    @classmethod
    def from_kept(cls, text: str | bytes) -> Self:
        """Read the JSON of what Debrief has stored.

        A field that this version doesn't know is passed over, at any depth: a later version may have written the row,
        while it is being deployed or before it was taken back. Raises ValidationError.
        """
        return cls.model_validate_json(text, extra="ignore", context=_KEPT)

    @classmethod
    def from_told(cls, data: Any) -> Self:
        """Read what another part of Debrief has told in an event, as forgivingly as `from_kept` reads what is stored.

        Raises ValidationError.
        """
        return cls.model_validate(data, extra="ignore", context=_KEPT)


class Aggregate(Entity):
    """An entity that is stored and changed as a whole.

    revision: 0 before it is stored for the first time, then one more with every write; the API's ETag.
    """

    revision: int = 0


def is_kept(info: ValidationInfo) -> bool:
    """Whether a validator is reading what Debrief itself has stored or told, and not what somebody sends."""
    return info.context is _KEPT
