"""One program has a state directory to itself, from its first moment to its last."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

from local.engine.process import EngineError, EngineProcess
from local.settings import LocalSettings

_WAITS_S: Final = 5.0
"""How long one that was ended just now may take to save its state."""


@contextmanager
def alone(settings: LocalSettings) -> Iterator[EngineProcess]:
    """The engine of a state directory that no other program has, made if it isn't there.

    It is held by a lock on a file, which the system takes away with this process, however that ends. A program that
    only looks at a running cloud needs none.

    Raises
    ------
    EngineError: another program has it; one sentence.
    """
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    # Never deleted: whoever opened it before would hold a lock on a file that nobody else sees.
    with settings.program_lock.open("a+", encoding="ascii") as file:
        if not _locked(file):
            file.seek(0)
            raise EngineError(_taken(settings, file.read()))
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        engine = EngineProcess(settings)
        # One whose program was killed, or that a test has started.
        if not engine.ends_within(_WAITS_S):
            raise EngineError(_taken(settings, str(engine.pid or "")))
        yield engine


def _locked(file: IO[str]) -> bool:
    deadline = time.monotonic() + _WAITS_S
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        else:
            return True


def _taken(settings: LocalSettings, pid: str) -> str:
    which = f", as process {pid}" if pid else ""
    return f"A laptop cloud has its state in {settings.state_dir} already{which}: end it, or set DEBRIEF_STATE_DIR."
