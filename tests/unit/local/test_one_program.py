"""Two programs never have one state directory at the same time, however early the second comes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from local.settings import REPOSITORY

# `make demo` that has got as far as bringing up its cloud, and stays there until its input ends.
PROGRAM = """
import sys
import local.cloud, local.run
from local.cloud import CloudError

def bring_up(engine, say):
    print("it goes on", flush=True)
    sys.stdin.read()
    raise CloudError("That was all.")

local.cloud.bring_up = bring_up
sys.exit(local.run.main(["--demo"]))
"""


def started(state: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=REPOSITORY,
        env={**os.environ, "DEBRIEF_STATE_DIR": str(state)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_second_of_two_says_who_has_the_state_and_ends(tmp_path: Path) -> None:
    state = (tmp_path / "state").resolve()
    first = started(state)
    assert first.stdout is not None
    assert first.stdout.readline() == "it goes on\n"
    second = started(state)
    assert second.communicate(timeout=60) == (
        "",
        f"A laptop cloud has its state in {state} already, as process {first.pid}: end it, or set DEBRIEF_STATE_DIR.\n",
    )
    assert second.returncode == 1
    elsewhere = started(tmp_path / "elsewhere")
    assert elsewhere.communicate(timeout=60) == ("it goes on\n", "That was all.\n")
    # Neither its end nor kill -9 leaves the state locked.
    first.kill()
    first.communicate(timeout=60)
    for _ in range(2):
        assert started(state).communicate(timeout=60) == ("it goes on\n", "That was all.\n")
