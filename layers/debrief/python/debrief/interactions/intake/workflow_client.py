"""Starting the interaction pipeline and the bulk import, each run under a name of its own."""

import json
from typing import Any, Protocol

from debrief.interactions.intake.model import BulkImport, IntakeItem
from debrief.kernel.storage.clients import client

RUNNING, SUCCEEDED, UNKNOWN = "RUNNING", "SUCCEEDED", "UNKNOWN"


class Workflows(Protocol):
    """Starts workflows; starting one twice under the same name is harmless."""

    def start_pipeline(self, item: IntakeItem, transcription: dict[str, Any]) -> None:
        """Run the pipeline for the item's present attempt."""
        ...

    def pipeline_state(self, item: IntakeItem) -> str:
        """RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED; UNKNOWN when it was never started."""
        ...

    def start_import(self, bulk: BulkImport) -> None:
        """Read a bulk object, for the import's present attempt."""
        ...

    def import_state(self, bulk: BulkImport) -> str:
        """As `pipeline_state`, of the import's present attempt."""
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
        return self._state(self._pipeline_arn, execution_name(item))

    def start_import(self, bulk: BulkImport) -> None:
        given = {"import_id": bulk.id, "bucket": bulk.bucket, "key": bulk.key}
        self._start(self._import_arn, execution_name(bulk), given)

    def import_state(self, bulk: BulkImport) -> str:
        return self._state(self._import_arn, execution_name(bulk))

    def _state(self, arn: str, name: str) -> str:
        states = client("stepfunctions")
        execution = f"{arn.replace(':stateMachine:', ':execution:')}:{name}"
        try:
            return str(states.describe_execution(executionArn=execution)["status"])
        except states.exceptions.ExecutionDoesNotExist:
            return UNKNOWN

    def _start(self, arn: str, name: str, given: dict[str, Any]) -> None:
        states = client("stepfunctions")
        try:
            states.start_execution(stateMachineArn=arn, name=name, input=json.dumps(given))
        except states.exceptions.ExecutionAlreadyExists:
            # The run with this name was started before: that is the one that was asked for.
            return


def execution_name(what: IntakeItem | BulkImport) -> str:
    """The name of the run of an item's or import's present attempt."""
    return f"{what.id}-{what.attempt}"
