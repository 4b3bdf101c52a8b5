"""Starting the state machine that lets the AI answer a draft."""

import os
from typing import Protocol

from debrief.kernel.errors import Unavailable
from debrief.kernel.storage.clients import client
from debrief.quality.evaluations.model import Evaluation


class Workflow(Protocol):
    """Starts an attempt."""

    def start(self, draft: Evaluation, attempt: int) -> None:
        """Start the execution of an attempt. Starting it twice is harmless.

        Raises:
            Unavailable: it couldn't be started.
        """
        ...


class StepFunctionsWorkflow:
    """The state machine that the environment names."""

    def start(self, draft: Evaluation, attempt: int) -> None:
        """Start it under the attempt's name, which Step Functions lets run once only."""
        import json

        from botocore.exceptions import BotoCoreError, ClientError

        try:
            client("stepfunctions").start_execution(
                stateMachineArn=os.environ["DRAFT_ANSWERS_STATE_MACHINE_ARN"],
                name=f"{draft.id}-{attempt}",
                input=json.dumps({"evaluation_id": draft.id, "attempt": attempt}),
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExecutionAlreadyExists":
                raise Unavailable("The work couldn't be started", retry_after_s=5) from error
        except BotoCoreError as error:
            raise Unavailable("The work couldn't be started", retry_after_s=5) from error
