"""Starting commands under a guard (`guard.py`), so that none is left when this program ends or is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Final

_GUARD: Final = Path(__file__).with_name("guard.py")
GRACE_S: Final = 3.0
"""How long a command has to end, for those that have nothing to put in order."""


def start(
    command: Sequence[str], *, cwd: Path, env: Mapping[str, str], output: IO[bytes], grace_s: float
) -> subprocess.Popen[bytes]:
    """Start a command under a guard, whose process is returned: SIGTERM to it ends the command in order.

    output: takes what the command says. grace_s: from SIGTERM to kill -9. A session of its own, so that Ctrl-C in a
    terminal reaches only this program, which ends the others in its own order.
    """
    lifeline = _lifeline()
    return subprocess.Popen(
        _guarded(lifeline, grace_s, command),
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        pass_fds=(lifeline,),
    )


def run(command: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command under a guard to its end, and take in what it says."""
    lifeline = _lifeline()
    guarded = _guarded(lifeline, GRACE_S, command)
    guard = subprocess.Popen(
        guarded,
        cwd=cwd,
        env=None if env is None else dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        pass_fds=(lifeline,),
    )
    try:
        said, complained = guard.communicate()
    except BaseException:
        # Not `subprocess.run`, which kills: a guard that is killed guards nothing.
        guard.terminate()
        raise
    return subprocess.CompletedProcess(guarded, guard.returncode, said, complained)


def _guarded(lifeline: int, grace_s: float, command: Sequence[str]) -> list[str]:
    # Isolated and without site-packages: it needs the standard library only, and starts in a few milliseconds.
    return [sys.executable, "-I", "-S", str(_GUARD), str(lifeline), str(grace_s), *command]


@cache
def _lifeline() -> int:
    """The reading end of a pipe whose other end this process holds until it is gone; children don't inherit that."""
    reading, _writing = os.pipe()
    return reading
