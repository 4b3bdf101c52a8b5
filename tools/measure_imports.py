"""What importing a handler costs, in multiples of importing boto3 and making one client.

Each import happens in a process of its own; counted is the processor time that it takes there, so that waiting for a
busy machine counts little. Handler and baseline take turns, and the best of each is compared: what disturbs a
measurement only ever makes it longer.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from infra.folders import FUNCTIONS, function_folders, module_of

ROOT = Path(__file__).resolve().parent.parent
LAYER = ROOT / "layers" / "debrief" / "python"

LIMIT = 1.5
ROUNDS = 5
MOST_ROUNDS = 15

_BASELINE = "import boto3; boto3.client('dynamodb')"
_STOPWATCH = "import time; start = time.process_time()\n{}\nprint(time.process_time() - start)"
_LOADED = "import sys\n{}\nprint(*sys.modules)"


def handlers() -> list[str]:
    """The names of the functions, in order."""
    return list(function_folders())


def import_ratio(name: str, *, limit: float = LIMIT, rounds: int = ROUNDS, most_rounds: int = MOST_ROUNDS) -> float:
    """The cost of importing a function's handler, relative to boto3 with one client.

    Measures `rounds` times, and more often, up to `most_rounds`, while the ratio is above `limit`.
    """
    code = f"import {module_of(name)}"
    modules_loaded(name)  # so that bytecode is written and the files are warm
    own = baseline = float("inf")
    for done in range(1, most_rounds + 1):
        baseline = min(baseline, _seconds(_BASELINE))
        own = min(own, _seconds(code))
        if done >= rounds and own / baseline <= limit:
            break
    return own / baseline


@cache
def modules_loaded(name: str) -> frozenset[str]:
    """The modules that are there after a function's handler was imported; looked at once."""
    return frozenset(_run(_LOADED.format(f"import {module_of(name)}")).split())


def ratios(names: Iterable[str]) -> dict[str, float]:
    """`import_ratio` of each function."""
    return {name: import_ratio(name) for name in names}


def _seconds(code: str) -> float:
    return float(_run(_STOPWATCH.format(code)).split()[-1])


def _run(code: str) -> str:
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join([str(LAYER), str(FUNCTIONS)]),
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "POWERTOOLS_SERVICE_NAME": "measured",
        # As infra/constructs/function.py sets it.
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=tempfile.gettempdir(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{code!r} failed:\n{done.stderr.strip()[-2000:]}")
    return done.stdout
