"""Starting the state machine that asks the model for what a practice waits for."""

import os
from typing import Final, Literal, Protocol

from debrief.kernel.workflows import StateMachine

About = Literal["scenario", "attempt"]
OF_SCENARIO: Final[About] = "scenario"
OF_ATTEMPT: Final[About] = "attempt"


class Workflow(Protocol):
    """Starts a piece of work."""

    def start(self, about: About, scenario_id: str, id: str, number: int) -> None:
        """Start the run of the work. Starting it twice is harmless.

        Raises:
            Throttled, Unavailable: it couldn't be started.
        """
        ...


class StepFunctionsWorkflow:
    """The state machine that the environment names."""

    def start(self, about: About, scenario_id: str, id: str, number: int) -> None:
        """Start it under the work's name, which Step Functions lets run once only."""
        machine = StateMachine(os.environ["PRACTICE_STATE_MACHINE_ARN"])
        machine.start(f"{id}-{number}", {"about": about, "scenario_id": scenario_id, "id": id, "number": number})
