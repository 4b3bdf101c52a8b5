"""Starting the state machine that lets the AI answer a draft."""

import os
from typing import Protocol

from debrief.kernel.workflows import StateMachine
from debrief.quality.evaluations.model import Evaluation


class Workflow(Protocol):
    """Starts an attempt."""

    def start(self, draft: Evaluation, attempt: int) -> None:
        """Start the execution of an attempt. Starting it twice is harmless.

        Raises:
            Throttled, Unavailable: it couldn't be started.
        """
        ...


class StepFunctionsWorkflow:
    """The state machine that the environment names."""

    def start(self, draft: Evaluation, attempt: int) -> None:
        """Start it under the attempt's name, which Step Functions lets run once only."""
        machine = StateMachine(os.environ["DRAFT_ANSWERS_STATE_MACHINE_ARN"])
        machine.start(f"{draft.id}-{attempt}", {"evaluation_id": draft.id, "attempt": attempt})
