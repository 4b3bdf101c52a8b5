"""On a schedule: looks after conversations that have been in the pipeline too long."""

import os
from datetime import timedelta
from typing import Any

from aws_lambda_powertools import Logger
from debrief.interactions.intake import STALLED_AFTER
from debrief.interactions.wiring import intake

logger = Logger()


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Start again what was lost; answers how many items were touched. STALLED_AFTER_S shortens the patience."""
    seconds = os.environ.get("STALLED_AFTER_S")
    touched = intake().sweep(stalled_after=timedelta(seconds=float(seconds)) if seconds else STALLED_AFTER)
    if touched:
        logger.warning("stalled intake items were looked after", touched=touched)
    return {"touched": touched}
