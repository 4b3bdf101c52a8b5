"""Starting the state machine that works through a batch of held items."""

import os
from typing import Protocol

from debrief.interactions.held.model import HeldBatch
from debrief.kernel.workflows import StateMachine


class Workflow(Protocol):
    """Starts an attempt, and tells how it stands."""

    def start(self, batch: HeldBatch) -> None:
        """Start the execution of the batch's present attempt. Starting it twice is harmless.

        Raises:
            Throttled, Unavailable, Misconfigured: it couldn't be started.
        """
        ...

    def state(self, batch: HeldBatch) -> str:
        """RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED; UNKNOWN when it was never started."""
        ...


class StepFunctionsWorkflow:
    """The state machine that the environment names."""

    def start(self, batch: HeldBatch) -> None:
        """Start it under the attempt's name, which Step Functions lets run once only."""
        self._machine().start(batch.execution_name, {"batch_id": batch.id, "attempt": batch.attempt})

    def state(self, batch: HeldBatch) -> str:
        return self._machine().state(batch.execution_name)

    @staticmethod
    def _machine() -> StateMachine:
        return StateMachine(os.environ["HELD_BATCH_STATE_MACHINE_ARN"])
