"""The environment of a function, read once, typed, and complained about by name."""

import os
from typing import TypeVar

from pydantic import ValidationError

from debrief.kernel.model import Entity


class Environment(Entity):
    """Base of a function's environment: fields are the variables' names in lower case."""


E = TypeVar("E", bound=Environment)


def read_environment(kind: type[E]) -> E:
    """Read the variables that `kind` names.

    Raises:
        RuntimeError: variables are missing or unreadable; the message names them, never their values.
    """
    known = {name: os.environ[name.upper()] for name in kind.model_fields if name.upper() in os.environ}
    try:
        return kind.model_validate(known)
    except ValidationError as error:
        names = ", ".join(sorted({str(part["loc"][0]).upper() for part in error.errors()}))
        raise RuntimeError(f"environment variables missing or unreadable: {names}") from None
