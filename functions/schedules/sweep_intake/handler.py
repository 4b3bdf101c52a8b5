"""On a schedule: looks after conversations and imports whose run was lost."""

import os
from datetime import timedelta
from typing import Any

from aws_lambda_powertools import Logger

from debrief.interactions.intake.receiving_service import STALLED_AFTER
from debrief.interactions.intake.wiring import imports, intake

LAST_MS = 20_000
"""Of the function's time, left for the item at hand; the next sweep goes on with the others."""

logger = Logger()


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Start again what was lost; answers how much was touched. STALLED_AFTER_S shortens the patience."""
    seconds = os.environ.get("STALLED_AFTER_S")
    patience = timedelta(seconds=float(seconds)) if seconds else STALLED_AFTER

    def time_left() -> bool:
        return bool(context.get_remaining_time_in_millis() > LAST_MS)

    touched = {
        "imports": imports().sweep(stalled_after=patience),
        "items": intake().sweep(stalled_after=patience, time_left=time_left),
    }
    if any(touched.values()):
        logger.warning("lost runs were started again", extra=touched)
    return touched
