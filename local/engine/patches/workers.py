"""At most a few warm workers for each function.

The engine starts another worker whenever all of a function's are busy, as AWS does. On a laptop that makes a flood
slower, not faster: every worker is a Python that takes a second of processor to start and 60 MB to keep, and dozens of
them share two cores. Here an invocation waits for a free worker instead.

The time of a step of a workflow counts from when it has a worker. Would it run while the step waits, a flood would end
in steps that time out before they begin, are tried again and go on all the same: the engine can't stop what waits.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from local.engine.patches import engine, required

Run = Callable[..., Any]


def most_workers() -> int:
    """For each function: a few more than there are processors, since handlers wait for the engine half of the time."""
    return 2 * (os.cpu_count() or 2) + 2


def limited(run: Run, most: int, function_of: Callable[..., str | None]) -> Run:
    """`run`, entered by at most `most` threads at a time for each function; the others wait their turn.

    function_of: which function a call is for, by its arguments; none for what waits for nobody.
    """
    gates: defaultdict[str, threading.BoundedSemaphore] = defaultdict(lambda: threading.BoundedSemaphore(most))
    lock = threading.Lock()

    def waiting(*given: Any) -> Any:
        function = function_of(*given)
        if function is None:
            return run(*given)
        with lock:
            gate = gates[function]
        with gate:
            return run(*given)

    return waiting


def invoked(func: dict[str, Any], *_: Any) -> str:
    """The function that an invocation is of."""
    return str(func["config"]["FunctionName"])


def stepped(resource: str, given: Any, *_: Any) -> str | None:
    """The function that a step of a workflow invokes; none where it does something else."""
    if "states:::lambda:invoke" in resource:
        return str(given.get("FunctionName", ""))
    return resource if ":function:" in resource else None


def apply() -> None:
    lambda_svc, stepfunctions = engine("services.lambda_svc"), engine("services.stepfunctions")
    most = most_workers()
    lambda_svc._execute_function_warm = limited(required(lambda_svc, "_execute_function_warm"), most, invoked)
    timed = "_invoke_resource_with_timeout"
    setattr(stepfunctions, timed, limited(required(stepfunctions, timed), most, stepped))
