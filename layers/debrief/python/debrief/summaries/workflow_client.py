"""Starting the state machine that writes a summary."""

import os
from typing import Protocol

from debrief.kernel.errors import Unavailable
from debrief.kernel.storage.clients import client
from debrief.summaries.model import Summary


class Workflow(Protocol):
    """Starts an attempt."""

    def start(self, summary: Summary) -> None:
        """Start the execution of the summary's present attempt. Starting it twice is harmless.

        Raises:
            Unavailable: it couldn't be started.
        """
        ...


class StepFunctionsWorkflow:
    """The state machine that the environment names."""

    def start(self, summary: Summary) -> None:
        """Start it under the attempt's name, which Step Functions lets run once only."""
        import json

        from botocore.exceptions import BotoCoreError, ClientError

        try:
            client("stepfunctions").start_execution(
                stateMachineArn=os.environ["PERFORMANCE_SUMMARY_STATE_MACHINE_ARN"],
                name=summary.execution_name,
                input=json.dumps({"summary_id": summary.id, "attempt": summary.attempt}),
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExecutionAlreadyExists":
                raise Unavailable("The work couldn't be started", retry_after_s=5) from error
        except BotoCoreError as error:
            raise Unavailable("The work couldn't be started", retry_after_s=5) from error
