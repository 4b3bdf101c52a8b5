"""At most a few warm workers for each function.

The engine starts another worker whenever all of a function's are busy, as AWS does. On a laptop that makes a flood
slower, not faster: every worker is a Python that takes a second of processor to start and 60 MB to keep, and dozens of
them share two cores. Here an invocation waits for a free worker instead.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from local.engine.patches import engine, required

Invoke = Callable[[dict[str, Any], Any, str], Any]


def most_workers() -> int:
    """For each function: a few more than there are processors, since handlers wait for the engine half of the time."""
    return 2 * (os.cpu_count() or 2) + 2


def limited(invoke: Invoke, most: int) -> Invoke:
    """`invoke`, entered by at most `most` threads at a time for each function; the others wait their turn."""
    gates: defaultdict[str, threading.BoundedSemaphore] = defaultdict(lambda: threading.BoundedSemaphore(most))
    lock = threading.Lock()

    def waiting(func: dict[str, Any], event: Any, request_id: str) -> Any:
        with lock:
            gate = gates[str(func["config"]["FunctionName"])]
        with gate:
            return invoke(func, event, request_id)

    return waiting


def apply() -> None:
    lambda_svc = engine("services.lambda_svc")
    lambda_svc._execute_function_warm = limited(required(lambda_svc, "_execute_function_warm"), most_workers())
