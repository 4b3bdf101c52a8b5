"""Starting the interaction pipeline and the bulk import, each run under a name of its own."""

from typing import Any, Protocol

from debrief.interactions.conversations.model import Interaction, ModelPart
from debrief.interactions.intake.model import BulkImport, IntakeItem
from debrief.kernel.workflows import StateMachine


class Workflows(Protocol):
    """Starts workflows; starting one twice under the same name is harmless."""

    def start_pipeline(self, item: IntakeItem, transcription: dict[str, Any]) -> None:
        """Run the pipeline for the item's present attempt."""
        ...

    def pipeline_state(self, item: IntakeItem) -> str:
        """RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED; UNKNOWN when it was never started."""
        ...

    def start_catching_up(self, interaction: Interaction, part: ModelPart, name: str) -> None:
        """Run the pipeline's steps from that of `part` on, once under that name, for what is loaded already."""
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
        self._pipeline = StateMachine(pipeline_arn)
        self._import = StateMachine(import_arn)

    def start_pipeline(self, item: IntakeItem, transcription: dict[str, Any]) -> None:
        given = {"intake_id": item.id, "attempt": item.attempt, **transcription}
        self._pipeline.start(execution_name(item), given)

    def pipeline_state(self, item: IntakeItem) -> str:
        return self._pipeline.state(execution_name(item))

    def start_catching_up(self, interaction: Interaction, part: ModelPart, name: str) -> None:
        given = {
            # Runs of the intake item begin with 1: this one settles nothing.
            "intake_id": interaction.source.intake_id,
            "attempt": 0,
            "needs_transcription": False,
            "transcription": "none",
            "catching_up": part,
            "normalised": {"interaction_id": interaction.id},
        }
        self._pipeline.start(name, given)

    def catching_up_state(self, name: str) -> str:
        """As `pipeline_state`, of a run that `start_catching_up` began."""
        return self._pipeline.state(name)

    def start_import(self, bulk: BulkImport) -> None:
        given = {"import_id": bulk.id, "bucket": bulk.bucket, "key": bulk.key}
        self._import.start(execution_name(bulk), given)

    def import_state(self, bulk: BulkImport) -> str:
        return self._import.state(execution_name(bulk))


def execution_name(what: IntakeItem | BulkImport) -> str:
    """The name of the run of an item's or import's present attempt."""
    return f"{what.id}-{what.attempt}"
