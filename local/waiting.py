"""Waiting for work that goes on elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


class WaitedTooLong(Exception):
    """It didn't happen in time. The text says what was waited for, and how long."""


@dataclass(frozen=True)
class Waiter:
    """Asks again and again, with pauses. sleep and now can be replaced in tests."""

    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic

    def until(self, what: str, ask: Callable[[], T | None], *, seconds: float, every: float = 0.5) -> T:
        """The first answer of `ask` that isn't None. Raises WaitedTooLong."""
        deadline = self.now() + seconds
        while True:
            answer = ask()
            if answer is not None:
                return answer
            if self.now() >= deadline:
                raise WaitedTooLong(f"{what} didn't happen within {seconds:g} s")
            self.sleep(every)
