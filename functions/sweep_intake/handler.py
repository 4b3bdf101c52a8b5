"""On a schedule: looks after conversations and imports whose run was lost."""

import os
from datetime import timedelta
from typing import Any

from aws_lambda_powertools import Logger

from debrief.interactions.intake import STALLED_AFTER
from debrief.interactions.intake_wiring import imports, intake

logger = Logger()


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Start again what was lost; answers how much was touched. STALLED_AFTER_S shortens the patience."""
    seconds = os.environ.get("STALLED_AFTER_S")
    patience = timedelta(seconds=float(seconds)) if seconds else STALLED_AFTER
    touched = {"items": intake().sweep(stalled_after=patience), "imports": imports().sweep(stalled_after=patience)}
    if any(touched.values()):
        logger.warning("lost runs were started again", extra=touched)
    return touched
