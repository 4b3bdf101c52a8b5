"""Last step of `interaction_pipeline` and `bulk_import`: write down how it ended."""

from typing import Any, Literal

from debrief.interactions.intake.failures import failure_of
from debrief.interactions.intake.import_steps import Batch
from debrief.interactions.intake.wiring import imports, intake
from debrief.kernel.faults import safely
from debrief.kernel.model import Entity
from debrief.kernel.steps import StepError


class SettleIntake(Entity):
    """One run of the pipeline came to its end."""

    mode: Literal["intake"]
    intake_id: str
    attempt: int
    interaction_id: str | None = None
    outcome: Literal["loaded", "failed"]
    error: StepError | None = None


class SettleBatch(Entity):
    """One batch of an import couldn't be taken."""

    mode: Literal["import_batch"]
    import_id: str
    batch: Batch
    outcome: Literal["failed"]
    error: StepError


class SettleImport(Entity):
    """An import was gone through, or stopped."""

    mode: Literal["import"]
    import_id: str
    lines: int | None = None
    outcome: Literal["finished", "failed"]
    error: StepError | None = None


@safely
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, str]:
    """Settle an intake item, a batch or an import."""
    if event["mode"] == "intake":
        item = SettleIntake.model_validate(event)
        intake().settle(item.intake_id, item.attempt, failure_of(item.error) if item.error else None)
        return {"settled": item.intake_id}
    if event["mode"] == "import_batch":
        batch = SettleBatch.model_validate(event)
        imports().fail_batch(batch.import_id, batch.batch, failure_of(batch.error))
        return {"settled": batch.import_id}
    whole = SettleImport.model_validate(event)
    if whole.error:
        imports().fail(whole.import_id, failure_of(whole.error))
    else:
        imports().finish(whole.import_id)
    return {"settled": whole.import_id}
