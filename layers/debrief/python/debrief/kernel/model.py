"""The base of every entity and value object."""

from pydantic import BaseModel, ConfigDict


class Entity(BaseModel):
    """A value that can't be changed in place and refuses fields it doesn't know.

    Building the validators is deferred to first use: a handler pays at cold start only for what it needs. What a
    validator refuses isn't quoted in the text of its error.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)


class Aggregate(Entity):
    """An entity that is stored and changed as a whole.

    revision: 0 before it is stored for the first time, then one more with every write; the API's ETag.
    """

    revision: int = 0
