"""No test waits without an end, whatever it waits in.

A test's own limit (`timeout` in pyproject.toml, or its mark) is told by a signal, which only Python that runs in the
main thread takes notice of, and the console's tests don't count what they share: a cloud, npm's build, the browser.
Behind that limit stands this one. It ends the process and shows what each thread was doing; guards end what it started.
"""

from __future__ import annotations

import faulthandler
import os
import sys
from collections.abc import Generator
from typing import Final

import pytest

SHARED_S: Final = 1800.0
"""How long it may take, beside a test's own limit, to bring up and end what tests share."""


class HardEnd:
    """The pytest plugin. shared_s: seconds beside a test's own limit."""

    def __init__(self, config: pytest.Config, shared_s: float = SHARED_S) -> None:
        self._shared_s = shared_s
        # While tests run, what is written there is captured.
        self._stderr = os.dup(sys.__stderr__.fileno() if sys.__stderr__ else 2)
        config.add_cleanup(lambda: os.close(self._stderr))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """End the process if the test with its fixtures isn't done in time."""
        own = limit(item)
        if own:
            faulthandler.dump_traceback_later(own + self._shared_s, exit=True, file=self._stderr)
        try:
            return (yield)
        finally:
            faulthandler.cancel_dump_traceback_later()


def limit(item: pytest.Item) -> float:
    """A test's own limit in seconds; 0 where it was switched off, as for a debugger."""
    if item.config.getoption("timeout") == 0:
        return 0.0
    if mark := item.get_closest_marker("timeout"):
        return float(mark.args[0] if mark.args else mark.kwargs["timeout"])
    return float(item.config.getoption("timeout") or item.config.getini("timeout") or 0)
