"""Starting the interaction pipeline and the bulk import, each run under a name of its own."""

import json
from typing import Any, Protocol

from debrief.interactions.intake_model import IntakeItem
from debrief.kernel.clients import client

RUNNING, SUCCEEDED, UNKNOWN = "RUNNING", "SUCCEEDED", "UNKNOWN"


class Workflows(Protocol):
    """Starts workflows; starting one twice under the same name is harmless."""

    def start_pipeline(self, item: IntakeItem, transcription: dict[str, Any]) -> None:
        """Run the pipeline for the item's present attempt."""
        ...

    def pipeline_state(self, item: IntakeItem) -> str:
        """RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED; UNKNOWN when it was never started."""
        ...

    def start_import(self, import_id: str, bucket: str, key: str) -> None:
        """Read a bulk object."""
        ...


class StepFunctions:
    """The workflows as Step Functions state machines."""

    def __init__(self, pipeline_arn: str, import_arn: str = "") -> None:
        self._pipeline_arn = pipeline_arn
        self._import_arn = import_arn

    def start_pipeline(self, item: IntakeItem, transcription: dict[str, Any]) -> None:
        self._start(
            self._pipeline_arn,
            execution_name(item),
            {"intake_id": item.id, "attempt": item.attempt, **transcription},
        )

    def pipeline_state(self, item: IntakeItem) -> str:
        states = client("stepfunctions")
        arn = f"{self._pipeline_arn.replace(':stateMachine:', ':execution:')}:{execution_name(item)}"
        try:
            return str(states.describe_execution(executionArn=arn)["status"])
        except states.exceptions.ExecutionDoesNotExist:
            return UNKNOWN

    def start_import(self, import_id: str, bucket: str, key: str) -> None:
        self._start(self._import_arn, import_id, {"import_id": import_id, "bucket": bucket, "key": key})

    def _start(self, arn: str, name: str, given: dict[str, Any]) -> None:
        states = client("stepfunctions")
        try:
            states.start_execution(stateMachineArn=arn, name=name, input=json.dumps(given))
        except states.exceptions.ExecutionAlreadyExists:
            # The run with this name was started before: that is the one that was asked for.
            return


def execution_name(item: IntakeItem) -> str:
    """The name of the run of an item's present attempt."""
    return f"{item.id}-{item.attempt}"
