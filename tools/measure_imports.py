"""What importing a handler costs, in multiples of importing boto3 and making one client.

Each import happens in a process of its own; counted is the processor time that it takes there, so that waiting for a
busy machine counts little. One process tells both what the import cost and what it loaded. A cost above the limit is
looked at again, handler and baseline taking turns: the median of their ratios is what counts, since a processor is
slower for some seconds and then faster again, which both of a turn feel.
"""

import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from statistics import median
from typing import NamedTuple

from infra.folders import FUNCTIONS, function_folders, module_of

ROOT = Path(__file__).resolve().parent.parent
LAYER = ROOT / "layers" / "debrief" / "python"

LIMIT = 1.5
TOLERANCE = 1.05
"""So much the median of many measurements differs between machines, and between two runs on one that works."""

ROOM_LIMIT = 2.0
"""Importing a handler and the routes of one of its rooms, as its first request does: once for the process."""

ROUNDS = 3
MOST_ROUNDS = 15

_BASELINE = "import boto3; boto3.client('dynamodb')"
_BASELINE_ROUNDS = 3
_MEASURED = """
import time
start = time.process_time()
{}
taken = time.process_time() - start
import json, sys
print(json.dumps([taken, list(sys.modules)]))
"""


class Import(NamedTuple):
    """One import in a process of its own: the seconds of processor time it took, and the modules there afterwards."""

    seconds: float
    modules: frozenset[str]


def handlers() -> list[str]:
    """The names of the functions, in order."""
    return list(function_folders())


def rooms() -> list[tuple[str, str]]:
    """Function and first part of a path, for each room whose routes are imported with the first request below it."""
    told = """
import importlib, json, sys
print(json.dumps([[n, r] for n, m in json.loads(sys.argv[1]).items() for r in importlib.import_module(m).app.rooms]))
"""
    apis = {name: module_of(name) for name in handlers() if name.endswith("_api")}
    done = _python(told, json.dumps(apis))
    return [(name, root) for name, root in json.loads(done.splitlines()[-1])]


def with_room(name: str, root: str) -> str:
    """Code that imports a function's handler and opens one of its rooms."""
    return f"import {module_of(name)} as handler; handler.app.open_room({root!r})"


def room_ratio(name: str, root: str) -> float:
    """The cost of a handler with one of its rooms, relative to boto3 with one client."""
    code = with_room(name, root)
    _measure(code)  # so that bytecode is written and the files are warm
    own = float("inf")
    for _ in range(MOST_ROUNDS):
        own = min(own, _measure(code).seconds)
        if own / baseline_seconds() <= ROOM_LIMIT:
            break
    return own / baseline_seconds()


def import_ratio(name: str, *, limit: float = LIMIT, rounds: int = ROUNDS, most_rounds: int = MOST_ROUNDS) -> float:
    """The cost of importing a function's handler, relative to boto3 with one client.

    Measures `rounds` times, and more often, up to `most_rounds`, while the median of the ratios is above `limit`.
    """
    code = f"import {module_of(name)}"
    first_import(name)  # so that bytecode is written and the files are warm
    ratios: list[float] = []
    while len(ratios) < rounds or (len(ratios) < most_rounds and median(ratios) > limit):
        baseline = _measure(_BASELINE).seconds
        ratios.append(_measure(code).seconds / baseline)
    return median(ratios)


def quick_import_ratio(name: str, *, limit: float = LIMIT) -> float:
    """The same from the first import alone where that is within the limit, and otherwise measured with care."""
    ratio = first_import(name).seconds / baseline_seconds()
    return ratio if ratio <= limit else import_ratio(name, limit=limit)


@cache
def first_import(name: str) -> Import:
    """The first import of a function's handler; looked at once."""
    return _measure(f"import {module_of(name)}")


def modules_loaded(name: str) -> frozenset[str]:
    """The modules that are there after a function's handler was imported."""
    return first_import(name).modules


def modules_of_rooms(name: str) -> frozenset[str]:
    """The modules that are there after a function's handler was imported and all its rooms were opened."""
    return _measure(f"import {module_of(name)} as handler; handler.app.whole()").modules


def modules_with(*modules: str) -> frozenset[str]:
    """The modules that are there after these were imported, as a function does with its first work."""
    return _measure(f"import {', '.join(modules)}").modules


@cache
def baseline_seconds() -> float:
    """The processor time of importing boto3 and making one client: the best of a few, measured once."""
    return min(_measure(_BASELINE).seconds for _ in range(_BASELINE_ROUNDS))


def _measure(code: str) -> Import:
    seconds, modules = json.loads(_python(_MEASURED.format(code)).splitlines()[-1])
    return Import(seconds, frozenset(modules))


def _python(code: str, *arguments: str) -> str:
    """What Python prints for some code, in an environment as a function has it. Raises RuntimeError where it fails."""
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
        [sys.executable, "-c", code, *arguments],
        env=environment,
        cwd=tempfile.gettempdir(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{code!r} failed:\n{done.stderr.strip()[-2000:]}")
    return done.stdout
