"""The ways in which somebody ends a program of the laptop cloud, all of which end it in order."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

_EVERY_S = 0.5


class Ended(KeyboardInterrupt):
    """Somebody wants the program to end. number: of the signal that said so."""

    def __init__(self, number: int) -> None:
        super().__init__(f"ended by {signal.Signals(number).name}")
        self.number = number

    @property
    def exit_code(self) -> int:
        """As a shell reports a command that a signal ended."""
        return 128 + self.number


def end_in_order() -> None:
    """From now on Ctrl-C, SIGTERM and a closed terminal raise Ended in the main thread, wherever it is.

    What the caller ignores stays ignored: `nohup` wants a program to survive its terminal.
    """

    def end(number: int, _: FrameType | None) -> None:
        raise Ended(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)


def end_with_parent() -> None:
    """End, as by SIGTERM, when the parent is gone; `make` can be killed without a word to its children.

    End, as by SIGHUP, when the terminal is gone, too: where `make` is what the terminal was opened for, the system
    tells `make` alone, which waits for its children and tells them nothing.
    """
    parent = os.getppid()
    gone = _terminal()

    def watch() -> None:
        number = None
        while number is None:
            time.sleep(_EVERY_S)
            if os.getppid() != parent:
                number = signal.SIGTERM
            elif gone():
                number = signal.SIGHUP
        os.kill(os.getpid(), number)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _terminal() -> Callable[[], bool]:
    """Tells whether the terminal of this program has been closed; never, where it has none or is to survive it."""
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        return lambda: False
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return lambda: False

    def gone() -> bool:
        # Not by poll: on macOS it knows nothing of terminals.
        try:
            os.tcgetpgrp(terminal)
        except OSError:
            return True
        return False

    return gone
