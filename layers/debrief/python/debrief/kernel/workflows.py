"""Step Functions: starting runs under names of their own, asking how they stand, and noting which weren't started.

What Step Functions refuses is raised as one of our errors (`storage.aws_errors`).
"""

import json
from collections.abc import Callable
from typing import Any, Final, TypeVar

from debrief.kernel.errors import DebriefError, Stale
from debrief.kernel.faults import log_passing
from debrief.kernel.storage.aws_errors import our_errors
from debrief.kernel.storage.clients import client

RUNNING, SUCCEEDED, UNKNOWN = "RUNNING", "SUCCEEDED", "UNKNOWN"

MOST_TRIES: Final = 5
"""Times that what becomes of a run is written again, because somebody changed the thing in between."""

T = TypeVar("T")


class StateMachine:
    """One state machine, by its ARN."""

    def __init__(self, arn: str) -> None:
        self._arn = arn

    def start(self, name: str, given: dict[str, Any]) -> None:
        """Start a run. A name is run once only, so that starting it twice is harmless.

        Raises:
            Throttled, Unavailable: try again. Misconfigured: there is no such state machine, or no right to start it.
        """
        from botocore.exceptions import ClientError

        try:
            with our_errors(but={"ExecutionAlreadyExists"}):
                client("stepfunctions").start_execution(stateMachineArn=self._arn, name=name, input=json.dumps(given))
        except ClientError:
            # The run with this name was started before: that is the one that was asked for.
            return

    def state(self, name: str) -> str:
        """RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED; UNKNOWN when no run of this name was started."""
        from botocore.exceptions import ClientError

        execution = f"{self._arn.replace(':stateMachine:', ':execution:')}:{name}"
        try:
            with our_errors(but={"ExecutionDoesNotExist"}):
                return str(client("stepfunctions").describe_execution(executionArn=execution)["status"])
        except ClientError:
            return UNKNOWN


def note_unstarted(
    error: DebriefError, waiting: T, *, note: Callable[[T], T], again: Callable[[], T | None]
) -> T | None:
    """Note in a thing that its run wasn't started, whoever changes it meanwhile.

    error: what kept the run from being started. waiting: the thing that waits for it. note: writes it down in the thing
    as it was read, and returns the thing as it is then. again: reads the thing anew; None where it waits no longer.
    Returns what was written, or that None.

    Raises:
        error, as it was handed in: it can't be noted. What kept it from being noted is its context, and in the log.
    """
    try:
        for left in reversed(range(MOST_TRIES)):
            try:
                return note(waiting)
            except Stale:
                if not left:
                    raise
            found = again()
            if found is None:
                break
            waiting = found
    except DebriefError as another:
        log_passing("it can't be noted that a run wasn't started", another, unstarted=type(error).__name__)
        raise error  # noqa: B904 - where it comes from is told by its own cause
    return None
