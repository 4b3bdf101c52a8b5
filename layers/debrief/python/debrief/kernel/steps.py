"""What functions that aren't the API are called with: by hand, and by Step Functions when something failed."""

import json
from typing import Any, TypeVar

from pydantic import ValidationError

from debrief.kernel.errors import Malformed
from debrief.kernel.model import Entity

E = TypeVar("E", bound=Entity)


def read_event(form: type[E], event: Any) -> E:
    """What somebody called a function with.

    Raises:
        Malformed: it isn't of that form; the sentence names the fields and what is wrong with each, no values.
    """
    try:
        return form.model_validate(event)
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_context=False, include_url=False)
    told = ", ".join(f"{'.'.join(map(str, each['loc'])) or 'the event'} ({each['type']})" for each in wrong[:10])
    raise Malformed(f"The function was called with something else than it takes: {told}")


class StepError(Entity):
    """`$.error` of a Catch: the error's name, and its cause (for a Lambda function, JSON with `errorMessage`)."""

    Error: str
    Cause: str = ""

    @property
    def message(self) -> str:
        """The error's own sentence, without the traceback around it."""
        try:
            cause = json.loads(self.Cause)
        except ValueError:
            return self.Cause[:500]
        return str(cause.get("errorMessage", ""))[:500] if isinstance(cause, dict) else self.Cause[:500]
