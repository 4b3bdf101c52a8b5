"""How long a state machine waits before it tries a task again.

On AWS, `MaxDelaySeconds` bounds the wait that grows with `BackoffRate`, and with `JitterStrategy: FULL` the wait is
somewhere between nothing and that. The engine knows neither field and doubles up to a minute.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from local.engine.patches import engine, required

Found = tuple[dict[str, Any] | None, int]


def wait(retrier: dict[str, Any], tries: int, chance: Callable[[], float]) -> float:
    """The seconds before the next try, after so many tries again. chance: from 0 to 1."""
    seconds = float(retrier.get("IntervalSeconds", 1) * retrier.get("BackoffRate", 2.0) ** tries)
    if "MaxDelaySeconds" in retrier:
        seconds = min(seconds, float(retrier["MaxDelaySeconds"]))
    return seconds * chance() if retrier.get("JitterStrategy") == "FULL" else seconds


def waiting(find: Callable[..., Found], chance: Callable[[], float]) -> Callable[..., Found]:
    """The engine's search for the retrier of an error; what it finds waits exactly as long as it should."""

    def finding(retriers: list[dict[str, Any]], error: str, counts: dict[int, int]) -> Found:
        retrier, place = find(retriers, error, counts)
        if retrier is None:
            return None, place
        return {**retrier, "IntervalSeconds": wait(retrier, counts.get(place, 0), chance), "BackoffRate": 1.0}, place

    return finding


def apply() -> None:
    """Patch the engine's state machines."""
    stepfunctions = engine("services.stepfunctions")
    stepfunctions._find_matching_retrier = waiting(required(stepfunctions, "_find_matching_retrier"), random.random)
