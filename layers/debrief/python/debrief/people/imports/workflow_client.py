"""Starting the state machine that writes a file of people."""

import os
from typing import Protocol

from debrief.kernel.workflows import StateMachine
from debrief.people.imports.model import PeopleImport


class Workflow(Protocol):
    """Starts an attempt, and tells how it stands."""

    def start(self, found: PeopleImport) -> None:
        """Start the execution of the import's present attempt. Starting it twice is harmless.

        Raises:
            Throttled, Unavailable, Misconfigured: it couldn't be started.
        """
        ...

    def state(self, found: PeopleImport) -> str:
        """RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED; UNKNOWN when it was never started."""
        ...


class StepFunctionsWorkflow:
    """The state machine that the environment names."""

    def start(self, found: PeopleImport) -> None:
        """Start it under the attempt's name, which Step Functions lets run once only."""
        self._machine().start(found.execution_name, {"import_id": found.id, "attempt": found.attempt})

    def state(self, found: PeopleImport) -> str:
        return self._machine().state(found.execution_name)

    @staticmethod
    def _machine() -> StateMachine:
        return StateMachine(os.environ["PEOPLE_IMPORT_STATE_MACHINE_ARN"])
