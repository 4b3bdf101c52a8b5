"""How far the recogniser is: written by the engine, told by the program that somebody watches.

Amazon's jobs don't tell how far they are, so this stands beside them, in one small file that goes when nothing is being
recognised.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

_log = logging.getLogger("debrief.recogniser")
STEP: Final = 0.1
"""How much further it has to be to be told again."""


class Hearing:
    """The jobs that wait or are being recognised. Thread-safe: the recogniser tells in a thread of its own."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._shares: dict[str, float] = {}
        self._lock = threading.Lock()
        file.unlink(missing_ok=True)

    def of(self, job: str) -> Callable[[float], None]:
        """Have a job wait; what to tell of it which part, from 0 to 1, was gone through."""
        self._set(job, 0.0)
        return lambda share: self._heard(job, share)

    def end(self, job: str) -> None:
        """A job has ended, however it did."""
        with self._lock:
            self._shares.pop(job, None)
            self._write()

    def _heard(self, job: str, share: float) -> None:
        if share - self._shares.get(job, 1.0) >= STEP or share >= 1.0:
            _log.info("recognising %s: %.0f %%", job, share * 100)
            self._set(job, share)

    def _set(self, job: str, share: float) -> None:
        with self._lock:
            self._shares[job] = share
            self._write()

    def _write(self) -> None:
        if not self._shares:
            self._file.unlink(missing_ok=True)
            return
        unfinished = self._file.with_suffix(".part")
        unfinished.write_text(json.dumps(self._shares), encoding="utf-8")
        unfinished.replace(self._file)


class Telling:
    """Reads the file, and tells in a sentence what has moved since it was last asked."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._told: str | None = None

    def news(self) -> str | None:
        """What there is to tell; None where nothing has moved."""
        shares: dict[str, float] = {}
        with suppress(OSError, ValueError):
            shares = json.loads(self._file.read_text(encoding="utf-8"))
        sentence = None
        if shares:
            now = max(shares.values())
            waiting = len(shares) - 1
            behind = f", {waiting} more wait{'s' if waiting == 1 else ''}" if waiting else ""
            sentence = f"a recording is being recognised on this machine: {now:.0%}{behind}"
        elif self._told:
            sentence = "no recording is being recognised any more"
        if sentence == self._told or (self._told is None and sentence is None):
            return None
        self._told = sentence if shares else None
        return sentence
