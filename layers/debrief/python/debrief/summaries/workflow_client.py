"""Starting the state machine that writes a summary."""

import os
from typing import Protocol

from debrief.kernel.workflows import StateMachine
from debrief.summaries.model import Summary


class Workflow(Protocol):
    """Starts an attempt."""

    def start(self, summary: Summary) -> None:
        """Start the execution of the summary's present attempt. Starting it twice is harmless.

        Raises:
            DebriefError: it couldn't be started.
        """
        ...


class StepFunctionsWorkflow:
    """The state machine that the environment names."""

    def start(self, summary: Summary) -> None:
        """Start it under the attempt's name, which Step Functions lets run once only."""
        machine = StateMachine(os.environ["PERFORMANCE_SUMMARY_STATE_MACHINE_ARN"])
        machine.start(summary.execution_name, {"summary_id": summary.id, "attempt": summary.attempt})
