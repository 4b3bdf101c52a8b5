"""What Step Functions hands over when something failed."""

import json

from debrief.kernel.model import Entity


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
