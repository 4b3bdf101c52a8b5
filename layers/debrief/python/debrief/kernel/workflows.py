"""Step Functions: starting runs under names of their own, and asking how they stand.

What Step Functions refuses is raised as one of our errors (`storage.aws_errors`).
"""

import json
from typing import Any

from debrief.kernel.storage.aws_errors import our_errors
from debrief.kernel.storage.clients import client

RUNNING, SUCCEEDED, UNKNOWN = "RUNNING", "SUCCEEDED", "UNKNOWN"


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
